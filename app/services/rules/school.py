"""A district's school years: when pupils attend, when they do not, and what is not known."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from app.services.rules.case import Calendar, SchoolYear, Span
from app.services.rules.days import Day, is_weekday, months_after

SCHOOL = "school"
A_YEAR_AND_A_HALF = 18
"""Months after which a next school year is not the very next one: the one between was not given."""


class Days(NamedTuple):
    """Days from `first` to `last`, both inside."""

    first: Day
    last: Day

    def has(self, day: Day) -> bool:
        return self.first <= day <= self.last


class School:
    """The school years of one calendar, in order; a year that ends before it starts is none."""

    def __init__(self, calendar: Calendar) -> None:
        given = sorted((y for y in calendar.school_years if _is_real(y)), key=_starts_on)
        self.years = tuple(Days(y.starts_on.toordinal(), y.ends_on.toordinal()) for y in given)
        self.breaks = tuple(_days(pause) for year in calendar.school_years for pause in year.breaks)
        self.gaps = tuple(_gaps(self.years))
        self.off = tuple(_merged((*self.gaps, *self.breaks)))
        self._known = sorted((*self.years, *self.gaps))
        self._holidays = frozenset(day.toordinal() for day in calendar.holidays)
        self._stops: dict[tuple[int, bool], tuple[Days, ...]] = {}

    def is_known(self, first: Day, last: Day) -> bool:
        """Whether every day from `first` to `last` lies in a given year or between two."""
        day = first
        for span in self._known:
            if span.has(day):
                day = span.last + 1
        return day > last

    def year_of(self, day: Day) -> Days | None:
        """The given school year in which a day lies; None when it lies in none."""
        return next((year for year in self.years if year.has(day)), None)

    def first_start_after(self, day: Day) -> Day | None:
        """First regular school day of the first year that starts after a day, when it is the very next."""
        following = next((year.first for year in self.years if year.first > day), None)
        if following is None or not self.is_known(day, following):
            return None
        return following

    def is_summer(self, day: Day) -> bool | None:
        """Whether a day lies between two school years; None when that is not known."""
        if any(gap.has(day) for gap in self.gaps):
            return True
        return False if self.year_of(day) is not None else None

    def stops(self, free_schooldays: int, *, whole: bool) -> tuple[Days, ...]:
        """Days on which a clock that stops for school breaks stands still.

        Days between school years, and breaks of more than `free_schooldays`
        weekdays with the weekends and holidays around them. Unless `whole`, the
        first `free_schooldays` of a break still count.
        """
        asked = free_schooldays, whole
        if asked not in self._stops:
            long = self._long_breaks(free_schooldays, whole=whole)
            self._stops[asked] = tuple(sorted((*self.gaps, *long)))
        return self._stops[asked]

    def _long_breaks(self, free_schooldays: int, *, whole: bool) -> Iterator[Days]:
        for pause in self.breaks:
            first = _first_weekdays(pause, free_schooldays + 1)
            if len(first) > free_schooldays:
                whole_from = self._edge(pause.first, -1)
                excess_from = first[free_schooldays - 1] + 1 if free_schooldays else whole_from
                yield Days(whole_from if whole else excess_from, self._edge(pause.last, 1))

    def _edge(self, day: Day, step: int) -> Day:
        """Last day, in the direction of `step`, before pupils attend again."""
        while not is_weekday(day + step) or day + step in self._holidays:
            day += step
        return day


def school_of(calendar: Calendar) -> School:
    """The school years of a calendar, put in order once."""
    found = calendar.tables.get(SCHOOL)
    if found is None:
        found = calendar.tables[SCHOOL] = School(calendar)
    assert isinstance(found, School)  # noqa: S101 - for the type
    return found


def _is_real(year: SchoolYear) -> bool:
    return year.starts_on <= year.ends_on


def _starts_on(year: SchoolYear) -> Day:
    return year.starts_on.toordinal()


def _days(span: Span) -> Days:
    return Days(span.from_on.toordinal(), span.to_on.toordinal())


def _gaps(years: Iterable[Days]) -> Iterator[Days]:
    """Days between one regular school year and the very next."""
    for earlier, later in pairwise(years):
        is_next = later.first <= months_after(earlier.first, A_YEAR_AND_A_HALF)
        if earlier.last + 1 < later.first and is_next:
            yield Days(earlier.last + 1, later.first - 1)


def _merged(spans: Iterable[Days]) -> Iterator[Days]:
    """The same days, each in one span only."""
    free_from = 0
    for first, last in sorted(spans):
        if last >= free_from:
            yield Days(max(first, free_from), last)
            free_from = max(last, first) + 1


def _first_weekdays(span: Days, most: int) -> list[Day]:
    found: list[Day] = []
    for day in range(span.first, span.last + 1):
        if len(found) == most:
            break
        if is_weekday(day):
            found.append(day)
    return found
