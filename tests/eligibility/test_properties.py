"""What holds for every State and every child: aimed at the thresholds, where it could break."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.schemas.eligibility import DOMAINS, EligibilityResponse
from app.services.rulebook.policies import load_policies
from app.services.rules.eligibility.age import add_months
from tests.eligibility.conftest import ask_eligibility

few = settings(max_examples=150, deadline=None)

STATES = st.sampled_from(sorted(load_policies().jurisdictions))
PERCENTS = st.sampled_from([Decimal(n) + d for n in (15, 25, 30, 33, 50) for d in map(Decimal, ("-0.0001", "0", "0.0001"))])  # fmt: skip
DEVIATIONS = st.sampled_from([Decimal(n) for n in ("0", "1.4999", "1.5", "1.9999", "2", "2.5")])
MONTHS = st.sampled_from([Decimal(n) for n in ("0", "3", "5.4999", "5.5", "11.9999", "12")])
MEASURES = st.fixed_dictionaries(
    {},
    optional={
        "percent_delay": PERCENTS,
        "sd_below_mean": DEVIATIONS,
        "months_delay": MONTHS,
        "age_equivalent_months": MONTHS,
    },
)
FINDINGS = st.lists(
    st.builds(lambda domain, measures: {"domain": domain, **measures}, st.sampled_from(DOMAINS), MEASURES),
    max_size=5,
)  # fmt: skip
CHILDREN = st.fixed_dictionaries(
    {
        "born_on": st.dates(date(2023, 2, 5), date(2025, 12, 31)),
        "evaluated_on": st.sampled_from([None, "2026-01-28", "2026-02-03"]),
        "weeks_gestation": st.sampled_from([None, 24, 36, 37, 40]),
        "continuing": st.booleans(),
        "findings": FINDINGS,
        "established_condition": st.sampled_from([None, {"code": "Q90.9"}, {"code": "J45.20"}]),
        "risk_factors": st.lists(
            st.sampled_from(["atypical_development", "failure_to_thrive", "elevated_blood_lead"]),
            max_size=4,
        ),
    }
)


def _same(one: EligibilityResponse, other: EligibilityResponse) -> bool:
    return one.model_dump() == other.model_dump()


def _further_behind(finding: dict[str, Any], more: Decimal) -> dict[str, Any]:
    further = dict(finding)
    for name, highest in {"percent_delay": 100, "sd_below_mean": 10, "months_delay": 240}.items():
        if name in finding:
            further[name] = min(finding[name] + more, Decimal(highest))
    if "age_equivalent_months" in finding:
        further["age_equivalent_months"] = max(finding["age_equivalent_months"] - more, Decimal(0))
    return further


@few
@given(
    STATES,
    CHILDREN,
    st.integers(0, 4),
    st.sampled_from([Decimal("0.0001"), Decimal(1), Decimal(20)]),
)
def test_a_larger_delay_never_makes_an_eligible_child_ineligible(
    state: str, child: dict[str, Any], position: int, more: Decimal
) -> None:
    before = ask_eligibility(state, **child)
    findings = [dict(finding) for finding in child["findings"]]
    if position < len(findings):
        findings[position] = _further_behind(findings[position], more)
    after = ask_eligibility(state, **{**child, "findings": findings})
    assert before.eligible is not True or after.eligible is True


@few
@given(STATES, CHILDREN, st.booleans())
def test_an_opinion_never_takes_eligibility_away(
    state: str, child: dict[str, Any], eligible: bool
) -> None:
    opinion = {"eligible": eligible, "statement": "The team's reasons."}
    before = ask_eligibility(state, **child)
    after = ask_eligibility(state, **child, informed_clinical_opinion=opinion)
    assert after.eligible is True if eligible else after.eligible == before.eligible


@few
@given(STATES, CHILDREN, st.randoms())
def test_the_order_of_what_is_stated_does_not_matter(
    state: str, child: dict[str, Any], random: Any
) -> None:
    shuffled = {**child, "findings": list(child["findings"])}
    random.shuffle(shuffled["findings"])
    assert _same(ask_eligibility(state, **child), ask_eligibility(state, **shuffled))


@few
@given(STATES, CHILDREN)
def test_an_answer_agrees_with_itself_and_is_given_again(state: str, child: dict[str, Any]) -> None:
    answer = ask_eligibility(state, **child)
    assert _same(answer, ask_eligibility(state, **child))
    assert bool(answer.missing) is (answer.eligible is None)
    assert bool(answer.bases) is (answer.eligible is True)
    assert answer.qualifying_domains == [n for n, d in answer.domains.items() if d.meets]
    assert set(answer.domains) == {finding["domain"] for finding in child["findings"]}
    assert answer.citations
    assert answer.explanation


@few
@given(st.integers(1, 35), st.sampled_from(["-0.0001", "0", "0.0001"]))
def test_three_quarters_of_the_age_are_exactly_a_quarter_of_delay(months: int, off: str) -> None:
    evaluated_on = date(2026, 1, 28)
    equivalent = Decimal(months) * 3 / 4 + Decimal(off)
    answer = ask_eligibility(
        "us-pa",
        born_on=add_months(evaluated_on, -months),
        evaluated_on=evaluated_on,
        findings={"cognitive": {"age_equivalent_months": equivalent}},
    )
    assert answer.eligible is (Decimal(off) <= 0)
