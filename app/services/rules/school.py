"""A district's school years: when pupils attend, when they do not, and what is not known."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice, pairwise

from app.services.rules.case import Calendar, SchoolYear, Span
from app.services.rules.months import add_months

ONE_DAY = timedelta(days=1)
SATURDAY = 5
A_YEAR_AND_A_HALF = 18
"""Months after which a next school year is not the very next one: the one between was not given."""


def in_order(years: Iterable[SchoolYear]) -> tuple[SchoolYear, ...]:
    """School years by their first day; a year that ends before it starts is none."""
    return tuple(sorted((y for y in years if y.starts_on <= y.ends_on), key=_starts_on))


def _starts_on(year: SchoolYear) -> date:
    return year.starts_on


@lru_cache(maxsize=64)
def gaps(years: tuple[SchoolYear, ...]) -> tuple[Span, ...]:
    """Days between one regular school year and the very next."""
    ordered = in_order(years)
    return tuple(
        Span(earlier.ends_on + ONE_DAY, later.starts_on - ONE_DAY)
        for earlier, later in pairwise(ordered)
        if earlier.ends_on + ONE_DAY < later.starts_on
        and later.starts_on <= add_months(earlier.starts_on, A_YEAR_AND_A_HALF)
    )


def is_taught(years: tuple[SchoolYear, ...], weekday: date) -> bool:
    """Whether pupils attend on a weekday; True for a day of which nothing is known."""
    if any(weekday in gap for gap in gaps(years)):
        return False
    return not any(weekday in pause for year in years for pause in year.breaks)


def is_school_known(years: tuple[SchoolYear, ...], first: date, last: date) -> bool:
    """Whether every day from `first` to `last` lies in a given year or between two."""
    known = [Span(y.starts_on, y.ends_on) for y in in_order(years)] + list(gaps(years))
    day = first
    for span in sorted(known, key=lambda s: s.from_on):
        if day in span:
            day = span.to_on + ONE_DAY
    return day > last


def year_of(years: tuple[SchoolYear, ...], day: date) -> SchoolYear | None:
    """The given school year in which a day lies; None when it lies in none."""
    return next((y for y in in_order(years) if y.starts_on <= day <= y.ends_on), None)


def first_start_after(years: tuple[SchoolYear, ...], day: date) -> date | None:
    """First regular school day of the first year that starts after a day, when it is the very next."""
    ordered = in_order(years)
    following = next((y for y in ordered if y.starts_on > day), None)
    if following is None or not is_school_known(years, day, following.starts_on):
        return None
    return following.starts_on


@lru_cache(maxsize=64)
def breaks(calendar: Calendar, free_schooldays: int, *, whole: bool) -> tuple[Span, ...]:
    """Spans in which a clock that stops for school breaks stands still.

    Days between school years, and breaks of more than `free_schooldays`
    weekdays with the weekends and holidays around them. Unless `whole`, the
    first `free_schooldays` of a break still count.
    """
    long = tuple(_long_breaks(calendar, free_schooldays, whole=whole))
    return tuple(sorted((*gaps(calendar.school_years), *long), key=lambda s: s.from_on))


def _long_breaks(calendar: Calendar, free_schooldays: int, *, whole: bool) -> Iterator[Span]:
    for pause in (pause for year in calendar.school_years for pause in year.breaks):
        weekdays = (day for day in pause if day.weekday() < SATURDAY)
        first = tuple(islice(weekdays, free_schooldays + 1))
        if len(first) > free_schooldays:
            last = _edge(calendar, pause.to_on, ONE_DAY)
            whole_from = _edge(calendar, pause.from_on, -ONE_DAY)
            excess_from = first[free_schooldays - 1] + ONE_DAY if free_schooldays else whole_from
            yield Span(whole_from if whole else excess_from, last)


def _edge(calendar: Calendar, day: date, step: timedelta) -> date:
    """Last day, in the direction of `step`, before pupils attend again."""
    while (day + step).weekday() >= SATURDAY or day + step in calendar.holidays:
        day += step
    return day


def is_summer(years: Sequence[SchoolYear], day: date) -> bool | None:
    """Whether a day lies between two school years; None when that is not known."""
    known = tuple(years)
    if any(day in gap for gap in gaps(known)):
        return True
    return False if year_of(known, day) is not None else None
