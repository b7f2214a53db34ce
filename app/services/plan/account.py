"""Planned against given, in minutes. Pure.

Planned: sessions times length, for the part of each period that lies inside
line and question. A period of frequency is reckoned by its weekdays, Monday to
Friday; a holiday takes its share of them. A make-up counts once, as given, on
the day of the session it repairs; a missed make-up counts nothing, for the
session is accounted for already.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from app.models.words.plan import OWED_FOR, Miss, Per

FRIDAY = 4
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a line promises; both days inside."""

    sessions: int
    per: Per
    minutes: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Entry:
    """A session given (`missed_for` None) or missed. `is_indirect`: it does not count as given."""

    id: UUID
    on: date
    minutes: int
    missed_for: Miss | None = None
    makes_up_id: UUID | None = None
    is_indirect: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    planned: int
    delivered: int
    missed: Mapping[Miss, int]
    indirect: int

    @property
    def accounted(self) -> int:
        return self.delivered + sum(self.missed.values())

    @property
    def unaccounted(self) -> int:
        return max(self.planned - self.accounted, 0)

    @property
    def beyond(self) -> int:
        return max(self.accounted - self.planned, 0)

    @property
    def owed(self) -> int:
        return sum(minutes for miss, minutes in self.missed.items() if miss in OWED_FOR)


def account(
    promise: Promise,
    entries: Collection[Entry],
    from_on: date,
    to_on: date,
    holidays: Collection[date] = (),
) -> Account:
    """Both days inside."""
    by_id = {e.id: e for e in entries}
    made_up = Counter[UUID]()
    delivered = indirect = 0
    for entry in entries:
        if entry.missed_for is not None:
            continue
        repaired = by_id.get(entry.makes_up_id) if entry.makes_up_id else None
        if repaired is not None:
            made_up[repaired.id] += entry.minutes
        if from_on <= (repaired or entry).on <= to_on:
            delivered += 0 if entry.is_indirect else entry.minutes
            indirect += entry.minutes if entry.is_indirect else 0
    missed = Counter[Miss]()
    for entry in entries:
        is_session = entry.missed_for is not None and entry.makes_up_id is None
        if is_session and from_on <= entry.on <= to_on:
            assert entry.missed_for is not None  # noqa: S101 - see `is_session`
            missed[entry.missed_for] += max(entry.minutes - made_up[entry.id], 0)
    return Account(
        planned=planned_minutes(promise, from_on, to_on, holidays),
        delivered=delivered,
        missed={miss: minutes for miss, minutes in missed.items() if minutes},
        indirect=indirect,
    )


def planned_minutes(
    promise: Promise, from_on: date, to_on: date, holidays: Collection[date] = ()
) -> int:
    """To the nearest minute, a half rounded up."""
    exact = sum(_shares(promise, from_on, to_on, frozenset(holidays)), Fraction())
    total = exact * promise.sessions * promise.minutes
    return int(total + Fraction(1, 2))


def _shares(
    promise: Promise, from_on: date, to_on: date, holidays: frozenset[date]
) -> Iterator[Fraction]:
    """Of each period of the frequency, the part that is planned here."""
    first, last = max(from_on, promise.starts_on), min(to_on, promise.ends_on)
    day = first
    while day <= last:
        begins, ends = period_of(promise, day)
        open_days = _weekdays(max(begins, first), min(ends, last))
        whole = sum(1 for _ in _weekdays(begins, ends))
        if whole:
            yield Fraction(sum(1 for d in open_days if d not in holidays), whole)
        day = ends + ONE_DAY


def period_of(promise: Promise, day: date) -> tuple[date, date]:
    """First and last day of the period of frequency in which the day lies."""
    match promise.per:
        case Per.WEEK:
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=6)
        case Per.MONTH:
            return _months(day.year, day.month, 1)
        case Per.QUARTER:
            return _months(day.year, day.month - (day.month - 1) % 3, 3)
        case Per.YEAR:
            return date(day.year, 1, 1), date(day.year, 12, 31)
        case Per.PLAN:
            return promise.starts_on, promise.ends_on


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    last = month + count - 1
    return date(year, month, 1), date(year, last, monthrange(year, last)[1])


def _weekdays(first: date, last: date) -> Iterable[date]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return (d for d in days if d.weekday() <= FRIDAY)
