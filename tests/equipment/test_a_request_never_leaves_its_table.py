"""Random walks: no state is reached but by a legal step, and the history tells every one of them."""

import asyncio
from collections import Counter
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.words.equipment import ENDED, EquipmentState
from app.services.equipment.machine import MACHINE, STEPS
from tests.factories.equipment import TO_READY, Story, begun, made
from tests.factories.world import World

TABLE: dict[str, set[str]] = {
    "identified": {"trial", "drafting", "dropped"},
    "trial": {"drafting", "dropped"},
    "drafting": {"therapist_signed", "dropped"},
    "therapist_signed": {"prescriber_pending", "drafting", "dropped"},
    "prescriber_pending": {"ready", "drafting", "dropped"},
    "ready": {"submitted", "drafting", "dropped"},
    "submitted": {"info_requested", "approved", "part_approved", "denied", "closed"},
    "info_requested": {"submitted", "approved", "part_approved", "denied", "closed"},
    "appealed": {"approved", "part_approved", "denied", "closed"},
    "denied": {"appealed", "next_funder", "ordered", "closed"},
    "part_approved": {"appealed", "next_funder", "ordered", "closed"},
    "next_funder": {"submitted", "ordered", "closed"},
    "approved": {"ordered", "closed"},
    "ordered": {"delayed", "delivered", "closed"},
    "delayed": {"ordered", "delivered", "closed"},
    "delivered": {"fitted", "returned", "closed"},
    "fitted": {"trained", "returned"},
    "trained": {"in_use", "returned"},
    "in_use": {"repair", "outgrown", "returned", "retired"},
    "repair": {"in_use", "outgrown", "returned", "retired"},
    "outgrown": {"returned", "retired"},
    "returned": {"ordered", "retired", "closed"},
    "retired": set(),
    "dropped": set(),
    "closed": set(),
}
"""Written down once more, by hand: what the machine does must be what is meant."""


def test_the_machine_is_the_table() -> None:
    found = {
        s.value: {step.target for step in MACHINE.from_state(s) if step.target not in {None, s}}
        for s in EquipmentState
    }
    assert found == TABLE


def test_every_state_is_reached_and_only_ended_ones_lead_nowhere() -> None:
    reached = {"identified"}
    while more := {t for s in reached for t in TABLE[s]} - reached:
        reached |= more
    assert reached == set(EquipmentState)
    assert {s for s in EquipmentState if not TABLE[s]} == ENDED


@given(st.lists(st.sampled_from(sorted({s.act for s in STEPS})), max_size=40))
def test_no_walk_of_acts_leaves_the_table(acts: list[str]) -> None:
    state = "identified"
    for act in acts:
        step = next((s for s in MACHINE.from_state(state) if s.act == act), None)
        if step is None:
            continue
        after = step.target or state
        assert after == state or after in TABLE[state]
        state = after


PARTS = {
    "rework": 0.4, "drop": 0.02, "close": 0.03, "return": 0.1, "retire": 0.1, "outgrow": 0.2,
}  # fmt: skip
"""Acts that end a walk early are rarer, so that walks come far."""


async def _walk(story: Story, dice: Random, start: tuple[str, ...], steps: int) -> list[str]:
    """Take steps among those that are offered, the rarely taken ones first; returns the states passed."""
    passed, taken = [story.state], Counter[str]()
    for act in start:
        await story.go(act)
        passed.append(story.state)
    for _ in range(steps):
        if story.state == "drafting":
            await story.write()
        offered = {a["act"]: a for a in (await story.api.get(f"{story.path}/actions")).json()}
        ready = [n for n, a in offered.items() if a["is_allowed"]]
        lacking = offered.get("appeal", {}).get("why_not", [])
        if len(lacking) == 1 and "letter" in lacking[0] and not {"sign", "prescribe"} & set(ready):
            made(await story.api.post(f"{story.path}/letters", {"kind": "appeal"}))
            await story.write(answer_to_funder="It is needed.")
            continue
        acts = [n for n in ready if dice.random() < PARTS.get(n, 1)]
        if not acts:
            continue
        act = min(acts, key=lambda n: (taken[n], dice.random()))
        taken[act] += 1
        response = await story.try_step(act, **await story.evidence(act))
        if response.status_code == 409:
            assert response.json()["type"] in REFUSED, (act, response.text)
            continue
        assert response.status_code == 200, (act, response.text)
        passed.append(story.state)
    return passed


REFUSED = {
    # A partial decision about one item, a letter that is missing for a source that was asked before.
    "/problems/decision-incomplete", "/problems/letter-waits",
}  # fmt: skip


ASKED = (*TO_READY, "submit")
STARTS = ((), (), ASKED, (*ASKED, "approve_part"), (*ASKED, "deny"), (*ASKED, "deny"))
"""Half of the walks begin where it forks most."""


@pytest.mark.parametrize("seed", range(len(STARTS)))
async def test_random_walks_over_the_api_keep_a_whole_history(world: World, seed: int) -> None:
    story = await begun(world)
    passed = await _walk(story, Random(seed), STARTS[seed], 18)
    history = (await story.api.get(f"{story.path}/history", params={"limit": 200})).json()["items"]
    moved = [h for h in history if h["to_state"] is not None]
    assert [h["to_state"] for h in moved] == passed
    assert all(a["to_state"] == b["from_state"] for a, b in pairwise(moved))
    assert all(
        b["to_state"] == a["to_state"] or b["to_state"] in TABLE[a["to_state"]]
        for a, b in pairwise(moved)
    )
    assert [h["version"] for h in history] == list(range(1, len(history) + 1))
    stages = (await story.api.get(f"{story.path}/age")).json()["stages"]
    turned = [s for n, s in enumerate(passed) if n == 0 or _turned(moved[n])]
    assert [s["state"] for s in stages] == turned
    assert all(a["to_on"] == b["from_on"] for a, b in pairwise(stages))


def _turned(change: dict[str, object]) -> bool:
    """Whether the act began a stage, also the same one anew, as another slip does."""
    return change["from_state"] != change["to_state"] or change["act"] == "slip"


async def test_two_who_decide_at_once_do_not_both(world: World) -> None:
    story = await begun(world)
    await story.go("try", "draft", "sign", "send_to_prescriber", "prescribe", "submit")
    yes, no = await story.evidence("approve"), await story.evidence("deny")
    version = story.version
    answers = await asyncio.gather(
        story.try_step("approve", **yes), story.try_step("deny", world.coordinator, **no)
    )
    assert sorted(a.status_code for a in answers) == [200, 412]
    assert story.version != version
    assert made(await story.api.get(story.path))["state"] in {"approved", "denied"}
