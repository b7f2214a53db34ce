"""Pauses as they move a due date."""

from collections.abc import Iterable
from typing import NamedTuple

from app.services.rules.clocks import Clock
from app.services.rules.days import Day

Interval = tuple[Day | None, Day | None]
FOREVER = 1 << 40
"""Sorts a pause without end after those that have one."""


class Stop(NamedTuple):
    """A pause, both ends inside; `last` None while it lasts."""

    reason: str
    first: Day
    last: Day | None


class Counted(NamedTuple):
    """A pause as it counted against one clock: `days` not counted."""

    reason: str
    first: Day
    last: Day | None
    days: int


new = tuple.__new__
"""`new(Counted, (...))` makes one in half of the time."""
Paused = tuple[Day | None, tuple[Counted, ...]]
"""The due date, None while a pause without end holds it, and the pauses that counted."""
NOT_TOLLED: Interval = (None, None)


def in_order(stops: Iterable[Stop]) -> tuple[Stop, ...]:
    """Pauses by their first day; one that ends before it begins is none."""
    real = [stop for stop in stops if stop[2] is None or stop[1] <= stop[2]]
    if len(real) > 1:
        real.sort(key=_order)
    return tuple(real)


def _order(stop: Stop) -> tuple[Day, Day, str]:
    return stop.first, FOREVER if stop.last is None else stop.last, stop.reason


def reaches(stops: Iterable[Stop], day: Day) -> bool:
    """Whether one of these pauses lasts until a day or beyond."""
    return any(stop.last is None or stop.last >= day for stop in stops)


def stretch(due_on: Day, start: Day, clock: Clock, stops: Iterable[Stop], today: Day) -> Paused:
    """Move a due date that is counted forward from `start` past the days that do not count.

    `stops` are in order. Paused days up to `start` and after the due date
    change nothing; a day under two pauses is left out once. An open pause says
    how many days it has taken by `today`.
    Source: 34 CFR 303.310(b)-(c); rule catalogue, "Counting days" 7.
    """
    counted: list[Counted] = []
    free_from = start + 1
    for reason, first, last in stops:
        begins = max(free_from, first)
        if begins > due_on:
            break
        if last is None:
            counted.append(Counted(reason, first, last, clock.between(begins, today)))
            return None, tuple(counted)
        if last < begins:
            continue
        if days := clock.between(begins, last):
            due_on = clock.after(due_on, days)
            counted.append(new(Counted, (reason, first, last, days)))
        free_from = last + 1
    return due_on, tuple(counted)


def postpone(due_on: Day, anchor: Day, stops: Iterable[Stop], today: Day) -> Paused:
    """Move a due date that is counted backward from `anchor`, which no pause moves.

    A pause that holds the last day moves it to the day after the pause, when
    the duty is due as soon as possible, and to the anchor at the latest: so an
    open one does, and says how many days it has taken by `today`.
    """
    counted: list[Counted] = []
    for reason, first, last in stops:
        if first > due_on or (last is not None and last < due_on):
            continue
        moved = anchor if last is None else min(last + 1, anchor)
        if moved > due_on:
            until = moved if last is not None else max(min(today + 1, moved), due_on)
            counted.append(Counted(reason, first, last, until - due_on))
            due_on = moved
    return due_on, tuple(counted)


def tolled_interval(pauses: Iterable[Counted], due_on: Day | None, today: Day) -> Interval:
    """The unbroken paused interval that matters on a day: the one it lies in, the next, the last.

    It ends before the duty is due: what binds in spite of a pause, such as a birthday, is not held by it.
    """
    first, last = _unbroken(pauses, today)
    if first is None or due_on is None or (last is not None and last < due_on):
        return first, last
    return (first, due_on - 1) if first < due_on else NOT_TOLLED


def _unbroken(pauses: Iterable[Counted], today: Day) -> Interval:
    intervals: list[tuple[Day, Day | None]] = []
    for pause in sorted(pauses, key=_first):
        if intervals and _touches(intervals[-1][1], pause.first):
            first, last = intervals.pop()
            ends = None if last is None or pause.last is None else max(last, pause.last)
            intervals.append((first, ends))
        else:
            intervals.append((pause.first, pause.last))
    if not intervals:
        return NOT_TOLLED
    return next((i for i in intervals if i[1] is None or i[1] >= today), intervals[-1])


def _first(pause: Counted) -> Day:
    return pause.first


def _touches(last: Day | None, first: Day) -> bool:
    return last is None or first <= last + 1
