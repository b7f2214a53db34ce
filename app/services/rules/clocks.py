"""Clocks: how many days count, and which day is the n-th that counts.

A clock of selected days is two tables a year: the days that count, and by
bisection the place of a day among them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Protocol

from app.services.rules.case import Calendar
from app.services.rules.school import is_school_known, is_taught

ONE_DAY = timedelta(days=1)
SATURDAY = 5
HOLIDAYS, SCHOOL_YEARS = "calendar.holidays", "calendar.school_years"
NO_CALENDAR = Calendar()


class Clock(Protocol):
    """Counts days; the start day itself is never counted."""

    def after(self, start: date, n: int) -> date:
        """The n-th counting day after `start`; `start` itself for 0."""

    def before(self, start: date, n: int) -> date:
        """The n-th counting day before `start`; `start` itself for 0."""

    def between(self, first: date, last: date) -> int:
        """Counting days from `first` to `last`, both inside."""

    def unknown(self, first: date, last: date) -> str | None:
        """What would have to be known to count these days for certain; None when all is."""


class CalendarDays:
    """Every day counts (34 CFR 303.9, 300.11(a))."""

    def after(self, start: date, n: int) -> date:
        return start + timedelta(days=n)

    def before(self, start: date, n: int) -> date:
        return start - timedelta(days=n)

    def between(self, first: date, last: date) -> int:
        return (last - first).days + 1

    def unknown(self, first: date, last: date) -> str | None:
        return None


class _SelectedDays:
    """Some days count. Where the calendar says nothing, Monday to Friday do: the earlier date."""

    def __init__(self, calendar: Calendar | None) -> None:
        self.calendar = calendar or NO_CALENDAR

    def days_of(self, year: int) -> Sequence[date]:
        raise NotImplementedError

    def after(self, start: date, n: int) -> date:
        if n == 0:
            return start
        year = start.year
        days = self.days_of(year)
        place = bisect_right(days, start) + n - 1
        while place >= len(days):
            place -= len(days)
            year += 1
            days = self.days_of(year)
        return days[place]

    def before(self, start: date, n: int) -> date:
        if n == 0:
            return start
        year = start.year
        days = self.days_of(year)
        place = bisect_left(days, start) - n
        while place < 0:
            year -= 1
            days = self.days_of(year)
            place += len(days)
        return days[place]

    def between(self, first: date, last: date) -> int:
        return sum(
            bisect_right(days, last) - bisect_left(days, first)
            for days in map(self.days_of, range(first.year, last.year + 1))
        )


class BusinessDays(_SelectedDays):
    """Monday to Friday except holidays (34 CFR 300.11(b)); also an agency's working days."""

    def days_of(self, year: int) -> Sequence[date]:
        return _business_days(self.calendar.holidays, year)

    def unknown(self, first: date, last: date) -> str | None:
        told = {day.year for day in self.calendar.holidays}
        return None if told.issuperset(range(first.year, last.year + 1)) else HOLIDAYS


class SchoolDays(_SelectedDays):
    """Days on which the district's pupils attend (34 CFR 300.11(c))."""

    def days_of(self, year: int) -> Sequence[date]:
        return _school_days(self.calendar, year)

    def unknown(self, first: date, last: date) -> str | None:
        known = is_school_known(self.calendar.school_years, first, last)
        return None if known else SCHOOL_YEARS


def clock_of(unit: str, calendar: Calendar | None) -> Clock:
    """The clock of a unit of days. Raises: KeyError for a unit that is none."""
    return _CLOCKS[unit](calendar)


def _every_day(_: Calendar | None) -> Clock:
    return CALENDAR_DAYS


CALENDAR_DAYS = CalendarDays()
_CLOCKS = {
    "cd": _every_day,
    "bd": BusinessDays,
    "wd": BusinessDays,
    "sd": SchoolDays,
    "swd": SchoolDays,
}


@lru_cache(maxsize=256)
def _business_days(holidays: frozenset[date], year: int) -> tuple[date, ...]:
    return tuple(day for day in _weekdays(year) if day not in holidays)


@lru_cache(maxsize=256)
def _school_days(calendar: Calendar, year: int) -> tuple[date, ...]:
    days = _business_days(calendar.holidays, year)
    return tuple(day for day in days if is_taught(calendar.school_years, day))


@lru_cache(maxsize=256)
def _weekdays(year: int) -> tuple[date, ...]:
    first, days = date(year, 1, 1), (date(year, 12, 31) - date(year, 1, 1)).days + 1
    every = (first + timedelta(days=n) for n in range(days))
    return tuple(day for day in every if day.weekday() < SATURDAY)
