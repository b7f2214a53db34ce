"""Stays in the program: on hold, out of reach, out for a federal reason, back without retyping."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.episode import MACHINE
from tests.factories.judgement import judged
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.world import World

ACTS = sorted({step.act for step in MACHINE.steps})


async def _stay(world: World, student_id: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = (
        await world.coordinator.get(f"/v1/students/{student_id}/enrolments")
    ).json()
    return found[-1]


async def _step(world: World, student_id: str, **body: Any) -> Any:
    stay = await _stay(world, student_id)
    return await world.coordinator.http.post(
        f"/v1/students/{student_id}/enrolments/{stay['id']}/steps",
        json=body,
        headers={"If-Match": f'"{stay["version"]}"', "Idempotency-Key": str(uuid4())},
    )


async def _open_duties(world: World, student_id: str) -> list[dict[str, Any]]:
    rows = (await world.supervisor.get("/v1/deadlines?limit=200")).json()["items"]
    return [r for r in rows if r["student_id"] == student_id]


async def test_a_family_that_asks_to_wait_is_asked_again_on_a_day(world: World) -> None:
    student_id = await enrolled(world)
    again = str(world.today + timedelta(days=30))
    assert_problem(
        await _step(world, student_id, act="hold", review_on=again), 409, "reason-missing"
    )
    late = await _step(
        world, student_id, act="hold", review_on=str(world.today), reason_code="family"
    )
    assert_problem(late, 409, "episode-dates")
    held = await _step(world, student_id, act="hold", review_on=again, reason_code="family")
    assert (held.json()["aside"], held.json()["review_on"], held.json()["state"]) == (
        "on_hold",
        again,
        "intake",
    )
    assert_problem(
        await _step(world, student_id, act="hold", review_on=again, reason_code="x"),
        409,
        "step-not-allowed",
    )
    of_child = {"student_id": student_id}
    [asked] = (await world.coordinator.get("/v1/tasks", params=of_child)).json()["items"]
    assert (asked["source"], asked["due_on"], asked["state"]) == ("hold", again, "open")
    assert asked["assignee_id"] == str(world.people["coordinator"].id)
    assert (await _step(world, student_id, act="resume")).json()["aside"] is None
    [asked] = (await world.coordinator.get("/v1/tasks", params=of_child)).json()["items"]
    assert asked["state"] == "done"


async def test_a_family_that_left_is_not_asked_again(world: World) -> None:
    student_id = await enrolled(world)
    again = str(world.today + timedelta(days=30))
    await _step(world, student_id, act="hold", review_on=again, reason_code="family")
    left = await _step(world, student_id, act="exit", on=str(world.today), reason="WITHDRAWN")
    assert left.status_code == 200, left.text
    listed = await world.supervisor.get("/v1/tasks", params={"student_id": student_id})
    assert [t["state"] for t in listed.json()["items"]] == ["done"]


async def test_nobody_is_out_of_reach_without_attempts(world: World) -> None:
    student_id = await enrolled(world)
    refused = assert_problem(
        await _step(world, student_id, act="lose_contact"), 409, "step-not-ready"
    )
    assert refused["missing"]
    for channel in ("phone", "letter"):
        body = {"act": "attempt", "on": str(world.today), "channel": channel, "result": "no answer"}
        assert (await _step(world, student_id, **body)).status_code == 200
    lost = await _step(world, student_id, act="lose_contact")
    assert lost.json()["aside"] == "unreachable"
    assert [a["channel"] for a in lost.json()["contact_attempts"]] == ["phone", "letter"]


async def test_an_exit_has_a_federal_reason_and_ends_what_was_owed(world: World) -> None:
    student_id = await enrolled(world)
    wrong = await _step(world, student_id, act="exit", on=str(world.today), reason="MOVED_OUT")
    assert (
        "MOVED_OUT_OF_STATE" in assert_problem(wrong, 422, "invalid-request")["errors"][0]["detail"]
    )
    early = await _step(world, student_id, act="exit", on="2020-01-01", reason="WITHDRAWN")
    assert_problem(early, 409, "episode-dates")
    body = {"act": "exit", "on": str(world.today), "reason": "WITHDRAWN", "end_assignments": True}
    left = await _step(world, student_id, **body)
    assert (left.json()["state"], left.json()["exit_reason"]) == ("exited", "WITHDRAWN")
    assert (await world.coordinator.get(f"/v1/students/{student_id}")).status_code == 403
    path = f"/v1/students/{student_id}/enrolments/{left.json()['id']}"
    assert (await world.supervisor.get(f"{path}/actions")).json() == []
    told = (await world.supervisor.get(f"{path}/history")).json()["items"]
    assert (told[-1]["act"], told[-1]["to_state"]) == ("exit", "exited")
    moved = await world.look(
        "select count(*) from eb.outbox where tenant_id = :t and topic = 'enrolment.moved' and payload->>'to_state' = 'exited'",
        t=world.program_id,
    )  # fmt: skip
    assert moved[0][0] == 1


async def test_a_child_comes_back_to_the_same_file_with_a_new_clock(world: World) -> None:
    start = world.today - timedelta(days=200)
    student_id = await enrolled(world, received_on=start)
    await happened(world, student_id, "consent.evaluation.signed", start + timedelta(days=5))
    await happened(world, student_id, "evaluation.completed", start + timedelta(days=20))
    still = await world.coordinator.post(f"/v1/students/{student_id}/enrolments", {})
    assert_problem(still, 409, "student-still-enrolled")
    gone = str(world.today - timedelta(days=60))
    assert (
        await _step(world, student_id, act="exit", on=gone, reason="WITHDRAWN")
    ).status_code == 200
    back = await world.coordinator.post(
        f"/v1/students/{student_id}/enrolments", {"reuse_evaluation": True, "channel": "phone"}
    )
    assert back.status_code == 201, back.text
    stays = (await world.coordinator.get(f"/v1/students/{student_id}/enrolments")).json()
    assert [s["state"] for s in stays] == ["exited", "evaluating"]
    assert back.json()["previous_id"] == stays[0]["id"]
    events = (await world.coordinator.get(f"/v1/students/{student_id}/events")).json()
    reused = [e for e in events if e["data"].get("reused_event_id")]
    assert [e["data"]["evaluated_on"] for e in reused] == [str(start + timedelta(days=20))]
    plan = [
        d
        for d in await _open_duties(world, student_id)
        if d["rule_id"] == "us-ca.partc.initial_ifsp"
    ]
    assert [d["due_on"] for d in plan] == [str(world.today + timedelta(days=45))]


async def test_an_evaluation_that_is_not_there_is_not_reused(world: World) -> None:
    student_id = await enrolled(world)
    await _step(world, student_id, act="exit", on=str(world.today), reason="NO_CONTACT")
    body = {"reuse_evaluation": True}
    answer = await world.coordinator.post(f"/v1/students/{student_id}/enrolments", body)
    assert_problem(answer, 409, "no-evaluation-to-reuse")


async def test_after_a_death_every_message_stops_at_once(world: World) -> None:
    born = world.today - timedelta(days=3 * 365 - 100)
    student_id = await enrolled(
        world, received_on=world.today - timedelta(days=300), child={"born_on": str(born)}
    )
    await judged(world.coordinator, f"/v1/students/{student_id}")
    assert (
        await world.coordinator.post(f"/v1/students/{student_id}/lea-notifications", {})
    ).status_code == 201
    assert (await world.district.get("/v1/lea-notices")).json()["items"]
    await _step(world, student_id, act="exit", on=str(world.today), reason="DECEASED")
    assert (await world.district.get("/v1/lea-notices")).json()["items"] == []
    assert await _open_duties(world, student_id) == []
    file = (await world.supervisor.get(f"/v1/students/{student_id}")).json()
    assert file["enrolment"]["exit_reason"] == "DECEASED"


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.sampled_from(ACTS), min_size=1, max_size=8))
async def test_any_order_of_steps_keeps_to_what_is_offered(world: World, steps: list[str]) -> None:
    name = {"first_name": uuid4().hex, "last_name": uuid4().hex}
    student_id = await enrolled(
        world, child=name, contacts=[{"first_name": "P", "relationship": "parent"}]
    )
    evidence: dict[str, dict[str, Any]] = {
        "hold": {"review_on": str(world.today + timedelta(days=9))},
        "attempt": {"on": str(world.today), "channel": "phone"},
        "exit": {"on": str(world.today), "reason": "WITHDRAWN"},
    }
    for act in steps:
        stay = await _stay(world, student_id)
        path = f"/v1/students/{student_id}/enrolments/{stay['id']}/actions"
        offered = {a["act"] for a in (await world.coordinator.get(path)).json() if a["is_allowed"]}
        body = {"act": act, "reason_code": "why", **evidence.get(act, {})}
        answer = await _step(world, student_id, **body)
        assert (answer.status_code == 200) is (act in offered), (act, offered, answer.text)
