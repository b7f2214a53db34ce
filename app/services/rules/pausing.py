"""Pauses as they move a due date."""

from collections.abc import Iterable
from datetime import date, timedelta

from app.services.rules.case import Pause
from app.services.rules.clocks import CALENDAR_DAYS, Clock
from app.services.rules.obligation import CountedPause

ONE_DAY = timedelta(days=1)
Paused = tuple[date | None, tuple[CountedPause, ...]]
"""The due date, None while a pause without end holds it, and the pauses that counted."""


def in_order(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Pauses by their first day; one that ends before it begins is none."""
    real = (p for p in pauses if p.to_on is None or p.from_on <= p.to_on)
    return tuple(sorted(real, key=lambda p: (p.from_on, p.to_on or date.max, p.reason)))


def stretch(
    due_on: date, start: date, clock: Clock, pauses: Iterable[Pause], today: date
) -> Paused:
    """Move a due date that is counted forward from `start` past the days that do not count.

    `pauses` are in order. Paused days up to `start` and after the due date
    change nothing; a day under two pauses is left out once. An open pause says
    how many days it has taken by `today`.
    Source: 34 CFR 303.310(b)-(c); rule catalogue, "Counting days" 7.
    """
    counted: list[CountedPause] = []
    free_from = start + ONE_DAY
    for pause in pauses:
        first = max(pause.from_on, free_from)
        if first > due_on:
            break
        if pause.to_on is None:
            counted.append(_counted(pause, max(clock.between(first, today), 0)))
            return None, tuple(counted)
        if pause.to_on >= first and (days := clock.between(first, pause.to_on)):
            due_on = clock.after(due_on, days)
            counted.append(_counted(pause, days))
        free_from = max(free_from, pause.to_on + ONE_DAY)
    return due_on, tuple(counted)


def postpone(due_on: date, anchor: date, pauses: Iterable[Pause], today: date) -> Paused:
    """Move a due date that is counted backward from `anchor`.

    A pause that holds the last day moves it to the day after the pause, when
    the duty is due as soon as possible, and never past the anchor.
    """
    counted: list[CountedPause] = []
    for pause in pauses:
        if pause.from_on > due_on or (pause.to_on is not None and pause.to_on < due_on):
            continue
        if pause.to_on is None:
            return None, (*counted, _counted(pause, max((today - due_on).days + 1, 0)))
        moved = min(pause.to_on + ONE_DAY, anchor)
        if moved > due_on:
            counted.append(_counted(pause, (moved - due_on).days))
            due_on = moved
    return due_on, tuple(counted)


def days_remaining(due_on: date, pause: CountedPause, start: date, clock: Clock) -> int:
    """Counting days left, from the day before an open pause to the unpaused due date."""
    first = max(pause.from_on, start + ONE_DAY)
    return clock.between(first, due_on) if first <= due_on else 0


def _counted(pause: Pause, days: int) -> CountedPause:
    return CountedPause(pause.reason, pause.from_on, pause.to_on, days)


def tolled_interval(pauses: Iterable[CountedPause], today: date) -> tuple[date | None, date | None]:
    """The unbroken paused interval that matters on a day: the one it lies in, the next, the last."""
    intervals: list[tuple[date, date | None]] = []
    for pause in sorted(pauses, key=lambda p: p.from_on):
        if intervals and _touches(intervals[-1][1], pause.from_on):
            first, last = intervals.pop()
            ends = None if last is None or pause.to_on is None else max(last, pause.to_on)
            intervals.append((first, ends))
        else:
            intervals.append((pause.from_on, pause.to_on))
    if not intervals:
        return None, None
    return next((i for i in intervals if i[1] is None or i[1] >= today), intervals[-1])


def _touches(last: date | None, first: date) -> bool:
    return last is None or first <= CALENDAR_DAYS.after(last, 1)
