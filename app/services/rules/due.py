"""Due dates: from the day that triggers a duty to the last day that still meets it."""

from collections.abc import Callable

from app.services.rules.book import Book, Due
from app.services.rules.clocks import CALENDAR_DAYS, Clock, clock_of
from app.services.rules.days import Day, months_after
from app.services.rules.draft import Draft
from app.services.rules.months import MONTHS_IN_YEAR
from app.services.rules.pausing import Stop, days_remaining, in_order, postpone, stretch
from app.services.rules.situation import Situation
from app.services.rules.tolling import Tolling
from app.services.rules.wording import count, paused, reason, short_day, span

MONTHS_OF = {"mo": 1, "yr": MONTHS_IN_YEAR}
ANY_DAY = "cd"
NEVER = 1 << 40
"""Sorts a duty without a date after those that have one."""

Reckon = Callable[[Situation, Draft, Day], None]
"""Give a draft its due date, counted from a day, and say how it came about.

None is due as soon as possible, or held by an open pause.
"""
Shift = Callable[[Situation, Day], Day]
"""The day that lies so far from a day."""


def compile_due(book: Book, due: Due, tolling: tuple[str, ...], *, is_day_one: bool) -> Reckon:
    """`is_day_one`: the day counted from is day 1 of the count, not day 0."""
    if due.earliest_of:
        return _earliest(
            [compile_due(book, d, tolling, is_day_one=is_day_one) for d in due.earliest_of]
        )
    stops = Tolling(book, tolling) if tolling else None
    if due.plus is not None:
        return _forward(due.plus, due.unit, stops, is_day_one=is_day_one)
    if due.minus is not None:
        return _backward(due.minus, due.unit, stops)
    return _undated


def compile_shift(due: Due) -> Shift:
    """So many days, months or years on or back, whatever pauses there are."""
    n = due.plus if due.plus is not None else -(due.minus or 0)
    unit, months = due.unit, n * MONTHS_OF.get(due.unit, 0)
    if months:
        return lambda _, start: months_after(start, months)
    if unit == ANY_DAY or not n:
        return lambda _, start: start + n
    if n > 0:
        return lambda situation, start: clock_of(unit, situation.calendar).after(start, n)
    return lambda situation, start: clock_of(unit, situation.calendar).before(start, -n)


def reckoned(reckon: Reckon, situation: Situation, start: Day) -> Draft:
    """What a clock gives by itself, to be weighed against another."""
    found = Draft()
    reckon(situation, found, start)
    return found


def take(draft: Draft, found: Draft) -> None:
    """Let another clock's dates be those of the draft."""
    draft.due_on, draft.due_on_unadjusted = found.due_on, found.due_on_unadjusted
    draft.pauses, draft.alternatives = found.pauses, found.alternatives


def _undated(situation: Situation, draft: Draft, _: Day) -> None:
    if situation.is_explained:
        draft.steps += ("Due as soon as possible; the law gives no number of days.",)


def _earliest(readings: list[Reckon]) -> Reckon:
    def reckon(situation: Situation, draft: Draft, start: Day) -> None:
        found = [reckoned(read, situation, start) for read in readings]
        best = min(found, key=_due_on)
        take(draft, best)
        for read in found:
            if read.missing:
                draft.missing += tuple(m for m in read.missing if m not in draft.missing)
            draft.steps += read.steps
        if situation.is_explained and best.due_on is not None:
            draft.steps += (f"The earlier date binds: {short_day(best.due_on)}.",)

    return reckon


def _due_on(draft: Draft) -> Day:
    return NEVER if draft.due_on is None else draft.due_on


def _forward(n: int, unit: str, stops: Tolling | None, *, is_day_one: bool) -> Reckon:
    left = max(n - is_day_one, 0)
    months = n * MONTHS_OF.get(unit, 0)
    counted_in = ANY_DAY if months else unit
    every_day = counted_in == ANY_DAY

    def reckon(situation: Situation, draft: Draft, start: Day) -> None:
        clock = CALENDAR_DAYS if every_day else clock_of(counted_in, situation.calendar)
        if months:
            unpaused = months_after(start, months)
        else:
            unpaused = start + left if every_day else clock.after(start, left)
        draft.due_on = draft.due_on_unadjusted = unpaused
        if situation.is_explained:
            convention = "being day 1" if is_day_one else "not counted"
            said = "On that day" if n == 0 else f"{count(n, unit)}, that day {convention}"
            draft.steps += (f"{said}: {short_day(unpaused)}.",)
        if stops is not None and (situation.pauses or stops.from_calendar):
            _pause(draft, situation, stops, start, clock, counted_in)
        if not every_day:
            last = unpaused if draft.due_on is None else draft.due_on
            _lack(situation, draft, clock.unknown(start, last))

    return reckon


def _pause(
    draft: Draft, situation: Situation, stops: Tolling, start: Day, clock: Clock, unit: str
) -> None:
    """Move the date past its pauses."""
    unadjusted = draft.due_on_unadjusted
    assert unadjusted is not None  # noqa: S101 - only a dated duty is paused
    recorded = situation.stops_for(stops.reasons)
    if stops.from_calendar:
        _read_calendar(draft, situation, stops, start, clock, recorded)
    elif recorded:
        draft.due_on, draft.pauses = stretch(unadjusted, start, clock, recorded, situation.today)
    if situation.is_explained and (draft.pauses or draft.alternatives):
        draft.steps += tuple(_paused_steps(draft, start, clock, unit))
    if stops.from_calendar:
        last = unadjusted if draft.due_on is None else draft.due_on
        _lack(situation, draft, stops.unknown(situation, start, last))


def _read_calendar(
    draft: Draft,
    situation: Situation,
    stops: Tolling,
    start: Day,
    clock: Clock,
    recorded: list[Stop],
) -> None:
    """Take the reading of the calendar with the earliest date; show the others."""
    unadjusted = draft.due_on_unadjusted
    assert unadjusted is not None  # noqa: S101 - the caller looked
    readings = {
        label: stretch(unadjusted, start, clock, in_order((*recorded, *more)), situation.today)
        for label, more in stops.readings(situation)
    }
    draft.due_on, draft.pauses = min(
        readings.values(), key=lambda r: NEVER if r[0] is None else r[0]
    )
    if len({due for due, _ in readings.values()}) > 1:
        draft.alternatives = tuple(
            (label, due) for label, (due, _) in readings.items() if due is not None
        )


def _paused_steps(draft: Draft, start: Day, clock: Clock, unit: str) -> list[str]:
    steps, due = [], draft.due_on_unadjusted
    assert due is not None  # noqa: S101 - only a dated duty is paused
    for pause in draft.pauses:
        when = span(pause.first, pause.last)
        if pause.last is None:
            left = days_remaining(due, pause, start, clock)
            steps.append(
                f"Paused {when}, {reason(pause)}: "
                f"{count(left, unit)} will be left when it ends, and it is then due as soon as possible."
            )
        else:
            due = clock.after(due, pause.days)
            steps.append(
                f"Paused {paused(pause.days, unit)}, {when}, {reason(pause)}: {short_day(due)}."
            )
    steps += [
        f"Another reading ({label.replace('_', ' ')}) gives {short_day(day)}; the earlier date is used."
        for label, day in draft.alternatives
        if day != draft.due_on
    ]
    return steps


def _backward(n: int, unit: str, stops: Tolling | None) -> Reckon:
    months = n * MONTHS_OF.get(unit, 0)
    every_day = bool(months) or unit == ANY_DAY

    def reckon(situation: Situation, draft: Draft, start: Day) -> None:
        clock = CALENDAR_DAYS if every_day else clock_of(unit, situation.calendar)
        if months:
            last = months_after(start, -months)
        else:
            last = start - n if every_day else clock.before(start, n)
        draft.due_on = draft.due_on_unadjusted = last
        if situation.is_explained:
            draft.steps += (f"{count(n, unit)} before: {short_day(last)}.",)
        if stops is not None and situation.pauses:
            recorded = situation.stops_for(stops.reasons)
            draft.due_on, draft.pauses = postpone(last, start, recorded, situation.today)
            if situation.is_explained:
                draft.steps += tuple(_paused_steps(draft, start, CALENDAR_DAYS, ANY_DAY))
        if not every_day:
            _lack(situation, draft, clock.unknown(last, start))

    return reckon


def _lack(situation: Situation, draft: Draft, name: str | None) -> None:
    if name is None or name in draft.missing:
        return
    draft.missing += (name,)
    if situation.is_explained:
        draft.steps += (f"Without {name} this is the earliest date it can be.",)
