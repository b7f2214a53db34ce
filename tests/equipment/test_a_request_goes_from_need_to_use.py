"""The whole way of a request, step by step, and what it leaves behind."""

from itertools import pairwise

from tests.factories.equipment import TO_IN_USE, begun, made
from tests.factories.problem import assert_problem
from tests.factories.world import World


async def test_a_need_comes_to_use_with_every_stage_on_record(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_IN_USE)
    assert story.state == "in_use"
    history = (await story.api.get(f"{story.path}/history")).json()["items"]
    assert [h["act"] for h in history] == ["created", *TO_IN_USE]
    assert all(a["to_state"] == b["from_state"] for a, b in pairwise(history))
    age = (await story.api.get(f"{story.path}/age")).json()
    assert [s["state"] for s in age["stages"]] == [h["to_state"] for h in history]
    assert [s["to_on"] is None for s in age["stages"]] == [False] * 12 + [True]


async def test_who_of_the_family_agreed_is_kept(world: World) -> None:
    story = await begun(world)
    await story.go("try", "draft", "sign", "send_to_prescriber")
    assert made(await story.api.get(story.path))["family_agreed_by"] == story.contact_id
    await story.go("rework")
    assert made(await story.api.get(story.path))["family_agreed_by"] is None


async def test_an_illegal_step_is_refused_with_the_allowed_ones_and_what_they_lack(
    world: World,
) -> None:
    story = await begun(world)
    await story.go("try", "draft")
    refused = assert_problem(
        await story.try_step("order", **await story.evidence("order")), 409, "step-not-allowed"
    )
    assert refused["state"] == "drafting"
    assert refused["allowed"] == ["sign", "drop"]
    assert "History" in refused["missing"]["sign"][0]
