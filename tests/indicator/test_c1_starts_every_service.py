from datetime import date, timedelta

import pytest

from tests.indicator.children import File, count, find, place

SIGNED = date(2026, 1, 5)
DUE = SIGNED + timedelta(days=45)


def agreed(*services: str, jurisdiction: str = "us-ca") -> File:
    file = File(jurisdiction, born_on=date(2024, 12, 1))
    return file.at(SIGNED, "ifsp.consent.signed", services=list(services))


def test_the_last_day_of_the_state_is_in_time_and_the_next_is_late() -> None:
    assert (
        place("C1", agreed("vision").at(DUE, "ifsp.service.delivered", service="vision"))
        == "on_time"
    )
    late = agreed("vision").at(DUE + timedelta(days=1), "ifsp.service.delivered", service="vision")
    assert place("C1", late) == "late"


@pytest.mark.parametrize(("jurisdiction", "days"), [("us-tx", 28), ("us-pa", 14), ("us-il", 30)])
def test_each_state_has_its_own_days(jurisdiction: str, days: int) -> None:
    for extra, cell in ((0, "on_time"), (1, "late")):
        file = agreed("vision", jurisdiction=jurisdiction)
        file.at(SIGNED + timedelta(days=days + extra), "ifsp.service.delivered", service="vision")
        assert place("C1", file) == cell


def test_one_late_service_of_two_makes_the_child_late_and_counts_it_once() -> None:
    file = agreed("vision", "nursing").at(DUE, "ifsp.service.delivered", service="vision")
    file.at(DUE + timedelta(days=3), "ifsp.service.delivered", service="nursing")
    figures = count("C1", file)
    assert (figures.numerator, figures.denominator, figures.most_late) == (0, 1, 3)


def test_a_service_added_at_a_later_meeting_has_its_own_clock() -> None:
    file = agreed("vision").at(SIGNED, "ifsp.service.delivered", service="vision")
    file.at(date(2026, 7, 5), "ifsp.consent.signed", services=["nursing"])
    assert place("C1", file) == "on_time"
    assert place("C1", file, today=date(2027, 7, 1)) == "on_time"


def test_family_circumstances_excuse_and_a_family_that_declines_a_visit_does_not() -> None:
    file = agreed("vision").at(DUE + timedelta(days=5), "ifsp.service.delivered", service="vision")
    file.pause("partc.family_circumstances", SIGNED + timedelta(days=3), SIGNED + timedelta(days=7))
    (finding,) = find("C1", file)
    assert (finding.cell, finding.days_late, finding.delay) == (
        "late_excused",
        5,
        "FAMILY_CIRCUMSTANCES",
    )


def test_without_a_number_of_the_state_nothing_is_late() -> None:
    file = agreed("vision", jurisdiction="us")
    assert find("C1", file) == []
    file.at(SIGNED + timedelta(days=99), "ifsp.service.delivered", service="vision")
    assert place("C1", file) == "no_date"


def test_what_is_not_yet_due_waits_for_the_next_period() -> None:
    assert place("C1", agreed("vision"), today=DUE) == "not_yet_due"
    assert place("C1", agreed("vision"), today=DUE + timedelta(days=1)) == "late"
    left = agreed("vision").at(SIGNED + timedelta(days=2), "partc.exited", reason="WITHDRAWN")
    assert place("C1", left) == "left_before_due"
