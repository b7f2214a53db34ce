"""A recall finds every holder, whatever else was recalled, until each thing is put right."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.factories.equipment import TO_ORDERED, Story, begun, made
from tests.factories.loan import on_shelf, reserve, step
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World

RECALLS = "/v1/equipment-recalls"


async def recalled(world: World, **changes: Any) -> dict[str, Any]:
    notice = {
        "manufacturer": "Rollwell", "model": "Cub 2", "notice": "The axle may break.", "published_on": str(world.today),
        **changes,
    }  # fmt: skip
    return made(await world.supervisor.post(RECALLS, notice))


async def owned(story: Story, **changes: Any) -> dict[str, Any]:
    """The request's item, of the recalled model and the family's own."""
    said = {"manufacturer": "RollWell", "model": "CUB-2", "owner": "family", **changes}
    return await changed(story, **said)


async def changed(story: Story, **changes: Any) -> dict[str, Any]:
    path = f"{story.path}/items/{story.item_ids[0]}"
    version = (await story.api.get(path)).headers["etag"]
    return made(await story.api.patch(path, changes, version))


async def lent(world: World, story: Story, **changes: Any) -> tuple[dict[str, Any], str]:
    """A thing of the closet that the child has, and the loan's path."""
    item = await on_shelf(world, **changes)
    loan = made(await reserve(story.api, world, item, story.student_id, 0, 9))
    path = f"/v1/loans/{loan['id']}"
    made(await step(story.api, path, "hand_out", condition="good"))
    return item, path


async def holders(world: World, recall: dict[str, Any]) -> dict[str, bool]:
    """Loans and items by id: whether each certainly is meant."""
    answer = await world.supervisor.get(f"{RECALLS}/{recall['id']}/holders")
    return {h["id"]: h["is_certain"] for h in answer.json()["items"]}


async def clear(story: Story, recall_id: str, **changes: Any) -> httpx.Response:
    path = f"{story.path}/items/{story.item_ids[0]}"
    tag = (await story.api.get(path)).headers["etag"]
    headers = {"If-Match": tag, "Idempotency-Key": str(uuid4())}
    body = {"recall_id": recall_id, "reason_code": "part_replaced", **changes}
    return await story.api.http.post(f"{path}/recall-clearances", json=body, headers=headers)


async def test_a_recall_finds_every_holder_and_ends_the_lending(world: World) -> None:
    story = await begun(world)
    await story.go(
        "try", "draft", "sign", "send_to_prescriber", "prescribe", "submit", "approve", "order", "deliver"
    )  # fmt: skip
    item, other = await on_shelf(world), await on_shelf(world)
    loan = made(await reserve(story.api, world, item, story.student_id, 0, 9))
    made(await step(story.api, f"/v1/loans/{loan['id']}", "hand_out", condition="good"))
    notice = {
        "manufacturer": "Rollwell", "model": "Cub 2", "notice": "The axle may break.", "published_on": str(world.today),
    }  # fmt: skip
    recall = made(await world.supervisor.post("/v1/equipment-recalls", notice))
    path = f"/v1/equipment-recalls/{recall['id']}/holders"
    holders = (await world.supervisor.get(path)).json()["items"]
    assert {(h["held_as"], h["id"]) for h in holders} == {
        ("loan", loan["id"]), ("own", story.item_ids[0]),
    }  # fmt: skip
    assert (await world.coordinator.get(path)).status_code == 403
    refused = await reserve(story.api, world, other, story.student_id, 0, 9)
    assert_problem(refused, 409, "item-not-lent")
    late = await on_shelf(world)
    assert late["recall_id"] == recall["id"]


async def test_what_is_delivered_says_by_what_a_recall_finds_it(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_ORDERED)
    whole = (await story.evidence("deliver"))["items"]
    bare = [{k: v for k, v in w.items() if k not in {"model", "no_maker"}} for w in whole]
    refused = await story.try_step("deliver", items=bare)
    assert assert_problem(refused, 409, "delivery-unnamed")["item_ids"] == sorted(story.item_ids)
    assert [i["owner"] for i in await story.items()] == [None, None]
    await story.step("deliver", items=whole)
    assert [i["no_maker"] for i in await story.items()] == [None, "Made in the clinic"]
    recall = await recalled(world)
    assert await holders(world, recall) == {story.item_ids[0]: True}
    path = f"{story.path}/items/{story.item_ids[0]}"
    tag = (await story.api.get(path)).headers["etag"]
    assert_problem(await story.api.patch(path, {"model": None}, tag), 409, "delivery-unnamed")
    assert await holders(world, recall) == {story.item_ids[0]: True}
    assert (await changed(story, model="Cub 3"))["recall_id"] is None
    assert await holders(world, recall) == {}


async def test_a_second_recall_of_the_model_takes_nobody_off_the_first(world: World) -> None:
    story = await begun(world)
    mine = await owned(story, serial_number="S-1")
    _, loan = await lent(world, story)
    first, second = await recalled(world), await recalled(world, notice="The brake may slip.")
    both = {mine["id"]: True, loan.rsplit("/", 1)[-1]: True}
    assert await holders(world, first) == await holders(world, second) == both


async def test_a_serial_number_is_found_however_it_was_typed(world: World) -> None:
    story = await begun(world)
    mine = await owned(story, serial_number="Ro 1040-a")
    item, loan = await lent(world, story, serial_number="ro-1041")
    named = await recalled(world, serial_numbers=["RO-1040A", "RO 1041"])
    assert await holders(world, named) == {mine["id"]: True, loan.rsplit("/", 1)[-1]: True}
    marked = (await world.supervisor.get(f"/v1/loan-items/{item['id']}")).json()
    assert marked["recall_id"] == (await story.items())[0]["recall_id"] == named["id"]
    made(await clear(story, named["id"]))
    assert mine["id"] not in await holders(world, named)
    assert (await on_shelf(world, serial_number="Ro1040 A"))["recall_id"] == named["id"]


async def test_each_mark_of_a_recall_stands_in_the_history_of_its_thing(world: World) -> None:
    story = await begun(world)
    await story.go(*TO_ORDERED)
    early = await recalled(world)
    await story.go("deliver")
    child = {"first_name": "Berta", "last_name": "Quint"}
    other = await begun(world, await enrolled(world, child=child))
    mine = await owned(other)
    item, _ = await lent(world, other, model="Cub 9")
    late = await recalled(world, model="Cub 9")
    told = {
        f"{story.path}/items/{story.item_ids[0]}": ("delivered", early),
        f"{other.path}/items/{mine['id']}": ("changed", early),
        f"/v1/loan-items/{item['id']}": ("recalled", late),
    }
    for path, (act, recall) in told.items():
        acts = (await world.supervisor.get(f"{path}/history")).json()["items"]
        (marked,) = [a for a in acts if "recall_id" in a["changes"]]
        assert marked["act"] == act
        assert marked["changes"]["recall_id"] == {"from": None, "to": recall["id"]}
        assert marked["version"] == made(await world.supervisor.get(path))["version"]


async def test_what_a_recall_said_before_stands_in_its_history(world: World) -> None:
    recall = await recalled(world)
    path = f"{RECALLS}/{recall['id']}"
    said = await world.supervisor.patch(path, {"notice": "Stop using it."}, '"1"')
    assert (made(said)["notice"], said.headers["etag"]) == ("Stop using it.", '"2"')
    stale = await world.supervisor.patch(path, {"notice": "x"}, '"1"')
    assert_problem(stale, 412, "if-match-stale")
    acts = (await world.coordinator.get(f"{path}/history")).json()["items"]
    assert [(a["act"], a["changes"]) for a in acts] == [
        ("created", {}),
        ("changed", {"notice": {"from": "The axle may break.", "to": "Stop using it."}}),
    ]


async def test_a_thing_is_put_right_recall_by_recall(world: World) -> None:
    story = await begun(world)
    item, loan = await lent(world, story)
    first, second = await recalled(world), await recalled(world, notice="The brake may slip.")
    made(await step(story.api, loan, "take_back", condition="good"))
    shelf = f"/v1/loan-items/{item['id']}"
    seen = []
    for _ in range(2):
        seen.append(made(await story.api.get(shelf))["recall_id"])
        made(await step(world.supervisor, shelf, "clear_recall", reason_code="part_replaced"))
    assert seen == [first["id"], second["id"]]
    refused = await step(world.supervisor, shelf, "clear_recall", reason_code="part_replaced")
    assert_problem(refused, 409, "step-not-ready")
    for act in ("clean", "shelve"):
        made(await step(story.api, shelf, act))
    made(await reserve(story.api, world, item, story.student_id, 0, 9))


async def test_a_holder_without_a_known_serial_number_is_listed_as_possible(world: World) -> None:
    story = await begun(world)
    mine = await owned(story)
    _, loan = await lent(world, story, serial_number="S-1")
    await lent(world, story, serial_number="S-2")
    recall = await recalled(world, serial_numbers=["S-1", "S-9"])
    meant = {loan.rsplit("/", 1)[-1]: True}
    assert await holders(world, recall) == meant | {mine["id"]: False}
    assert (await changed(story, serial_number="S-9"))["recall_id"] == recall["id"]
    assert await holders(world, recall) == meant | {mine["id"]: True}
    assert (await changed(story, serial_number="S-3"))["recall_id"] is None
    assert await holders(world, recall) == meant


async def test_an_owned_item_that_was_put_right_is_held_no_longer(world: World) -> None:
    story = await begun(world)
    mine = await owned(story)
    recalls = [await recalled(world), await recalled(world, serial_numbers=["S-7"])]
    for recall in recalls:
        assert await holders(world, recall)
        cleared = made(await clear(story, recall["id"], on=str(world.today), comment="By post."))
        assert cleared["recall_id"] is None
        assert await holders(world, recall) == {}
        assert_problem(await clear(story, recall["id"]), 409, "not-recalled")
    assert (await changed(story, serial_number="S-7"))["recall_id"] is None
    history = await story.api.get(f"{story.path}/items/{mine['id']}/history")
    acts = [h for h in history.json()["items"] if h["act"] == "recall_cleared"]
    assert [(h["reason_code"], h["comment"]) for h in acts] == [("part_replaced", "By post.")] * 2
    days = [c["on"] for c in acts[1]["changes"]["cleared_recalls"]["to"]]
    assert days == [str(world.today)] * 2


async def test_only_what_is_called_back_is_put_right_and_on_a_day_that_can_be(
    world: World,
) -> None:
    story = await begun(world)
    await owned(story, serial_number="S-1")
    recall = await recalled(world)
    for recall_id in (str(uuid4()), story.id):
        assert_problem(await clear(story, recall_id), 404, "equipment-recall-not-found")
    for other in (
        await recalled(world, model="Cub 3"),
        await recalled(world, serial_numbers=["S-2"]),
    ):
        assert_problem(await clear(story, other["id"]), 409, "not-recalled")
    for away in (-1, 1):
        day = str(world.today + timedelta(days=away))
        assert_problem(await clear(story, recall["id"], on=day), 409, "equipment-dates")
    assert (await clear(story, recall["id"], reason_code=None)).status_code == 422
    assert len(await holders(world, recall)) == 1
