"""Due dates: from the day that triggers a duty to the last day that still meets it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.services.rules.book import Book, Due
from app.services.rules.case import Pause
from app.services.rules.clocks import CALENDAR_DAYS, Clock, clock_of
from app.services.rules.months import MONTHS_IN_YEAR, add_months
from app.services.rules.obligation import Alternative, CountedPause
from app.services.rules.pausing import days_remaining, in_order, postpone, stretch
from app.services.rules.situation import Situation
from app.services.rules.tolling import Tolling
from app.services.rules.wording import count, paused, reason, short_day, span

MONTHS_OF = {"mo": 1, "yr": MONTHS_IN_YEAR}


@dataclass(slots=True)
class Reckoned:
    """A due date and how it came about. `due_on` None: as soon as possible, or held by an open pause."""

    due_on: date | None = None
    unadjusted: date | None = None
    pauses: tuple[CountedPause, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    missing: tuple[str, ...] = ()
    steps: list[str] = field(default_factory=list)


Reckon = Callable[[Situation, date], Reckoned]
"""Of a case and the day counted from."""


def compile_due(book: Book, due: Due, tolling: tuple[str, ...], *, is_day_one: bool) -> Reckon:
    """One function from the trigger day to the due date.

    `is_day_one`: the trigger day is day 1 of the count, not day 0.
    """
    if due.earliest_of:
        return _earliest(
            [compile_due(book, d, tolling, is_day_one=is_day_one) for d in due.earliest_of]
        )
    stops = Tolling(book, tolling)
    if due.plus is not None:
        return _forward(due.plus, due.unit, stops, is_day_one=is_day_one)
    if due.minus is not None:
        return _backward(due.minus, due.unit, stops)
    return _undated


def _undated(_: Situation, __: date) -> Reckoned:
    return Reckoned(steps=["Due as soon as possible; the law gives no number of days."])


def _earliest(readings: list[Reckon]) -> Reckon:
    def reckon(situation: Situation, start: date) -> Reckoned:
        found = [read(situation, start) for read in readings]
        best = min(found, key=lambda r: (r.due_on is None, r.due_on or date.max))
        best.missing = tuple(dict.fromkeys(m for r in found for m in r.missing))
        best.steps = [step for r in found for step in r.steps]
        if best.due_on is not None:
            best.steps.append(f"The earlier date binds: {short_day(best.due_on)}.")
        return best

    return reckon


def _forward(n: int, unit: str, stops: Tolling, *, is_day_one: bool) -> Reckon:
    left = max(n - is_day_one, 0)
    months = MONTHS_OF.get(unit)
    counted_in = "cd" if months else unit

    def reckon(situation: Situation, start: date) -> Reckoned:
        clock = clock_of(counted_in, situation.case.calendar)
        unpaused = add_months(start, n * months) if months else clock.after(start, left)
        result = Reckoned(unpaused, unpaused)
        if situation.is_explained:
            convention = "being day 1" if is_day_one else "not counted"
            said = "On that day" if n == 0 else f"{count(n, unit)}, that day {convention}"
            result.steps.append(f"{said}: {short_day(unpaused)}.")
        _pause(result, situation, stops, start, clock, counted_in)
        unknown = clock.unknown(start, result.due_on or unpaused)
        if unknown is not None:
            _lack(result, unknown)
        return result

    return reckon


def _pause(
    result: Reckoned, situation: Situation, stops: Tolling, start: date, clock: Clock, unit: str
) -> None:
    """Move the date past its pauses, by the reading with the earliest date; show the others."""
    if not stops.reasons or result.unadjusted is None:
        return
    recorded = stops.recorded(situation)
    if not recorded and not stops.from_calendar:
        return
    readings = {
        label: stretch(
            result.unadjusted, start, clock, in_order((*recorded, *more)), situation.today
        )
        for label, more in stops.readings(situation)
    }
    result.due_on, result.pauses = min(
        readings.values(), key=lambda r: (r[0] is None, r[0] or date.max)
    )
    if len({due for due, _ in readings.values()}) > 1:
        result.alternatives = tuple(
            Alternative(label, due) for label, (due, _) in readings.items() if due is not None
        )
    last = result.due_on or result.unadjusted
    if (unknown := stops.unknown(situation, start, last)) is not None:
        _lack(result, unknown)
    if situation.is_explained:
        result.steps += _paused_steps(result, start, clock, unit)


def _paused_steps(result: Reckoned, start: date, clock: Clock, unit: str) -> list[str]:
    steps, due = [], result.unadjusted
    assert due is not None  # noqa: S101 - only a dated duty is paused
    for pause in result.pauses:
        when = span(pause.from_on, pause.to_on)
        if pause.to_on is None:
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
        f"Another reading ({a.label.replace('_', ' ')}) gives {short_day(a.due_on)}; the earlier date is used."
        for a in result.alternatives
        if a.due_on != result.due_on
    ]
    return steps


def _backward(n: int, unit: str, stops: Tolling) -> Reckon:
    months = MONTHS_OF.get(unit)

    def reckon(situation: Situation, start: date) -> Reckoned:
        clock = CALENDAR_DAYS if months else clock_of(unit, situation.case.calendar)
        last = add_months(start, -n * months) if months else clock.before(start, n)
        result = Reckoned(last, last)
        if situation.is_explained:
            result.steps.append(f"{count(n, unit)} before: {short_day(last)}.")
        if stops.reasons:
            pauses: Sequence[Pause] = stops.recorded(situation)
            result.due_on, result.pauses = postpone(last, start, pauses, situation.today)
            if situation.is_explained:
                result.steps += _paused_steps(result, start, CALENDAR_DAYS, "cd")
        if (unknown := clock.unknown(last, start)) is not None:
            _lack(result, unknown)
        return result

    return reckon


def _lack(result: Reckoned, name: str) -> None:
    if name not in result.missing:
        result.missing = (*result.missing, name)
        result.steps.append(f"Without {name} this is the earliest date it can be.")
