"""What the rules reckon with: the facts of one case, frozen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.services.rules.days import Day


@dataclass(slots=True)
class Event:
    """Something that happened on a civil day, in the vocabulary of the rulebook. `day` is its number.

    Never changed, but not frozen: a frozen one takes three times as long to
    make, and a pass over many files makes them by the million.
    """

    type: str
    on: date
    data: Mapping[str, Any] = field(default_factory=dict)
    id: UUID | None = None
    day: Day = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.day = self.on.toordinal()


@dataclass(frozen=True, slots=True)
class Pause:
    """An interval in which a clock stands still, both ends inside; `to_on` None while it lasts."""

    reason: str
    from_on: date
    to_on: date | None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `from_on` to `to_on`, both inside."""

    from_on: date
    to_on: date

    def __contains__(self, day: date) -> bool:
        return self.from_on <= day <= self.to_on

    def __iter__(self) -> Iterator[date]:
        for n in range((self.to_on - self.from_on).days + 1):
            yield self.from_on + timedelta(days=n)


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """First and last regular school day of one district's year, and its breaks."""

    starts_on: date
    ends_on: date
    breaks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """Public holidays, days on which the agency is closed beside them, and school years.

    An empty part means that it is not known.
    `tables` is what the clocks have worked out from them, kept for the next case.
    """

    holidays: frozenset[date] = frozenset()
    school_years: tuple[SchoolYear, ...] = ()
    closures: frozenset[date] = frozenset()
    tables: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case. `calendar` None: nobody gave one."""

    jurisdiction: str
    born_on: date
    events: tuple[Event, ...] = ()
    pauses: tuple[Pause, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    calendar: Calendar | None = None
