"""A recall that should not have been published: every mark that it made goes with it, and who was told is told."""

from typing import Any
from uuid import uuid4

import httpx

from tests.equipment.test_a_recall_finds_every_holder import (
    RECALLS,
    clear,
    holders,
    lent,
    owned,
    recalled,
)
from tests.factories.equipment import begun, made
from tests.factories.loan import on_shelf, reserve
from tests.factories.problem import assert_problem
from tests.factories.world import World


async def withdraw(
    world: World, recall: dict[str, Any], who: str = "supervisor", **changes: Any
) -> httpx.Response:
    body = {"act": "withdraw", "reason_code": "wrong_model", "comment": "It is the Cub 3.", **changes}  # fmt: skip
    headers = {"If-Match": f'"{recall["version"]}"', "Idempotency-Key": str(uuid4())}
    return await world.api(who).http.post(
        f"{RECALLS}/{recall['id']}/steps", json=body, headers=headers
    )


async def test_every_mark_of_it_goes_and_those_who_were_told_are_told(world: World) -> None:
    story = await begun(world)
    mine, (item, loan) = await owned(story), await lent(world, story)
    shelf = await on_shelf(world)
    recall = await recalled(world)
    refused = await reserve(story.api, world, shelf, story.student_id, 0, 9)
    assert_problem(refused, 409, "item-not-lent")
    assert_problem(await withdraw(world, recall, reason_code=None), 409, "reason-missing")
    assert (await withdraw(world, recall, "coordinator")).status_code == 403
    after = made(await withdraw(world, recall))
    assert (after["state"], after["version"]) == ("withdrawn", 2)
    things = [f"/v1/loan-items/{i['id']}" for i in (item, shelf)] + [f"{story.path}/items/{mine['id']}"]  # fmt: skip
    for path in things:
        assert made(await world.supervisor.get(path))["recall_id"] is None
        last = (await world.supervisor.get(f"{path}/history")).json()["items"][-1]
        assert (last["act"], last["reason_code"]) == ("recall_withdrawn", "wrong_model")
        assert last["changes"]["recall_id"] == {"from": recall["id"], "to": None}
    made(await reserve(story.api, world, shelf, story.student_id, 0, 9))
    assert (await on_shelf(world))["recall_id"] is None
    assert set(await holders(world, recall)) == {mine["id"], loan.rsplit("/", 1)[-1]}
    told = await world.look(
        "select topic from eb.outbox where payload->>'recall_id' = :r order by id", r=recall["id"]
    )
    assert [t.topic for t in told] == ["equipment.recalled", "equipment.recall-withdrawn"]


async def test_another_recall_that_is_open_marks_what_it_let_go(world: World) -> None:
    story = await begun(world)
    mine = await owned(story)
    first, second = await recalled(world), await recalled(world, notice="The brake may slip.")
    made(await withdraw(world, second))
    assert made(await story.api.get(f"{story.path}/items/{mine['id']}"))["recall_id"] == first["id"]
    third = await recalled(world, notice="The seat may tip.")
    made(await withdraw(world, first))
    assert made(await story.api.get(f"{story.path}/items/{mine['id']}"))["recall_id"] == third["id"]


async def test_a_withdrawn_recall_is_over(world: World) -> None:
    story = await begun(world)
    await owned(story)
    recall = await recalled(world)
    offered = (await world.supervisor.get(f"{RECALLS}/{recall['id']}/actions")).json()
    assert [(a["act"], a["to_state"]) for a in offered] == [
        ("change", "published"), ("withdraw", "withdrawn"),
    ]  # fmt: skip
    after = made(await withdraw(world, recall))
    assert (await world.supervisor.get(f"{RECALLS}/{recall['id']}/actions")).json() == []
    assert_problem(await withdraw(world, after), 409, "step-not-allowed")
    late = await world.supervisor.patch(f"{RECALLS}/{recall['id']}", {"notice": "x"}, '"2"')
    assert_problem(late, 409, "step-not-allowed")
    assert_problem(await clear(story, recall["id"]), 409, "not-recalled")
    acts = (await world.supervisor.get(f"{RECALLS}/{recall['id']}/history")).json()["items"]
    assert [(a["act"], a["comment"]) for a in acts][-1] == ("withdraw", "It is the Cub 3.")
