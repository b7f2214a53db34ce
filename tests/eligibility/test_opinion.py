"""Trap 16 of the field: opinion makes eligible and never ineligible; records alone can be enough."""

import pytest

from app.services.rulebook.policies import load_policies
from tests.eligibility.conftest import Ask

FOR = {"eligible": True, "statement": "Regulation and play are far from what we expect."}
AGAINST = {"eligible": False, "statement": "We see no concern."}
STATES = sorted(load_policies().jurisdictions)
DELAYED = {"cognitive": {"percent_delay": 60, "sd_below_mean": 3}}
ON_TRACK = {"cognitive": {"percent_delay": 0, "sd_below_mean": 0}}


@pytest.mark.parametrize("state", STATES)
def test_trap_16_an_opinion_makes_a_child_on_track_eligible(ask: Ask, state: str) -> None:
    assert ask(state, findings=ON_TRACK, informed_clinical_opinion=FOR).eligible is True


@pytest.mark.parametrize("state", STATES)
def test_trap_16_an_opinion_against_takes_nothing_away(ask: Ask, state: str) -> None:
    without = ask(state, findings=DELAYED)
    against = ask(state, findings=DELAYED, informed_clinical_opinion=AGAINST)
    assert (against.eligible, against.bases) == (without.eligible, without.bases)
    assert any("never ineligible" in step for step in against.explanation)


def test_an_opinion_against_alone_decides_nothing(ask: Ask) -> None:
    answer = ask(informed_clinical_opinion=AGAINST)
    assert (answer.eligible, answer.missing) == (None, ["findings"])


@pytest.mark.parametrize("state", STATES)
def test_trap_16_records_alone_are_enough(ask: Ask, state: str) -> None:
    answer = ask(state, evaluated_on=None, established_condition={"code": "Q90.9"})
    assert (answer.eligible, answer.missing) == (True, [])
    assert any("records alone" in step for step in answer.explanation)


def test_trap_15_a_policy_and_not_a_number(ask: Ask) -> None:
    """The same 30 percent in expressive language alone, in four States."""
    findings = {
        "expressive_communication": {"percent_delay": 30},
        "receptive_communication": {"percent_delay": 0},
    }
    answers = {state: ask(state, findings=findings) for state in ("us-ca", "us-tx", "us-ny", "us-ma")}  # fmt: skip
    assert {state: answer.eligible for state, answer in answers.items()} == {
        "us-ca": True,
        "us-tx": False,
        "us-ny": False,
        "us-ma": None,
    }
