"""Each point of counting days, by the calculator alone."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.calendar.holiday import public_holidays
from app.services.rules import Calendar, SchoolYear, Span
from app.services.rules.clocks import HOLIDAYS, SCHOOL_YEARS, clock_of
from app.services.rules.months import add_months, birthday

unhurried = settings(deadline=None)

YEAR = SchoolYear(
    date(2025, 8, 18),
    date(2026, 6, 5),
    (Span(date(2025, 11, 24), date(2025, 11, 28)), Span(date(2025, 12, 22), date(2026, 1, 2))),
)
NEXT_YEAR = SchoolYear(date(2026, 8, 17), date(2027, 6, 4))
SUMMER = Span(date(2026, 6, 6), date(2026, 8, 16))
HOLIDAYS_2025_26 = frozenset(
    {date(2025, 9, 1), date(2025, 12, 25), date(2026, 1, 1), date(2026, 1, 19)}
)
DAYS = st.dates(date(2012, 1, 1), date(2040, 1, 1))


class Dated:
    """A clock, asked in dates."""

    def __init__(self, unit: str, calendar: Calendar | None = None) -> None:
        self.clock = clock_of(unit, calendar)

    def after(self, start: date, n: int) -> date:
        return date.fromordinal(self.clock.after(start.toordinal(), n))

    def before(self, start: date, n: int) -> date:
        return date.fromordinal(self.clock.before(start.toordinal(), n))

    def between(self, first: date, last: date) -> int:
        return self.clock.between(first.toordinal(), last.toordinal())

    def unknown(self, first: date, last: date) -> str | None:
        return self.clock.unknown(first.toordinal(), last.toordinal())


CALENDAR_DAYS = Dated("cd")


def business_days(calendar: Calendar) -> Dated:
    return Dated("bd", calendar)


def school_days(calendar: Calendar) -> Dated:
    return Dated("sd", calendar)


def test_a_calendar_day_is_any_day() -> None:
    assert CALENDAR_DAYS.after(date(2025, 12, 24), 2) == date(2025, 12, 26)


@pytest.mark.parametrize(
    ("unit", "third"),
    [("bd", "2026-12-03"), ("sd", "2026-12-03"), ("swd", "2026-12-03"), ("wd", "2026-12-04")],
)
def test_an_agencys_own_closed_day_is_no_working_day_and_nothing_else(
    unit: str, third: str
) -> None:
    calendar = Calendar(closures=frozenset({date(2026, 12, 1)}))
    start = date(2026, 11, 30).toordinal()
    assert clock_of(unit, calendar).after(start, 3) == date.fromisoformat(third).toordinal()


def test_a_business_day_is_monday_to_friday_without_holidays() -> None:
    clock = business_days(Calendar(HOLIDAYS_2025_26))
    assert clock.after(date(2025, 12, 24), 1) == date(2025, 12, 26)
    assert clock.after(date(2025, 12, 26), 1) == date(2025, 12, 29)
    assert clock.after(date(2025, 12, 31), 1) == date(2026, 1, 2)


def test_a_school_day_is_a_day_with_pupils_in_attendance() -> None:
    clock = school_days(Calendar(HOLIDAYS_2025_26, (YEAR,)))
    assert clock.after(date(2025, 12, 19), 1) == date(2026, 1, 5)
    assert clock.after(date(2025, 11, 21), 1) == date(2025, 12, 1)


def test_school_days_and_business_days_are_not_interchangeable() -> None:
    calendar = Calendar(HOLIDAYS_2025_26, (YEAR,))
    start = date(2025, 12, 1)
    assert school_days(calendar).after(start, 20) > business_days(calendar).after(start, 20)


def test_school_days_stand_still_between_two_school_years() -> None:
    clock = school_days(Calendar(HOLIDAYS_2025_26, (YEAR, NEXT_YEAR)))
    assert clock.after(date(2026, 6, 4), 2) == date(2026, 8, 17)
    assert clock.unknown(date(2026, 6, 4), date(2026, 8, 17)) is None


def test_past_the_last_known_school_year_every_weekday_counts_and_the_calendar_is_asked_for() -> (
    None
):
    clock = school_days(Calendar(HOLIDAYS_2025_26, (YEAR,)))
    due_on = clock.after(date(2026, 6, 4), 2)
    assert due_on == date(2026, 6, 8)
    assert clock.unknown(date(2026, 6, 4), due_on) == SCHOOL_YEARS


def test_a_missing_school_year_between_two_is_not_one_long_summer() -> None:
    after_next = SchoolYear(date(2027, 8, 16), date(2028, 6, 2))
    clock = school_days(Calendar(frozenset(), (YEAR, after_next)))
    assert clock.unknown(date(2026, 6, 5), date(2026, 9, 1)) == SCHOOL_YEARS


def test_without_holidays_of_a_year_business_days_are_the_earliest_they_can_be() -> None:
    clock = business_days(Calendar(frozenset(public_holidays("us", 2025))))
    assert clock.after(date(2025, 12, 31), 1) == date(2026, 1, 1)
    assert clock.unknown(date(2025, 12, 31), date(2026, 1, 1)) == HOLIDAYS
    assert clock.unknown(date(2025, 12, 1), date(2025, 12, 31)) is None


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 5, 31), -6, date(2024, 11, 30)),
        (date(2025, 11, 30), -9, date(2025, 2, 28)),
        (date(2024, 11, 30), -9, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
    ],
)
def test_months_keep_the_day_number_and_clamp_to_the_month_end(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


def test_months_are_added_to_the_original_day_never_to_a_clamped_one() -> None:
    start = date(2025, 1, 31)
    assert add_months(start, 2) == date(2025, 3, 31)
    assert add_months(add_months(start, 1), 1) == date(2025, 3, 28)


@unhurried
@given(DAYS)
def test_ninety_days_are_never_taken_for_three_months(day: date) -> None:
    assert 89 <= (day - add_months(day, -3)).days <= 92


@unhurried
@given(DAYS)
def test_nine_months_are_never_270_days_long_for_certain(day: date) -> None:
    assert 272 <= (day - add_months(day, -9)).days <= 276


def test_a_child_of_29_february_turns_three_on_28_february() -> None:
    assert birthday(date(2024, 2, 29), 3) == date(2027, 2, 28)


def test_where_state_law_says_so_a_child_of_29_february_turns_three_on_1_march() -> None:
    assert birthday(date(2024, 2, 29), 3, "mar1") == date(2027, 3, 1)
    assert birthday(date(2024, 2, 29), 4, "mar1") == date(2028, 2, 29)


@unhurried
@given(DAYS, st.integers(1, 120), st.frozensets(DAYS, max_size=30))
def test_the_nth_business_day_after_a_day_has_n_business_days_up_to_it(
    start: date, n: int, holidays: frozenset[date]
) -> None:
    clock = business_days(Calendar(holidays))
    due_on = clock.after(start, n)
    assert clock.between(CALENDAR_DAYS.after(start, 1), due_on) == n
    assert clock.between(due_on, due_on) == 1


@unhurried
@given(DAYS, st.integers(1, 120))
def test_counting_back_undoes_counting_forward(start: date, n: int) -> None:
    clock = business_days(Calendar())
    assert clock.before(clock.after(start, n), n) <= start
    assert clock.after(clock.before(start, n), n) >= start


@unhurried
@given(st.dates(date(2025, 6, 1), date(2026, 12, 31)), st.integers(0, 300))
def test_no_school_day_is_a_weekend_a_holiday_or_a_break(first: date, length: int) -> None:
    clock = school_days(Calendar(HOLIDAYS_2025_26, (YEAR, NEXT_YEAR)))
    last = CALENDAR_DAYS.after(first, length)
    off = {*HOLIDAYS_2025_26, *YEAR.breaks[0], *YEAR.breaks[1], *SUMMER}
    taught = [day for day in Span(first, last) if day.weekday() < 5 and day not in off]
    assert clock.between(first, last) == len(taught)
