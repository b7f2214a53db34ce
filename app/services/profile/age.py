"""True and corrected age. Pure."""

import calendar
from datetime import date, timedelta
from typing import NamedTuple

TERM_WEEKS = 40
PREMATURE_BELOW = 37
"""Weeks of gestation from which a child counts as born at term, and no age is corrected."""


class Age(NamedTuple):
    months: int
    days: int


class Ages(NamedTuple):
    on: date
    chronological: Age
    weeks_premature: int
    corrected: Age | None


def ages(born_on: date, gestation_weeks: int | None, on: date) -> Ages:
    """Both ages on a day; before the corrected birth the corrected age is nought."""
    early = gestation_weeks is not None and gestation_weeks < PREMATURE_BELOW
    weeks = TERM_WEEKS - gestation_weeks if early and gestation_weeks is not None else 0
    corrected = age(born_on + timedelta(weeks=weeks), on) if weeks else None
    return Ages(on, age(born_on, on), weeks, corrected)


def age(born_on: date, on: date) -> Age:
    """Completed months and the days beyond. A child of 29 February completes a month on the last day of a shorter one."""
    if on < born_on:
        return Age(0, 0)
    months = (on.year - born_on.year) * 12 + on.month - born_on.month
    if _month_day(born_on, months) > on:
        months -= 1
    return Age(months, (on - _month_day(born_on, months)).days)


def _month_day(born_on: date, months: int) -> date:
    """The day on which so many months are complete."""
    year, month = divmod(born_on.year * 12 + born_on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(born_on.day, last))
