"""Clocks: how many days count, and which day is the n-th that counts.

A clock of selected days is two tables: how many days have counted by each day,
and the days that count, in order. "The n-th counting day after a day" is then
two looks, whatever the law counts.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import accumulate
from typing import Protocol

from app.services.rules.case import Calendar
from app.services.rules.days import Day, is_weekday
from app.services.rules.school import school_of

HOLIDAYS, SCHOOL_YEARS = "calendar.holidays", "calendar.school_years"
NO_CALENDAR = Calendar()
A_YEARS_HOLIDAYS = 10
"""As many as federal law alone has had in a year since 1986 (5 USC 6103); 11 since 2021."""
MARGIN = 2
"""Years that a table reaches beyond what was asked: the next question is near the last."""


class Clock(Protocol):
    """Counts days; the start day itself is never counted."""

    def after(self, start: Day, n: int) -> Day:
        """The n-th counting day after `start`; `start` itself for 0."""

    def before(self, start: Day, n: int) -> Day:
        """The n-th counting day before `start`; `start` itself for 0."""

    def between(self, first: Day, last: Day) -> int:
        """Counting days from `first` to `last`, both inside; 0 where `last` is before `first`."""

    def unknown(self, first: Day, last: Day) -> str | None:
        """What would have to be known to count these days for certain; None when all is."""


class CalendarDays:
    """Every day counts (34 CFR 303.9, 300.11(a))."""

    def after(self, start: Day, n: int) -> Day:
        return start + n

    def before(self, start: Day, n: int) -> Day:
        return start - n

    def between(self, first: Day, last: Day) -> int:
        return last - first + 1 if last >= first else 0

    def unknown(self, first: Day, last: Day) -> str | None:
        return None


class _SelectedDays(ABC):
    """Some days count. Where the calendar says nothing, Monday to Friday do: the earlier date."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._years = range(0)
        self._from = self._to = 0
        self._counted: list[int] = []
        self._days: list[Day] = []

    @abstractmethod
    def off_days(self) -> Iterable[Day]:
        """Days that do not count, whatever day of the week they are."""

    @abstractmethod
    def unknown(self, first: Day, last: Day) -> str | None:
        """What the calendar does not say between two days."""

    def after(self, start: Day, n: int) -> Day:
        if n == 0:
            return start
        while (place := self._counted_by(start) + n - 1) >= len(self._days):
            self._reach(self._years.stop)
        return self._days[place]

    def before(self, start: Day, n: int) -> Day:
        if n == 0:
            return start
        while (place := self._counted_by(start - 1) - n) < 0:
            self._reach(self._years.start - 1)
        return self._days[place]

    def between(self, first: Day, last: Day) -> int:
        if last < first:
            return 0
        self._counted_by(last)  # so that both are looked up in one table
        before_first = self._counted_by(first - 1)
        return self._counted_by(last) - before_first

    def _counted_by(self, day: Day) -> int:
        """How many days of the table have counted by a day, it included."""
        if not self._from <= day <= self._to:
            self._reach(date.fromordinal(day).year)
        return self._counted[day - self._from]

    def _reach(self, year: int) -> None:
        """Make the tables anew, so that they hold this year and its neighbours."""
        known = self._years or range(year, year + 1)
        first = max(min(known.start, year - MARGIN), date.min.year)
        last = min(max(known.stop - 1, year + MARGIN), date.max.year)
        if not first <= year <= last:
            raise OverflowError("no calendar reaches this day")
        self._years = range(first, last + 1)
        self._from = date(first, 1, 1).toordinal()
        self._to = date(last, 12, 31).toordinal()
        off = frozenset(self.off_days())
        counts = [is_weekday(d) and d not in off for d in range(self._from, self._to + 1)]
        self._counted = list(accumulate(counts))
        self._days = [self._from + n for n, is_counted in enumerate(counts) if is_counted]


class BusinessDays(_SelectedDays):
    """Monday to Friday except federal and State holidays, whatever an agency does (34 CFR 300.11(b)).

    A year is known once its public holidays were entered, not by one of them.
    """

    def __init__(self, calendar: Calendar) -> None:
        super().__init__(calendar)
        in_year = Counter(day.year for day in calendar.holidays)
        self._told = {year for year, days in in_year.items() if days >= A_YEARS_HOLIDAYS}

    def off_days(self) -> Iterable[Day]:
        return (day.toordinal() for day in self.calendar.holidays)

    def unknown(self, first: Day, last: Day) -> str | None:
        years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
        return None if self._told.issuperset(years) else HOLIDAYS


class WorkingDays(BusinessDays):
    """An agency's working days: business days on which it is not closed."""

    def off_days(self) -> Iterable[Day]:
        yield from super().off_days()
        yield from (day.toordinal() for day in self.calendar.closures)


class SchoolDays(_SelectedDays):
    """Days on which the district's pupils attend (34 CFR 300.11(c))."""

    def off_days(self) -> Iterable[Day]:
        yield from (day.toordinal() for day in self.calendar.holidays)
        for span in school_of(self.calendar).off:
            yield from range(span.first, span.last + 1)

    def unknown(self, first: Day, last: Day) -> str | None:
        return None if school_of(self.calendar).is_known(first, last) else SCHOOL_YEARS


def clock_of(unit: str, calendar: Calendar | None) -> Clock:
    """The clock of a unit of days. Raises: KeyError for a unit that is none."""
    kind = _CLOCKS[unit]
    if kind is None:
        return CALENDAR_DAYS
    given = NO_CALENDAR if calendar is None else calendar
    found = given.tables.get(kind.__name__)
    if found is None:
        found = given.tables[kind.__name__] = kind(given)
    assert isinstance(found, kind)  # noqa: S101 - for the type
    return found


CALENDAR_DAYS = CalendarDays()
_CLOCKS: dict[str, type[_SelectedDays] | None] = {
    "cd": None,
    "bd": BusinessDays,
    "wd": WorkingDays,
    "sd": SchoolDays,
    "swd": SchoolDays,
}
