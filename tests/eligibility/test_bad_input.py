"""What is impossible is refused with its place; what is merely odd is answered and explained."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.errors import Unprocessable
from tests.eligibility.conftest import Ask


@pytest.mark.parametrize(
    "stated",
    [
        {"findings": {"cognitive": {"percent_delay": -1}}},
        {"findings": {"cognitive": {"percent_delay": 100.1}}},
        {"findings": {"cognitive": {"percent_delay": "25"}}},
        {"findings": {"cognitive": {"percent_delay": True}}},
        {"findings": {"cognitive": {"percent_delay": float("nan")}}},
        {"findings": {"cognitive": {"sd_below_mean": -2}}},
        {"findings": {"cognitive": {"age_equivalent_months": -3}}},
        {"findings": {"cognitive": {"score": 80}}},
        {"findings": [{"domain": "cognitive"}] * 61},
        {"evaluated_on": "2024-05-10"},
        {"evaluated_on": "2026-02-04"},
        {"decided_on": "2024-05-10", "evaluated_on": None},
        {"decided_on": "2026-02-30"},
        {"weeks_gestation": 19},
        {"weeks_gestation": 33.5},
        {"established_condition": {"code": "Down syndrome"}},
        {"established_condition": {"code": "Q90.9", "system": "snomed"}},
        {"informed_clinical_opinion": {"eligible": True}},
        {"informed_clinical_opinion": {"eligible": "yes", "statement": "x"}},
        {"first_name": "Ana"},
    ],
)
def test_an_impossible_shape_is_refused(ask: Ask, stated: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ask(**stated)


@pytest.mark.parametrize(
    ("asked", "pointer", "near"),
    [
        ({"jurisdiction": "us-tz"}, "/jurisdiction", "us-tx"),
        ({"program": "part-c"}, "/program", "partc"),
        ({"findings": [{"domain": "hearing"}, {"domain": "finemotor"}]}, "/findings/1/domain", "fine_motor"),
        (
            {"risk_factors": ["failure_to_thrive", "asphyxia"]}, "/risk_factors/1", "asphyxia_neonatorum",
        ),
    ],
)  # fmt: skip
def test_an_unknown_name_is_refused_with_the_nearest_known_ones(
    ask: Ask, asked: dict[str, Any], pointer: str, near: str
) -> None:
    with pytest.raises(Unprocessable) as refused:
        ask(**asked)
    assert refused.value.code == "unknown-name"
    assert [error["pointer"] for error in refused.value.errors or []] == [pointer]
    assert near in refused.value.extra["near"]


def test_a_risk_factor_of_another_state_is_known_and_decides_nothing(ask: Ask) -> None:
    answer = ask(risk_factors=["failure_to_thrive", "elevated_blood_lead"])
    assert (answer.eligible, answer.missing) == (None, ["risk_factors"])
    assert "Not named by this policy, so not counted: elevated_blood_lead." in answer.explanation


def test_a_program_of_another_state_is_unknown(ask: Ask) -> None:
    with pytest.raises(Unprocessable):
        ask("us-tx", "lanterman.provisional")


def test_a_state_without_preschool_categories_of_its_own_has_the_federal_ones(ask: Ask) -> None:
    answer = ask("us-md", "partb")
    assert (answer.eligible, answer.policy_id) == (None, "us.partb.eligibility")
    assert any("orthopedic_impairment" in step for step in answer.explanation)


def test_an_age_equivalent_above_the_age_is_no_delay(ask: Ask) -> None:
    answer = ask(findings={"cognitive": {"age_equivalent_months": 30}})
    assert answer.eligible is False
    assert answer.domains["cognitive"].percent_delay == 0
    assert any("at or above the age" in step for step in answer.explanation)


def test_nothing_stated_cannot_be_decided(ask: Ask) -> None:
    answer = ask()
    assert (answer.eligible, answer.missing, answer.bases) == (None, ["findings"], [])


def test_a_finding_without_a_measure_cannot_be_decided(ask: Ask) -> None:
    answer = ask(findings={"cognitive": {"instrument": "an inventory"}})
    assert (answer.eligible, answer.missing) == (None, ["findings.cognitive.percent_delay"])
    assert answer.domains["cognitive"].meets is None


def test_an_age_equivalent_needs_the_day_of_the_evaluation(ask: Ask) -> None:
    answer = ask(evaluated_on=None, findings={"cognitive": {"age_equivalent_months": 10}})
    assert (answer.eligible, answer.missing) == (None, ["evaluated_on"])
    assert answer.domains["cognitive"].chronological_months is None


def test_two_measures_that_contradict_each_other_about_the_threshold_decide_nothing(
    ask: Ask,
) -> None:
    answer = ask(findings={"cognitive": {"percent_delay": 25, "age_equivalent_months": 18}})
    assert (answer.eligible, answer.missing) == (None, ["findings.cognitive"])


def test_two_measures_that_differ_on_one_side_of_the_threshold_decide(ask: Ask) -> None:
    answer = ask(findings={"cognitive": {"percent_delay": 26, "age_equivalent_months": 10}})
    assert answer.eligible is True
    assert answer.domains["cognitive"].percent_delay == 26


def test_two_findings_on_a_domain_that_contradict_each_other_decide_nothing(ask: Ask) -> None:
    findings = [
        {"domain": "cognitive", "percent_delay": 26, "instrument": "one"},
        {"domain": "cognitive", "percent_delay": 24, "instrument": "other"},
    ]
    answer = ask(findings=findings)
    assert (answer.eligible, answer.missing) == (None, ["findings.cognitive"])
    assert answer.domains["cognitive"].meets is None


def test_two_findings_on_a_domain_that_agree_decide(ask: Ask) -> None:
    findings = [{"domain": "cognitive", "percent_delay": n} for n in (26, 30)]
    assert ask(findings=findings).domains["cognitive"].percent_delay == 26


def test_a_contradiction_in_one_domain_does_not_hide_a_delay_in_another(ask: Ask) -> None:
    findings = [{"domain": "cognitive", "percent_delay": n} for n in (24, 26)]
    answer = ask(findings=[*findings, {"domain": "adaptive", "percent_delay": 25}])
    assert (answer.eligible, answer.missing) == (True, [])
    assert answer.qualifying_domains == ["adaptive"]


def test_the_surest_of_several_bases_says_how_sure_the_answer_is(ask: Ask) -> None:
    delay = {"cognitive": {"percent_delay": 25}}
    condition = {"code": "Q91.3"}
    assert ask(findings=delay, established_condition=condition).confidence == "text"
    assert ask(established_condition=condition).confidence == "knowledge"


def test_what_the_policy_does_not_look_at_is_said(ask: Ask) -> None:
    pennsylvania = ask(
        "us-pa", findings={"cognitive": {"percent_delay": 1}}, risk_factors=["poverty"]
    )
    assert "Risk factors are no basis in this policy." in pennsylvania.explanation
    opinion = {"eligible": True, "statement": "We see a delay."}
    lanterman = ask(
        program="lanterman.provisional",
        established_condition={"code": "Q90.9"},
        informed_clinical_opinion=opinion,
    )
    assert lanterman.eligible is None
    assert "A diagnosed condition is no basis in this policy." in lanterman.explanation
    assert "Informed clinical opinion is no basis in this policy." in lanterman.explanation


def test_a_condition_code_may_be_written_without_its_dot(ask: Ask) -> None:
    assert ask(established_condition={"code": "q909"}).eligible is True


def test_a_broader_code_than_the_listed_one_is_not_the_listed_one(ask: Ask) -> None:
    assert ask(established_condition={"code": "E70"}).eligible is None


def test_a_score_does_not_stand_for_an_age_equivalent_that_waits_for_its_age(ask: Ask) -> None:
    findings = {"cognitive": {"age_equivalent_months": 10, "standard_score": 95}}
    answer = ask("us-pa", evaluated_on=None, findings=findings)
    assert (answer.eligible, answer.missing) == (None, ["evaluated_on"])


def test_measures_that_contradict_each_other_at_any_age_do_not_wait_for_the_week_of_birth(
    ask: Ask,
) -> None:
    findings = {"cognitive": {"percent_delay": 30, "age_equivalent_months": 12}}
    answer = ask("us-va", born_on="2025-01-28", findings=findings)
    assert (answer.eligible, answer.missing) == (None, ["findings.cognitive"])


def test_a_domain_that_no_criterion_judged_neither_meets_nor_fails(ask: Ask) -> None:
    too_old = {"born_on": "2023-02-03"}
    for asked in ({"jurisdiction": "us"}, {"program": "partb"}, too_old):
        answer = ask(**asked, findings={"cognitive": {"percent_delay": 60}})
        assert answer.domains["cognitive"].meets is None
        assert answer.domains["cognitive"].percent_delay == 60
