"""Traps 15 to 17 of the field: whose age is corrected for an early birth, by how much, until when."""

from decimal import Decimal

import pytest

from tests.eligibility.conftest import Ask

YEARLING = {"born_on": "2025-01-28", "evaluated_on": "2026-01-28"}


def test_trap_17_texas_corrects_by_sixteen_weeks_at_most(ask: Ask) -> None:
    for weeks, corrected in ((24, "8.2581"), (22, "8.2581"), (25, "8.4839")):
        answer = ask(
            "us-tx",
            **YEARLING,
            weeks_gestation=weeks,
            findings={"cognitive": {"age_equivalent_months": 7}},
        )
        assert answer.domains["cognitive"].age_used_months == Decimal(corrected)


def test_trap_17_virginia_corrects_without_a_cap(ask: Ask) -> None:
    """18 weeks after the birth: 7 months and 25 of 31 days."""
    findings = {"cognitive": {"percent_delay": 10}}
    answer = ask("us-va", **YEARLING, weeks_gestation=22, findings=findings)
    assert answer.domains["cognitive"].age_used_months == Decimal("7.8065")


@pytest.mark.parametrize(
    ("state", "born_on", "is_corrected"),
    [
        ("us-tx", "2024-07-29", True),
        ("us-tx", "2024-07-28", False),
        ("us-va", "2024-07-29", True),
        ("us-va", "2024-07-28", False),
        ("us-md", "2024-11-20", True),
        ("us-md", "2024-11-19", False),
        ("us-ca", "2025-01-28", False),
    ],
)
def test_trap_17_the_correction_ends_at_different_ages(
    ask: Ask, state: str, born_on: str, is_corrected: bool
) -> None:
    """Texas and Virginia at 18 months, Maryland at 12 months corrected, California never began."""
    answer = ask(
        state,
        born_on=born_on,
        evaluated_on="2026-01-28",
        weeks_gestation=30,
        findings={"cognitive": {"age_equivalent_months": 10}},
    )
    domain = answer.domains["cognitive"]
    assert (domain.age_used_months == domain.corrected_months) is is_corrected
    assert (domain.age_used_months == domain.chronological_months) is not is_corrected


def test_a_birth_at_37_weeks_is_not_early(ask: Ask) -> None:
    answer = ask(
        "us-va",
        **YEARLING,
        weeks_gestation=37,
        findings={"cognitive": {"age_equivalent_months": 9}},
    )
    assert answer.eligible is True
    assert answer.domains["cognitive"].corrected_months is None
    assert answer.domains["cognitive"].percent_delay == 25


def test_the_evaluators_choice_of_age_goes_before_the_rule(ask: Ask) -> None:
    findings = {"cognitive": {"age_equivalent_months": 8, "age_used": "chronological"}}
    answer = ask("us-va", **YEARLING, weeks_gestation=30, findings=findings)
    assert answer.domains["cognitive"].age_used_months == 12
    assert "The evaluator used the chronological age." in answer.explanation


def test_a_corrected_age_without_the_week_of_birth_cannot_be_had(ask: Ask) -> None:
    findings = {"cognitive": {"age_equivalent_months": 8, "age_used": "corrected"}}
    answer = ask("us-ca", **YEARLING, findings=findings)
    assert (answer.eligible, answer.missing) == (None, ["weeks_gestation"])


def test_an_unknown_week_of_birth_matters_only_between_the_two_ages(ask: Ask) -> None:
    def eligible(months: float) -> bool | None:
        findings = {"cognitive": {"age_equivalent_months": months}}
        return ask("us-va", **YEARLING, findings=findings).eligible

    assert (eligible(9.1), eligible(9), eligible(4)) == (False, None, True)


def test_before_the_day_the_child_was_due_there_is_no_age_to_compare_with(ask: Ask) -> None:
    answer = ask(
        "us-va",
        born_on="2026-01-01",
        evaluated_on="2026-01-28",
        weeks_gestation=30,
        findings={"cognitive": {"age_equivalent_months": 0}},
    )
    assert (answer.eligible, answer.missing) == (None, ["findings.cognitive.percent_delay"])
    assert answer.domains["cognitive"].age_used_months == 0


def test_the_law_of_the_correction_is_cited_where_it_was_applied(ask: Ask) -> None:
    def cites(weeks: int) -> list[str]:
        findings = {"cognitive": {"age_equivalent_months": 8}}
        return ask("us-tx", **YEARLING, weeks_gestation=weeks, findings=findings).citations

    assert "26 TAC 350.819" in cites(30)
    assert "26 TAC 350.819" not in cites(40)
