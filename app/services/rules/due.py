"""Due dates: from the day that triggers a duty to the last day that still meets it."""

from collections.abc import Callable

from app.services.rules.book import Book, Due
from app.services.rules.clocks import CALENDAR_DAYS, Clock, clock_of
from app.services.rules.days import Day, months_after
from app.services.rules.draft import UNDATED, Dates, Reading, Said, joined
from app.services.rules.months import MONTHS_IN_YEAR
from app.services.rules.pausing import Counted, in_order, postpone, stretch
from app.services.rules.situation import Situation, stops_for
from app.services.rules.tolling import Tolling
from app.services.rules.wording import count, paused, reason, short_day, span

MONTHS_OF = {"mo": 1, "yr": MONTHS_IN_YEAR}
ANY_DAY = "cd"
NEVER = 1 << 40
"""Sorts a duty without a date after those that have one."""

Reckon = Callable[[Situation, Day, Said], Dates]
"""The dates of a duty, counted from a day."""
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


def _undated(_: Situation, __: Day, said: Said) -> Dates:
    if said is not None:
        said.append("Due as soon as possible; the law gives no number of days.")
    return UNDATED


def _earliest(readings: list[Reckon]) -> Reckon:
    first, *others = readings

    def reckon(situation: Situation, start: Day, said: Said) -> Dates:
        best = first(situation, start, said)
        missing = best[4]
        for read in others:
            found = read(situation, start, said)
            if found[4]:
                missing = joined(missing, found[4])
            if found[0] is not None and (best[0] is None or found[0] < best[0]):
                best = found
        if said is not None and best[0] is not None:
            said.append(f"The earlier date binds: {short_day(best[0])}.")
        return *best[:4], missing

    return reckon


def _forward(n: int, unit: str, stops: Tolling | None, *, is_day_one: bool) -> Reckon:
    left = max(n - is_day_one, 0)
    months = n * MONTHS_OF.get(unit, 0)
    counted_in = ANY_DAY if months else unit
    every_day = counted_in == ANY_DAY
    reads_calendar = stops is not None and bool(stops.from_calendar)

    def reckon(situation: Situation, start: Day, said: Said) -> Dates:
        clock = CALENDAR_DAYS if every_day else clock_of(counted_in, situation.calendar)
        if months:
            unpaused = months_after(start, months)
        else:
            unpaused = start + left if every_day else clock.after(start, left)
        if said is not None:
            convention = "being day 1" if is_day_one else "not counted"
            how = "On that day" if n == 0 else f"{count(n, unit)}, that day {convention}"
            said.append(f"{how}: {short_day(unpaused)}.")
        dates: Dates = (unpaused, unpaused, (), (), ())
        if stops is not None and (situation.pauses or reads_calendar):
            dates = _paused(situation, stops, start, unpaused, clock, said, counted_in)
        return dates if every_day else _certain(situation, clock, start, dates, said)

    return reckon


def _certain(situation: Situation, clock: Clock, start: Day, dates: Dates, said: Said) -> Dates:
    """Ask for the calendar that these days would have to be counted by."""
    due_on, unadjusted, pauses, readings, missing = dates
    last = unadjusted if due_on is None else due_on
    assert last is not None  # noqa: S101 - a counted duty is dated
    name = clock.unknown(start, last)
    return due_on, unadjusted, pauses, readings, _lack(name, missing, said)


def _paused(
    situation: Situation, stops: Tolling, start: Day, unpaused: Day, clock: Clock, said: Said, unit: str
) -> Dates:  # fmt: skip
    """Move the date past its pauses."""
    recorded, today = stops_for(situation, stops.reasons), situation.today
    if not stops.from_calendar:
        if not recorded:
            return unpaused, unpaused, (), (), ()
        due_on, pauses = stretch(unpaused, start, clock, recorded, today)
        if said is not None and pauses:
            _say_pauses(said, unpaused, pauses, start + 1, clock, unit)
        return due_on, unpaused, pauses, (), ()
    due_on, pauses, readings = _read_calendar(situation, stops, start, unpaused, clock)
    if said is not None:
        _say_pauses(said, unpaused, pauses, start + 1, clock, unit)
        said.extend(_another(label, day) for label, day in readings if day != due_on)
    last = unpaused if due_on is None else due_on
    missing = _lack(stops.unknown(situation, start, last), (), said)
    return due_on, unpaused, pauses, readings, missing


def _read_calendar(
    situation: Situation, stops: Tolling, start: Day, unpaused: Day, clock: Clock
) -> tuple[Day | None, tuple[Counted, ...], tuple[Reading, ...]]:
    """The reading of the calendar with the earliest date, and all of them where they differ."""
    recorded = stops_for(situation, stops.reasons)
    found = {
        label: stretch(unpaused, start, clock, in_order((*recorded, *more)), situation.today)
        for label, more in stops.readings(situation)
    }
    due_on, pauses = min(found.values(), key=lambda r: NEVER if r[0] is None else r[0])
    if len({due for due, _ in found.values()}) == 1:
        return due_on, pauses, ()
    return due_on, pauses, tuple((label, d) for label, (d, _) in found.items() if d is not None)


def _say_pauses(
    said: list[str],
    due: Day,
    pauses: tuple[Counted, ...],
    free_from: Day,
    clock: Clock,
    unit: str,
    until: Day = NEVER,
) -> None:
    """With the days that each pause took: from `free_from` to `until`, and each once."""
    for pause in pauses:
        begins = max(pause.first, free_from)
        if pause.last is None and until != NEVER:
            said.append(
                f"Paused {span(begins, None)}, {reason(pause)}: "
                f"due as soon as possible when it ends, and by {short_day(until + 1)} in any case."
            )
        elif pause.last is None:
            when = span(begins, None)
            left = clock.between(begins, due)
            said.append(
                f"Paused {when}, {reason(pause)}: "
                f"{count(left, unit)} will be left when it ends, and it is then due as soon as possible."
            )
        else:
            when, free_from = span(begins, min(pause.last, until)), pause.last + 1
            due = clock.after(due, pause.days)
            said.append(
                f"Paused {paused(pause.days, unit)}, {when}, {reason(pause)}: {short_day(due)}."
            )


def _another(label: str, day: Day) -> str:
    reading = label.replace("_", " ")
    return f"Another reading ({reading}) gives {short_day(day)}; the earlier date is used."


def _backward(n: int, unit: str, stops: Tolling | None) -> Reckon:
    months = n * MONTHS_OF.get(unit, 0)
    every_day = bool(months) or unit == ANY_DAY

    def reckon(situation: Situation, start: Day, said: Said) -> Dates:
        clock = CALENDAR_DAYS if every_day else clock_of(unit, situation.calendar)
        if months:
            last = months_after(start, -months)
        else:
            last = start - n if every_day else clock.before(start, n)
        if said is not None:
            said.append(f"{count(n, unit)} before: {short_day(last)}.")
        due_on: Day | None = last
        pauses: tuple[Counted, ...] = ()
        if stops is not None and situation.pauses:
            recorded = stops_for(situation, stops.reasons)
            due_on, pauses = postpone(last, start, recorded, situation.today)
            if said is not None:
                _say_pauses(said, last, pauses, last, CALENDAR_DAYS, ANY_DAY, start - 1)
        missing = () if every_day else _lack(clock.unknown(last, start), (), said)
        return due_on, last, pauses, (), missing

    return reckon


def _lack(name: str | None, missing: tuple[str, ...], said: Said) -> tuple[str, ...]:
    if name is None or name in missing:
        return missing
    if said is not None:
        said.append(f"Without {name} this is the earliest date it can be.")
    return (*missing, name)
