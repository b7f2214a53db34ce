from datetime import date, timedelta
from typing import Any

import pytest

from tests.indicator.children import THIRD, YEAR, File, before_three, count, find, place, served

SIGNED = date(2026, 1, 5)
BORN = date(2023, 12, 1)


def signed(jurisdiction: str = "us") -> File:
    return File(jurisdiction, born_on=BORN).at(SIGNED, "partb.consent.evaluation.signed")


def test_sixty_days_is_in_time_and_the_next_is_late() -> None:
    due = SIGNED + timedelta(days=60)
    assert place("B11", signed().at(due, "partb.evaluation.completed")) == "on_time"
    (finding,) = find("B11", signed().at(due + timedelta(days=2), "partb.evaluation.completed"))
    assert (finding.cell, finding.days_late) == ("late", 2)


def test_california_measures_to_the_meeting() -> None:
    due = SIGNED + timedelta(days=60)
    evaluated = signed("us-ca").at(due, "partb.evaluation.completed")
    assert place("B11", evaluated) == "late"
    assert place("B11", evaluated.at(due, "partb.iep.held")) == "on_time"


def test_a_decision_against_eligibility_ends_the_evaluation() -> None:
    due = SIGNED + timedelta(days=60)
    for late, cell in ((0, "on_time"), (1, "late")):
        file = signed("us-ca").at(
            due + timedelta(days=late), "partb.eligibility.decided", eligible=False
        )
        assert place("B11", file) == cell


def test_a_child_not_produced_is_an_exception() -> None:
    file = signed().at(SIGNED + timedelta(days=64), "partb.evaluation.completed")
    file.pause("partb.not_produced", SIGNED + timedelta(days=10), SIGNED + timedelta(days=14))
    (finding,) = find("B11", file)
    assert (finding.cell, finding.delay) == ("late_excused", "PARENT_DID_NOT_PRODUCE_CHILD")


def test_consent_not_yet_due_at_the_end_of_the_year_moves_to_the_next() -> None:
    file = File("us", born_on=BORN).at(date(2026, 6, 1), "partb.consent.evaluation.signed")
    assert find("B11", file) == []


def referred(**facts: Any) -> File:
    return served(facts=facts).at(before_three(120), "transition.notified.lea")


def eligible(**facts: Any) -> File:
    return referred(**facts).at(before_three(30), "partb.eligibility.decided", eligible=True)


def test_letter_c_an_iep_in_effect_on_the_birthday_and_not_the_day_after() -> None:
    assert place("B12", eligible().at(THIRD, "partb.iep.in_effect")) == "on_time"
    (finding,) = find("B12", eligible().at(THIRD + timedelta(days=1), "partb.iep.in_effect"))
    assert (finding.cell, finding.days_late) == ("late", 1)


def test_a_signed_iep_without_a_start_is_not_in_effect() -> None:
    assert place("B12", eligible().at(before_three(20), "partb.iep.held")) == "late"


def test_letter_b_found_not_eligible_before_the_birthday() -> None:
    assert (
        place("B12", referred().at(before_three(1), "partb.eligibility.decided", eligible=False))
        == "not_eligible"
    )
    assert place("B12", referred().at(THIRD, "partb.eligibility.decided", eligible=False)) == "late"


def test_letter_d_a_refusal_or_a_child_not_produced() -> None:
    assert place("B12", eligible(parent_refused_consent=True)) == "refused_or_excepted"
    kept_away = eligible().pause("partb.not_produced", before_three(50), before_three(40))
    assert place("B12", kept_away) == "refused_or_excepted"
    too_late = eligible().pause("partb.transfer", THIRD + timedelta(days=1), None)
    assert place("B12", too_late) == "late"


@pytest.mark.parametrize(("days", "expected"), [(90, "late"), (89, "late_eligible")])
def test_letter_e_found_eligible_for_part_c_fewer_than_90_days_before(
    days: int, expected: str
) -> None:
    file = File().at(before_three(130), "referral.received")
    file.at(before_three(days), "eligibility.partc.decided", eligible=True)
    file.at(before_three(days), "ifsp.initial.held", "transition.notified.lea")
    assert place("B12", file) == expected


@pytest.mark.parametrize(
    ("jurisdiction", "expected"),
    [
        ("us-il", "extended"),
        ("us-md", "extended"),
        ("us-ny", "extended"),
        ("us-ca", "late"),
        ("us-fl", "late"),
    ],
)
def test_letter_f_only_where_the_state_has_such_an_option(jurisdiction: str, expected: str) -> None:
    file = eligible(extended_option_chosen=True)
    file.jurisdiction = jurisdiction
    assert place("B12", file) == expected


def test_a_child_of_letter_c_is_in_no_other() -> None:
    file = eligible(parent_refused_consent=True, extended_option_chosen=True)
    file.jurisdiction = "us-il"
    assert place("B12", file.at(before_three(3), "partb.iep.in_effect")) == "on_time"


def test_a_late_notice_of_the_program_excuses_no_district() -> None:
    file = served().at(before_three(20), "transition.notified.lea")
    assert place("B12", file) == "late"


def test_nobody_is_counted_before_the_birthday_has_passed() -> None:
    assert place("B12", eligible(), today=THIRD) == "not_yet_due"
    assert place("B12", eligible(), today=THIRD + timedelta(days=1)) == "late"


def test_who_was_not_served_or_not_referred_is_not_in_letter_a() -> None:
    assert find("B12", served()) == []
    assert find("B12", File().at(before_three(100), "partb.referral.received")) == []


def test_the_percent_is_c_of_a_less_b_d_e_and_f() -> None:
    in_time = [eligible().at(before_three(1), "partb.iep.in_effect") for _ in range(2)]
    figures = count(
        "B12", *in_time, eligible(), eligible(parent_refused_consent=True),
        referred().at(before_three(9), "partb.eligibility.decided", eligible=False), period=YEAR,
    )  # fmt: skip
    assert (figures.numerator, figures.denominator, str(figures.percent)) == (2, 3, "66.7")
    assert figures.exclusions["not_eligible"] == figures.exclusions["refused_or_excepted"] == 1
