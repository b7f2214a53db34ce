"""State machines: what is offered is what is taken, and nothing else."""

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auth import Actor
from app.directory import Home
from app.errors import Forbidden
from app.services.workflow import (
    Machine,
    ReasonMissing,
    Step,
    StepNotAllowed,
    StepNotReady,
    states,
)

ACTOR = Actor(
    Home(uuid4(), "program", "Test", "us-ca", "UTC"), "someone", ("coordinator",), frozenset({"x:write"})
)  # fmt: skip


def _is_signed(signed: bool) -> str | None:
    return None if signed else "The letter is not signed."


MACHINE: Machine[bool] = Machine(
    [
        Step("sign", "Sign", states("draft"), "signed", "x:write"),
        Step("send", "Send", states("draft", "signed"), "sent", "x:write", (_is_signed,)),
        Step("drop", "Drop", states("draft"), "dropped", "x:write", is_reasoned=True),
        Step("audit", "Audit", states("sent"), None, "x:audit"),
    ]
)
ACTS = st.sampled_from(["sign", "send", "drop", "audit", "fly"])
STATES = st.sampled_from(["draft", "signed", "sent", "dropped"])


@given(STATES, ACTS, st.booleans(), st.sampled_from([None, "other"]))
def test_a_step_is_taken_exactly_when_it_is_offered(
    state: str, act: str, signed: bool, reason: str | None
) -> None:
    offered = {a.act: a for a in MACHINE.actions(ACTOR, state, signed)}
    may = act in offered and offered[act].is_allowed
    if may and (reason or not offered[act].is_reasoned):
        step = MACHINE.require(ACTOR, state, act, signed, reason)
        assert (step.target or state) == offered[act].to_state
    else:
        with pytest.raises((StepNotAllowed, StepNotReady, ReasonMissing, Forbidden)):
            MACHINE.require(ACTOR, state, act, signed, reason)


def test_a_refused_step_names_the_allowed_ones_and_what_is_missing() -> None:
    with pytest.raises(StepNotAllowed) as refused:
        MACHINE.require(ACTOR, "signed", "drop", False)
    lacking = {"send": ["The letter is not signed."]}
    assert refused.value.extra == {"state": "signed", "allowed": ["send"], "missing": lacking}
    with pytest.raises(StepNotReady) as unready:
        MACHINE.require(ACTOR, "signed", "send", False)
    assert unready.value.extra["missing"] == ["The letter is not signed."]


def test_a_role_that_may_not_is_told_so_before_anything_else() -> None:
    nobody = replace(ACTOR, scopes=frozenset())
    assert MACHINE.actions(nobody, "draft", True)[0].why_not == ["Your role does not allow this."]
    with pytest.raises(Forbidden):
        MACHINE.require(nobody, "draft", "sign", True)


def test_one_act_leads_from_one_state_to_one_other() -> None:
    step: Step[bool] = Step("sign", "Sign", states("draft"), "signed", "x:write")
    with pytest.raises(ValueError, match="twice"):
        Machine([step, replace(step, target="sent")])
