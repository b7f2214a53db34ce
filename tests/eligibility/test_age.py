"""Ages in months, with the running month as an exact fraction."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.rules.eligibility.age import add_months, age_on, too_old_from

BIRTHS = st.dates(date(2009, 1, 1), date(2030, 12, 31))
DAYS = st.integers(0, 5 * 366)


@pytest.mark.parametrize(
    ("born", "day", "months"),
    [
        ("2024-06-02", "2026-01-12", 19 + Fraction(10, 31)),
        ("2024-06-02", "2026-01-02", Fraction(19)),
        ("2024-06-02", "2026-01-01", 18 + Fraction(30, 31)),
        ("2024-06-02", "2024-06-02", Fraction(0)),
        ("2025-01-31", "2025-02-28", Fraction(1)),
        ("2025-01-31", "2025-03-30", 1 + Fraction(30, 31)),
        ("2025-01-31", "2025-03-31", Fraction(2)),
        ("2024-02-29", "2025-02-28", Fraction(12)),
        ("2024-02-29", "2027-02-28", Fraction(36)),
        ("2026-01-01", "2025-12-01", Fraction(0)),
    ],
)
def test_age_is_whole_months_and_a_fraction_of_the_running_one(
    born: str, day: str, months: Fraction
) -> None:
    assert age_on(date.fromisoformat(day), date.fromisoformat(born)).in_months == months


@given(BIRTHS, DAYS)
def test_every_day_makes_a_child_older_by_a_part_of_a_month(born: date, days: int) -> None:
    today = born + timedelta(days=days)
    grown = age_on(today + timedelta(days=1), born).in_months - age_on(today, born).in_months
    assert Fraction(1, 31) <= grown <= Fraction(1, 28)


@given(BIRTHS, st.integers(0, 60))
def test_the_age_is_whole_exactly_on_an_anniversary(born: date, months: int) -> None:
    assert age_on(add_months(born, months), born).in_months == months
    if months:
        assert age_on(add_months(born, months) - timedelta(days=1), born).in_months < months


@pytest.mark.parametrize(
    ("born", "day"),
    [("2023-02-28", "2026-02-28"), ("2024-02-29", "2027-03-01"), ("2025-02-28", "2028-02-28")],
)
def test_a_child_of_29_february_is_under_three_until_1_march(born: str, day: str) -> None:
    assert too_old_from(date.fromisoformat(born), 36) == date.fromisoformat(day)
