"""School years of the districts: each opens, rests and ends in its own way."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.demo.county.office import SATURDAY, nth_weekday

SCHOOL_DAYS = 180
MONDAY, WEDNESDAY, THURSDAY = 0, 2, 3


@dataclass(frozen=True, slots=True)
class Habit:
    """How a district lays out its year. Weeks of rest run Monday to Friday."""

    opens: tuple[int, int, int]
    """Month, weekday and which of them."""
    winter_weeks: int
    spring: tuple[int, int]
    """Month and which Monday of it."""
    thanksgiving_week: bool
    ski_week: bool
    """Whether the week of Presidents' Day is free."""


HABITS = (
    Habit((8, WEDNESDAY, 2), winter_weeks=3, spring=(3, 4), thanksgiving_week=True, ski_week=False),
    Habit((8, THURSDAY, 3), winter_weeks=2, spring=(4, 1), thanksgiving_week=True, ski_week=True),
    Habit((8, MONDAY, 4), winter_weeks=2, spring=(4, 2), thanksgiving_week=False, ski_week=False),
)


@dataclass(frozen=True, slots=True)
class SchoolYear:
    starts_on: date
    ends_on: date
    breaks: tuple[tuple[date, date], ...]
    """First and last free day of each, in order."""


def school_year(habit: Habit, year: int) -> SchoolYear:
    """Lay out the school year that opens in `year`; it ends on its last school day."""
    month, weekday, nth = habit.opens
    starts_on = nth_weekday(year, month, weekday, nth)
    breaks = _breaks(habit, year)
    day, left = starts_on, SCHOOL_DAYS - 1
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY and not any(first <= day <= last for first, last in breaks)
    return SchoolYear(starts_on, day, tuple(b for b in breaks if b[1] < day))


def _breaks(habit: Habit, year: int) -> list[tuple[date, date]]:
    thanksgiving = nth_weekday(year, 11, THURSDAY, 4)
    christmas = date(year, 12, 25)
    winter = christmas - timedelta(days=christmas.weekday())
    presidents = nth_weekday(year + 1, 2, MONDAY, 3)
    month, nth = habit.spring
    return [
        _day(nth_weekday(year, 9, MONDAY, 1)),
        _day(date(year, 11, 11)),
        (thanksgiving - timedelta(days=3 * habit.thanksgiving_week), thanksgiving + timedelta(1)),
        _weeks(winter, habit.winter_weeks),
        _day(nth_weekday(year + 1, 1, MONDAY, 3)),
        _weeks(presidents, 1) if habit.ski_week else _day(presidents),
        _weeks(nth_weekday(year + 1, month, MONDAY, nth), 1),
        _day(nth_weekday(year + 1, 6, MONDAY, 1) - timedelta(weeks=1)),
    ]


def _day(on: date) -> tuple[date, date]:
    return on, on


def _weeks(monday: date, count: int) -> tuple[date, date]:
    return monday, monday + timedelta(weeks=count) - timedelta(days=3)
