from datetime import date, timedelta

import pytest

from app.services.indicator import catalogue
from app.services.indicator.count import counted_on
from app.services.rules import Span
from tests.indicator.children import TODAY, YEAR, File, count, find, place

COUNT_DAY = date(2025, 12, 1)


def with_ifsp(born_on: date, signed: date = date(2025, 10, 1)) -> File:
    return File(born_on=born_on).at(signed, "ifsp.consent.signed", services=["vision"])


@pytest.mark.parametrize(
    ("born_on", "counts"),
    [
        (date(2024, 12, 2), ("with_ifsp", "with_ifsp")),
        (date(2024, 12, 1), (None, "with_ifsp")),
        (date(2022, 12, 2), (None, "with_ifsp")),
        (date(2022, 12, 1), (None, None)),
    ],
)
def test_a_birthday_on_the_day_of_counting_ends_the_age(
    born_on: date, counts: tuple[str | None, str | None]
) -> None:
    file = with_ifsp(born_on)
    assert (place("C5", file), place("C6", file)) == counts


def test_the_day_of_the_exit_is_the_last_one_counted() -> None:
    born = date(2024, 1, 1)
    assert (
        place("C6", with_ifsp(born).at(COUNT_DAY, "partc.exited", reason="WITHDRAWN"))
        == "with_ifsp"
    )
    left = with_ifsp(born).at(COUNT_DAY - timedelta(days=1), "partc.exited", reason="WITHDRAWN")
    assert place("C6", left) is None
    assert place("C6", with_ifsp(born, signed=COUNT_DAY + timedelta(days=1))) is None
    assert place("C6", with_ifsp(born, signed=COUNT_DAY)) == "with_ifsp"


def test_the_share_needs_the_population_and_is_exact_to_one_decimal() -> None:
    files = [with_ifsp(date(2024, 1, 1)) for _ in range(5)]
    assert count("C6", *files).percent is None
    figures = count("C6", *files, population=2000)
    assert (figures.numerator, figures.denominator, str(figures.percent)) == (5, 2000, "0.3")


def test_the_count_day_is_the_last_one_of_the_period_that_has_come() -> None:
    held = catalogue.load()
    assert counted_on(held, YEAR, TODAY) == COUNT_DAY
    assert counted_on(held, YEAR, date(2025, 10, 9)) == date(2025, 10, 9)
    assert counted_on(held, Span(date(2026, 1, 1), date(2026, 3, 31)), TODAY) == date(2026, 3, 31)
    assert counted_on(held, Span(date(2023, 7, 1), date(2026, 6, 30)), date(2025, 11, 1)) == date(
        2024, 12, 1
    )


def plans(*settings: tuple[str, str | None, int | None]) -> File:
    file = with_ifsp(date(2024, 1, 1))
    for service, setting, minutes in settings:
        said = {"service": service, "setting": setting, "minutes_a_week": minutes}
        file.at(
            date(2025, 10, 2),
            "ifsp.service.planned",
            **{k: v for k, v in said.items() if v is not None},
        )
    return file


def test_the_setting_is_where_most_minutes_are() -> None:
    assert place("C2", plans(("vision", "home", 30), ("nursing", "other", 90))) == "other"
    assert (
        place(
            "C2",
            plans(("vision", "home", None), ("nursing", "home", None), ("health", "other", None)),
        )
        == "home"
    )
    assert place("C2", plans(("vision", "community", 60), ("nursing", "other", 60))) == "community"


def test_a_later_plan_of_the_same_service_takes_its_place() -> None:
    file = plans(("vision", "other", 60))
    file.at(date(2025, 11, 1), "ifsp.service.planned", service="vision", setting="home")
    assert place("C2", file) == "home"
    file.at(
        COUNT_DAY + timedelta(days=1), "ifsp.service.planned", service="vision", setting="other"
    )
    assert place("C2", file) == "home"


def test_a_child_whose_setting_nobody_recorded_is_shown_and_not_guessed() -> None:
    assert place("C2", plans()) == "setting_unknown"
    assert place("C2", plans(("vision", "elsewhere", 30))) == "setting_unknown"
    figures = count(
        "C2",
        plans(("a", "home", 1)),
        plans(("a", "community", 1)),
        plans(("a", "other", 1)),
        plans(),
    )
    assert (figures.numerator, figures.denominator, str(figures.percent)) == (2, 3, "66.7")
    assert figures.exclusions == {"setting_unknown": 1}
    assert find("C2", File(born_on=date(2024, 1, 1))) == []
