"""Months and birthdays: the same day of another month, clamped to that month's end."""

from calendar import monthrange
from datetime import date

MONTHS_IN_YEAR = 12


def add_months(day: date, months: int) -> date:
    """Same day number `months` later (earlier when negative), clamped to the end of the month.

    Always count from the original day: chaining through a clamped one loses days.
    Source: Cal. Gov. Code 6804; rule catalogue, "Counting days" 5.
    """
    index = day.year * MONTHS_IN_YEAR + day.month - 1 + months
    year, month = divmod(index, MONTHS_IN_YEAR)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year, month + 1, monthrange(year, month + 1)[1])


def birthday(born_on: date, years: int, leap_day: str = "feb28") -> date:
    """Birthday of that year of life; for a child of 29 February in a common year `leap_day`
    says 28 February ("feb28") or 1 March ("mar1")."""
    found = add_months(born_on, years * MONTHS_IN_YEAR)
    if leap_day == "mar1" and found.day != born_on.day:
        return date(found.year, found.month + 1, 1)
    return found
