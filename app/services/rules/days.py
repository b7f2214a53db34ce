"""Days as the rules count them: numbers, so that counting is adding. Dates are made at the edge.

A day's number is its ordinal in the calendar (`date.toordinal`), 1 on 1 January of year 1.
"""

from datetime import date
from functools import lru_cache

from app.services.rules.months import add_months, birthday

Day = int
SUNDAY = 0
"""Remainder by seven of a Sunday's number."""
SATURDAY = 6
DAYS_OF_WEEK = 7
ALWAYS: Day = 0
"""A day before any other."""


@lru_cache(maxsize=1 << 16)
def months_after(day: Day, months: int) -> Day:
    """As `add_months`."""
    return add_months(date.fromordinal(day), months).toordinal()


@lru_cache(maxsize=1 << 16)
def birthday_on(born: Day, years: int, leap_day: str) -> Day:
    """As `birthday`."""
    return birthday(date.fromordinal(born), years, leap_day).toordinal()


@lru_cache(maxsize=1 << 16)
def civil(day: Day | None) -> date | None:
    """The date of a number; None stays None."""
    return None if day is None else date.fromordinal(day)


@lru_cache(maxsize=1 << 16)
def civil_text(day: Day) -> str:
    """Such as "2025-12-01"."""
    return date.fromordinal(day).isoformat()


def civil_day(day: Day | date) -> date:
    """The date of a number; of a date, itself."""
    return date.fromordinal(day) if isinstance(day, int) else day


def number(day: date | Day) -> Day:
    """The number of a day; of a number, itself."""
    return day if isinstance(day, int) else day.toordinal()


def is_weekday(day: Day) -> bool:
    """Whether it is one of Monday to Friday."""
    return day % DAYS_OF_WEEK not in {SUNDAY, SATURDAY}
