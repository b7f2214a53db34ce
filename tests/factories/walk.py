"""Random walks through a state machine: what it refuses, it names; where it leads, the table says."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from app.auth import Actor
from app.directory import Home
from app.errors import Forbidden, Problem
from app.services.workflow import Machine, ReasonMissing, StepNotAllowed, StepNotReady


def actor(*scopes: str) -> Actor:
    home = Home(uuid4(), "program", "Test", "us-ca", "UTC")
    return Actor(home, "someone", ("coordinator",), frozenset(scopes))


def walk(
    machine: Machine[Any],
    who: Actor,
    start: str,
    moves: Sequence[tuple[str, Any, str | None]],
    leads: dict[str, set[str]],
) -> str:
    """Try each move (act, facts, reason); returns where it ended.

    `leads`: the states that each state may lead to, itself left out.
    """
    state = start
    refused: Problem | None
    for act, facts, reason in moves:
        offered = {a.act: a for a in machine.actions(who, state, facts)}
        allowed = act in offered and offered[act].is_allowed
        may = allowed and (reason is not None or not offered[act].is_reasoned)
        try:
            step = machine.require(who, state, act, facts, reason)
        except (StepNotAllowed, StepNotReady, ReasonMissing, Forbidden) as exc:
            refused = exc
        else:
            refused = None
        assert may == (refused is None)
        if isinstance(refused, StepNotAllowed):
            assert set(refused.extra["allowed"]) == set(offered)
        if refused is not None:
            continue
        after = step.target or state
        assert after == state or after in leads[state], (state, act, after)
        state = after
    return state


def reachable(machine: Machine[Any], start: str) -> set[str]:
    """States to which steps lead from here, conditions aside."""
    found, new = {start}, {start}
    while new:
        new = {s.target or state for state in new for s in machine.from_state(state)} - found
        found |= new
    return found
