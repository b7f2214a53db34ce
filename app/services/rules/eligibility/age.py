"""How old a child is, exactly."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Age:
    """Whole months lived, and the days of the month of life now running.

    `month_length` is the number of days of that month of life: 28 to 31.
    """

    months: int
    days: int
    month_length: int

    @property
    def in_months(self) -> Fraction:
        """Months with the running one as a fraction: 19 months and 10 of 31 days are 19 10/31."""
        return self.months + Fraction(self.days, self.month_length)


def add_months(anchor: date, months: int) -> date:
    """Same day number `months` later, or the last day of that month where it has no such day."""
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))


def too_old_from(born_on: date, months: int) -> date:
    """First day on which a child is no longer under so many months.

    A child of 29 February is under them for all of 28 February in a common year:
    no federal text ends a right a day sooner (rule catalogue, "leap_day_birth").
    """
    day = add_months(born_on, months)
    return day if day.day == born_on.day else day + timedelta(days=1)


def age_on(day: date, start: date) -> Age:
    """Age on `day` of a life counted from `start`; nothing lived where `day` is before `start`.

    The start is day 0, so the age is a whole number of months exactly on each
    monthly anniversary. Anniversaries are counted from `start` itself, never
    from a shortened one: 31 January, 28 February, 31 March.
    """
    day = max(day, start)
    months = (day.year - start.year) * 12 + day.month - start.month
    if add_months(start, months) > day:
        months -= 1
    latest, following = add_months(start, months), add_months(start, months + 1)
    return Age(months, (day - latest).days, (following - latest).days)


def corrected_start(born_on: date, weeks: int) -> date:
    """Day from which the corrected age counts: `weeks` after the birth."""
    return born_on + timedelta(weeks=weeks)
