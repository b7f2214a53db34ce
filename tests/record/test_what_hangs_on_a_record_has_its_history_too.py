"""Assignments, pauses and invitees: each can be read by itself, and what it was before."""

from tests.factories.meeting import propose
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World


async def test_who_had_the_child_is_told_with_the_grounds(world: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}/assignments"
    body = {
        "principal_id": str(world.people["coordinator-2"].id), "role": "coordinator", "grounds": "Lives next door.",
    }  # fmt: skip
    assert (await world.supervisor.post(path, body)).status_code == 201
    listed = (await world.supervisor.get(path)).json()
    assert [(a["to_on"] is None, a["grounds"]) for a in listed] == [
        (False, "On the team."),
        (True, "Lives next door."),
    ]
    former = f"{path}/{listed[0]['id']}"
    one = await world.supervisor.get(former)
    assert one.json() == listed[0]
    history = (await world.supervisor.get(f"{former}/history")).json()["items"]
    assert [(c["act"], c["created_by"]) for c in history] == [
        ("created", str(world.people["supervisor"].id)),
        ("ended", str(world.people["supervisor"].id)),
    ]
    assert_problem(await world.coordinator.get(path), 403, "not-on-caseload")


async def test_a_pause_keeps_what_it_was(world: World) -> None:
    path = f"/v1/students/{await enrolled(world)}/pauses"
    body = {
        "reason": "partc.family_circumstances",
        "from_on": str(world.today),
        "evidence": "called",
    }
    made = (await world.coordinator.post(path, body)).json()
    one = f"{path}/{made['id']}"
    tag = (await world.coordinator.get(one)).headers["etag"]
    ended = await world.coordinator.patch(one, {"to_on": str(world.today)}, tag)
    assert ended.status_code == 200, ended.text
    [_, changed] = (await world.coordinator.get(f"{one}/history")).json()["items"]
    assert changed["changes"] == {"to_on": {"from": None, "to": str(world.today)}}


async def test_an_invitee_keeps_every_answer(world: World) -> None:
    meeting = await propose(world, student_id=await enrolled(world))
    path = f"/v1/meetings/{meeting['id']}"
    invitee = (await world.coordinator.get(path)).json()["invitees"][0]
    one = f"{path}/invitees/{invitee['id']}"
    assert (await world.coordinator.get(one)).json() == invitee
    answered = await world.coordinator.patch(one, {"reply": "comes"}, '"1"')
    assert answered.status_code == 200, answered.text
    history = (await world.coordinator.get(f"{one}/history")).json()["items"]
    assert [c["act"] for c in history] == ["created", "changed"]
