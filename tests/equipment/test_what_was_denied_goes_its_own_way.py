"""A wheelchair with a denied headrest: the chair is ordered and used while the headrest is appealed."""

import pytest

from tests.factories.equipment import TO_IN_USE, TO_READY, Story, begun, made
from tests.factories.problem import assert_problem
from tests.factories.world import World
from tests.typeset.reading import flat

IN_PART = (*TO_READY, "submit", "approve_part")
TO_USE = ("deliver", "fit", "train", "start_use")


async def tasks(story: Story) -> list[tuple[str, str]]:
    """What is open: of which request, by when."""
    query = {"student_id": story.student_id, "state": "open"}
    rows = (await story.api.get("/v1/tasks", params=query)).json()["items"]
    return [(t["source_id"], t["due_on"]) for t in rows]


async def test_the_chair_is_used_while_the_headrest_is_appealed_and_comes_later(
    world: World,
) -> None:
    story = await begun(world)
    await story.go(*IN_PART)
    due = made(await story.api.get(story.path))["appeal_due_on"]
    await story.go("order")
    assert await tasks(story) == [(story.id, due)]
    head = await story.carried_on()
    row = made(await head.api.get(head.path))
    assert (row["state"], row["carries_on_id"]) == ("denied", story.id)
    assert (row["appeal_due_on"], row["next_on"]) == (due, due)
    assert await tasks(story) == [(head.id, due)]
    assert [i["id"] for i in await story.items()] == story.item_ids[:1]
    assert [i["id"] for i in await head.items()] == story.item_ids[1:]
    (first,) = (await head.api.get(f"{head.path}/letters")).json()
    for part in ("", "/document", "/history"):
        read = await head.api.get(f"{head.path}/letters/{first['id']}{part}")
        assert read.status_code == 200, part
    await story.go(*TO_USE)
    assert story.state == "in_use"
    await head.go("appeal")
    assert await tasks(story) == []
    letter = await head.letter()
    assert [i["name"] for i in letter["facts"]["items"]] == ["Headrest 0"]
    assert letter["facts"]["items"][0]["accessory_of"] == "Manual wheelchair"
    assert letter["facts"]["answered"]["reason"] == "Not needed."
    printed = await head.api.get(f"{head.path}/letters/{letter['id']}/document")
    text = flat(printed.content)
    assert "Her head falls to the side" in text
    assert "Asked for Headrest 0 (for: Manual wheelchair)" in text
    said = (await head.api.get(f"{head.path}/submissions")).json()
    assert [s["state"] for s in said] == ["part_approved", "open"]
    await head.go("approve", "order", *TO_USE)
    assert (story.state, head.state) == ("in_use", "in_use")
    history = (await head.api.get(f"{head.path}/history")).json()["items"]
    assert [h["to_state"] for h in history][:2] == ["denied", "denied"]
    moved = await head.api.get(f"{head.path}/items/{story.item_ids[1]}/history")
    assert "carried_on" in [h["act"] for h in moved.json()["items"]]


async def test_another_source_is_asked_in_the_same_payer_order(world: World) -> None:
    story = await begun(world)
    await story.go(*IN_PART)
    head = await story.carried_on()
    await head.go("next_funder")
    refused = await head.try_step("submit", funder_id=story.funders[2])
    assert assert_problem(refused, 409, "payer-order")["not_asked"] == [story.funders[1]]
    await head.step("submit", funder_id=story.funders[1])
    first = (await story.api.get(f"{story.path}/letters")).json()[0]["id"]
    assert (await head.api.get(f"{head.path}/submissions")).json()[-1]["letter_id"] == first


@pytest.mark.parametrize("before", [IN_PART, TO_IN_USE])
async def test_only_what_was_denied_beside_something_approved_is_carried_on(
    world: World, before: tuple[str, ...]
) -> None:
    story = await begun(world)
    await story.go(*before)
    if before == IN_PART:
        await story.carried_on()
    refused = await story.try_step("carry_on")
    detail = assert_problem(refused, 409, "step-not-ready")["detail"]
    assert "every item is approved" in detail
    offered = {a["act"]: a for a in (await story.api.get(f"{story.path}/actions")).json()}
    assert not offered.get("appeal", {"is_allowed": False})["is_allowed"]
