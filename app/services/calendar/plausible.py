"""What can be a school year, and what cannot."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from app.errors import Problem
from app.models.organisation import SchoolCalendar
from app.services.case import school_year_of
from app.services.rules import Calendar
from app.services.rules.clocks import clock_of

LEAST_SCHOOL_DAYS, MOST_SCHOOL_DAYS = 150, 230
LONGEST = timedelta(days=366)
Fault = dict[str, str]


class SchoolYearRefused(Problem):
    status, code, title = 409, "school-year-refused", "These days do not make a school year"
    detail = "Each reason is in `errors`. Check the first and last day and the breaks."


class SchoolYearsOverlap(Problem):
    status, code, title = 409, "school-years-overlap", "Two school years of a district overlap"


YEAR_PROBLEMS = (SchoolYearRefused, SchoolYearsOverlap)


def require_plausible(
    year: SchoolCalendar, others: Iterable[SchoolCalendar], closed: frozenset[date]
) -> None:
    """`others` are the district's other years, `closed` its public holidays. Raises: YEAR_PROBLEMS."""
    if found := list(faults(year, closed)):
        raise SchoolYearRefused(errors=found)
    for other in others:
        if year.starts_on <= other.ends_on and other.starts_on <= year.ends_on:
            raise SchoolYearsOverlap(
                f"{year.starts_on} to {year.ends_on} overlaps the year that is kept "
                f"from {other.starts_on} to {other.ends_on}. Change or remove one of the two."
            )


def faults(year: SchoolCalendar, closed: frozenset[date]) -> Iterator[Fault]:
    """Everything that is wrong with a year by itself."""
    if not timedelta() < year.ends_on - year.starts_on <= LONGEST:
        yield _fault("/ends_on", "lies after the first school day, at most a year")
        return
    wrong = list(_faults_of_breaks(year))
    yield from wrong
    if not wrong:
        yield from _faults_of_count(year, closed)


def _faults_of_breaks(year: SchoolCalendar) -> Iterator[Fault]:
    breaks = [
        (b.from_on, b.to_on, f"/breaks/{n}") for n, b in enumerate(school_year_of(year).breaks)
    ]
    for from_on, to_on, where in breaks:
        if to_on < from_on:
            yield _fault(where, f"{from_on} to {to_on} ends before it begins")
        elif not year.starts_on <= from_on <= to_on <= year.ends_on:
            yield _fault(where, f"{from_on} to {to_on} is not inside the school year")
    for (_, earlier_to, _), (from_on, to_on, where) in pairwise(sorted(breaks)):
        if from_on <= earlier_to:
            yield _fault(where, f"{from_on} to {to_on} overlaps the break before it")


def _faults_of_count(year: SchoolCalendar, closed: frozenset[date]) -> Iterator[Fault]:
    taught = clock_of("sd", Calendar(closed, (school_year_of(year),)))
    count = taught.between(year.starts_on.toordinal(), year.ends_on.toordinal())
    if not LEAST_SCHOOL_DAYS <= count <= MOST_SCHOOL_DAYS:
        said = f"{LEAST_SCHOOL_DAYS} to {MOST_SCHOOL_DAYS} are plausible"
        yield _fault("/breaks", f"leave {count} school days; {said}")


def _fault(pointer: str, detail: str) -> Fault:
    return {"pointer": pointer, "detail": detail}
