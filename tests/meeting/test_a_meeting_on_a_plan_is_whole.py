"""A meeting on a plan has written notice and those without whom it is none, or says why not."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.meeting import MEETINGS, propose, team
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.task import step
from tests.factories.world import World
from tests.meeting.test_meetings_keep_what_they_were import events, invitees


async def _proposed(
    world: World, kind: str = "ifsp_initial", without: str | None = None
) -> tuple[str, str, list[str]]:
    """Student, path of the meeting, ids of those who are asked."""
    start = world.today - timedelta(days=30)
    student_id = await enrolled(world, received_on=start)
    for day, type_ in ((2, "consent.evaluation.signed"), (9, "evaluation.completed")):
        body = {"type": type_, "on": str(start + timedelta(days=day)), "data": {}}
        told = await world.coordinator.post(f"/v1/students/{student_id}/events", body)
        assert told.status_code == 201, told.text
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    people = [p for p in team(file["contacts"][0]["id"]) if p["role"] != without]
    asked = people or [{"role": "other", "outside_name": "X"}]
    meeting = await propose(world, student_id=student_id, kind=kind, invitees=asked)
    path = f"{MEETINGS}/{meeting['id']}"
    return student_id, path, [i["id"] for i in await invitees(world, meeting["id"])]


async def _confirmed(world: World, path: str) -> None:
    sent = str(world.today - timedelta(days=5))
    assert (await step(world, path, "confirm", notice_sent_on=sent)).status_code == 200


async def test_nobodys_notice_is_no_notice_and_nobodys_meeting_starts_no_clock(
    world: World,
) -> None:
    student_id, path, came = await _proposed(world)
    refused = await step(world, path, "hold", attended=came)
    assert assert_problem(refused, 409, "meeting-incomplete")["missing"] == ["written notice"]
    assert await events(world, student_id, "ifsp.initial.held") == []
    await _confirmed(world, path)
    held = (await step(world, path, "hold", attended=came)).json()
    assert (held["state"], held["gaps_reason"]) == ("held", None)
    [told] = await events(world, student_id, "ifsp.initial.held")
    assert told["id"] == held["event_id"]


async def test_somebody_who_is_missing_is_explained(world: World) -> None:
    _, path, came = await _proposed(world, without="evaluator")
    await _confirmed(world, path)
    refused = await step(world, path, "hold", attended=came)
    assert assert_problem(refused, 409, "meeting-incomplete")["missing"] == ["evaluator"]
    why = "The evaluator's report was read together."
    held = await step(world, path, "hold", attended=came, gaps_reason=why)
    assert (held.status_code, held.json()["gaps_reason"]) == (200, why), held.text
    undone = await step(world, path, "reopen", reason_code="wrong_child")
    assert undone.json()["gaps_reason"] is None


@pytest.mark.parametrize("kind", ["ifsp_initial", "ifsp_review", "ifsp_annual"])
async def test_no_reason_holds_a_meeting_on_an_ifsp_without_a_parent(
    world: World, kind: str
) -> None:
    student_id, path, came = await _proposed(world, kind, without="parent")
    await _confirmed(world, path)
    said: dict[str, Any] = {"attended": came, "gaps_reason": "They did not come."}
    refused = assert_problem(await step(world, path, "hold", **said), 409, "meeting-incomplete")
    assert refused["missing"] == ["parent"]
    told = (await world.coordinator.get(f"/v1/students/{student_id}/events")).json()
    assert not [e for e in told if e["type"].startswith("ifsp.")]


async def test_a_review_asks_for_no_evaluator(world: World) -> None:
    _, path, came = await _proposed(world, "ifsp_review", without="evaluator")
    await _confirmed(world, path)
    assert (await step(world, path, "hold", attended=came)).status_code == 200


async def test_an_iep_is_met_on_by_parent_special_educator_and_the_district(world: World) -> None:
    _, path, came = await _proposed(world, "iep")
    await _confirmed(world, path)
    refused = assert_problem(
        await step(world, path, "hold", attended=came), 409, "meeting-incomplete"
    )
    assert refused["missing"] == ["special_educator", "district"]
