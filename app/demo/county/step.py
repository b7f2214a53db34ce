"""One thing that happens in a child's time in the program, and pieces to write it with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.demo.county.office import office_day


@dataclass(frozen=True, slots=True)
class Step:
    """`day` counts from an anchor, the referral or the third birthday, and may be negative.

    `by_law`: it happens on that day of the calendar, whether anybody works or not.
    """

    day: int
    type: str
    data: Mapping[str, Any] = field(default_factory=dict)
    by_law: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """A step on the calendar. `on` is before moving to a day on which the office works."""

    on: date
    type: str
    data: Mapping[str, Any]
    by_law: bool = False

    @property
    def office_on(self) -> date:
        return self.on if self.by_law else office_day(self.on)


def in_order(steps: Iterable[Step]) -> list[Step]:
    """By day; steps of one day stay as written."""
    return sorted(steps, key=lambda step: step.day)


def through(steps: Iterable[Step], last: str) -> list[Step]:
    """Return the steps up to the last one of type `last`, inside. Raises ValueError without one."""
    ordered = in_order(steps)
    end = max(n for n, step in enumerate(ordered) if step.type == last)
    return ordered[: end + 1]


def dated(steps: Iterable[Step], anchor: date) -> list[Happening]:
    return [Happening(anchor + timedelta(days=s.day), s.type, s.data, s.by_law) for s in steps]
