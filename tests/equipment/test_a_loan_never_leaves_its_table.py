"""Loans and the closet's things: no walk reaches a state but by a legal step, and both histories tell every one."""

from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.words.loan import LoanItemState, LoanState
from app.services.loan.item import MACHINE as SHELF
from app.services.loan.lend import MACHINE as LENDING
from app.services.workflow import Machine
from tests.factories.equipment import made
from tests.factories.loan import on_shelf, reserve, step
from tests.factories.referral import enrolled
from tests.factories.world import World

LOANS: dict[str, set[str]] = {
    "reserved": {"out", "cancelled"},
    "out": {"returned"},
    "returned": set(),
    "cancelled": set(),
}
THINGS: dict[str, set[str]] = {
    "available": {"out", "repair", "retired"},
    "out": {"returned"},
    "returned": {"cleaning", "repair", "retired"},
    "cleaning": {"available", "repair", "retired"},
    "repair": {"returned", "cleaning", "retired"},
    "retired": set(),
}
"""Written down once more, by hand: what the machines do must be what is meant."""
BY_A_LOAN = {("available", "out"), ("out", "returned")}
"""A thing goes out and comes back with its loan, by no step of its own."""
EVIDENCE: dict[str, dict[str, Any]] = {
    "hand_out": {"condition": "good"}, "take_back": {"condition": "worn"}, "cancel": {"reason_code": "other"},
    "retire": {"reason_code": "other"}, "clear_recall": {"reason_code": "other"},
}  # fmt: skip


def _found(machine: Machine[Any], state: str) -> set[str]:
    return {s.target for s in machine.from_state(state) if s.target is not None}


def test_the_machines_are_the_tables() -> None:
    assert {s.value: _found(LENDING, s) for s in LoanState} == LOANS
    own = {
        a: {b for b in after if (a, b) not in BY_A_LOAN} for a, after in THINGS.items()
    }  # fmt: skip
    assert {s.value: _found(SHELF, s) for s in LoanItemState} == own


@given(
    st.sampled_from([(LENDING, LOANS, "reserved"), (SHELF, THINGS, "available")]),
    st.lists(st.integers(0, 9), max_size=40),
)
def test_no_walk_of_acts_leaves_the_tables(
    walked: tuple[Machine[Any], dict[str, set[str]], str], dice: list[int]
) -> None:
    machine, table, state = walked
    for thrown in dice:
        steps = list(machine.from_state(state))
        if not steps:
            return
        after = steps[thrown % len(steps)].target or state
        assert after == state or after in table[state]
        state = after


class _Closet:
    """One thing, its loans one after another, and who asks for them."""

    def __init__(self, world: World, student_id: str, thing: dict[str, Any]) -> None:
        self.world, self.student_id, self.thing = world, student_id, thing
        self.shelf = f"/v1/loan-items/{thing['id']}"
        self.loans: list[str] = []
        self.passed: dict[str, list[str]] = {self.shelf: ["available"]}

    async def promise(self) -> None:
        """Another loan, of today or of later days."""
        first = 0 if len(self.loans) % 2 == 0 else 30 * len(self.loans)
        answer = await reserve(
            self.world.coordinator, self.world, self.thing, self.student_id, first, first + 3
        )
        assert answer.status_code in {201, 409}, answer.text
        if answer.status_code == 201:
            path = f"/v1/loans/{answer.json()['id']}"
            self.loans.append(path)
            self.passed[path] = ["reserved"]

    async def take(self, dice: Random) -> None:
        """A random step among those that are offered for the thing and for its loans."""
        offered = [
            (path, action["act"])
            for path in (self.shelf, *self.loans)
            for action in (await self.world.supervisor.get(f"{path}/actions")).json()
            if action["is_allowed"] and (action["act"] != "retire" or dice.random() < 0.1)
        ]
        if not offered:
            return
        path, act = dice.choice(offered)
        until = {"until_on": self.world.today.replace(year=self.world.today.year + 1).isoformat()}
        answer = await step(
            self.world.supervisor,
            path,
            act,
            **(until if act == "extend" else EVIDENCE.get(act, {})),
        )
        if (
            answer.status_code == 409
        ):  # a longer loan would take another's days; a day that is not today's
            assert answer.json()["type"] in {"/problems/loan-overlap", "/problems/loan-dates"}
            return
        self.passed[path].append(made(answer)["state"])
        if act in {"hand_out", "take_back"}:
            self.passed[self.shelf].append({"hand_out": "out", "take_back": "returned"}[act])


def _states(history: list[dict[str, Any]]) -> list[str]:
    """After every act that moved it, by a step of its own or by its loan's."""
    own = (h["to_state"] or h["changes"].get("state", {}).get("to") for h in history)
    return [state for state in own if state is not None]


@pytest.mark.parametrize("seed", range(3))
async def test_random_walks_over_the_api_keep_both_histories(world: World, seed: int) -> None:
    dice = Random(seed)
    closet = _Closet(world, await enrolled(world), await on_shelf(world))
    if seed % 2:
        notice = {"notice": "Check the axle.", "published_on": str(world.today)}
        model = {k: closet.thing[k] for k in ("manufacturer", "model")}
        made(await world.supervisor.post("/v1/equipment-recalls", {**notice, **model}))
    for _ in range(12):
        if dice.random() < 0.3:
            await closet.promise()
        await closet.take(dice)
        thing = made(await world.supervisor.get(closet.shelf))
        assert (thing["state"] == "out") == any(x["state"] == "out" for x in thing["loans"])
        assert thing["is_reserved"] == any(x["state"] == "reserved" for x in thing["loans"])
    for path, passed in closet.passed.items():
        table = THINGS if path == closet.shelf else LOANS
        answer = await world.supervisor.get(f"{path}/history", params={"limit": 200})
        history = answer.json()["items"]
        assert _states(history) == passed
        assert all(a == b or b in table[a] for a, b in pairwise(passed))
        assert [h["version"] for h in history] == list(range(1, len(history) + 1))
