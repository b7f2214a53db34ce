"""Meetings: notice, every earlier hour with its reason, who came, and what the law counts."""

from datetime import timedelta
from typing import Any

from tests.factories.meeting import MEETINGS, hours, propose
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.task import step
from tests.factories.world import World


async def invitees(world: World, meeting_id: str) -> list[dict[str, Any]]:
    found = (await world.coordinator.get(f"{MEETINGS}/{meeting_id}")).json()
    return found["invitees"]  # type: ignore[no-any-return]


async def events(world: World, student_id: str, type_: str) -> list[dict[str, Any]]:
    listed = (await world.coordinator.get(f"/v1/students/{student_id}/events")).json()
    return [e for e in listed if e["type"] == type_ and not e["entered_in_error"]]


async def test_a_held_conference_is_on_the_file_and_off_it_when_it_was_not(world: World) -> None:
    student_id = await enrolled(world, received_on=world.today - timedelta(days=60))
    meeting = await propose(world, student_id=student_id)
    path = f"{MEETINGS}/{meeting['id']}"
    sent = str(world.today - timedelta(days=20))
    early = await step(world, path, "confirm", notice_sent_on=sent)
    assert_problem(early, 409, "conference-not-approved")
    await happened(
        world, student_id, "transition.conference.approved", world.today - timedelta(days=21)
    )
    assert (await step(world, path, "confirm", notice_sent_on=sent)).json()["state"] == "confirmed"
    assert [e["on"] for e in await events(world, student_id, "transition.conference.invited")] == [
        sent
    ]
    stranger = await step(world, path, "hold", attended=[student_id])
    assert_problem(stranger, 409, "not-asked")
    came = [i["id"] for i in await invitees(world, meeting["id"])]
    held = (await step(world, path, "hold", attended=came, decisions="Evaluate in May.")).json()
    assert held["state"] == "held"
    noted = await events(world, student_id, "transition.conference.held")
    assert [(e["id"], e["on"]) for e in noted] == [(held["event_id"], held["held_on"])]
    assert all(i["attended"] for i in await invitees(world, meeting["id"]))
    undone = await step(world, path, "reopen", reason_code="wrong_child")
    assert (undone.json()["state"], undone.json()["event_id"]) == ("confirmed", None)
    assert await events(world, student_id, "transition.conference.held") == []


async def test_every_earlier_hour_stays_with_its_reason(world: World) -> None:
    student_id = await enrolled(world)
    meeting = await propose(world, student_id=student_id, kind="family", **hours(3))
    path = f"{MEETINGS}/{meeting['id']}"
    for days, reason in ((4, "child_ill"), (5, "staff_ill")):
        moved = await step(world, path, "reschedule", reason_code=reason, **hours(days))
        assert moved.status_code == 200, moved.text
    shown = moved.json()
    assert [e["reason_code"] for e in shown["earlier"]] == ["child_ill", "staff_ill"]
    assert shown["earlier"][0]["starts_at"] == meeting["starts_at"]
    early = await step(world, path, "hold", attended=[student_id])
    assert_problem(early, 409, "step-not-ready")
    assert_problem(
        await step(world, path, "cancel", called_off_by="family"), 422, "invalid-request"
    )
    off = await step(world, path, "cancel", called_off_by="family", reason_code="moved_away")
    assert (off.json()["state"], off.json()["called_off_by"]) == ("cancelled", "family")
    history = (await world.auditor.get(f"{path}/history")).json()["items"]
    assert [c["act"] for c in history] == ["created", "reschedule", "reschedule", "cancel"]


async def test_the_program_s_days_of_notice_hold_unless_the_family_agrees(world: World) -> None:
    await world.administrator.get("/v1/program-settings")
    days = {"meeting_notice_days": {"ifsp_review": 10}}
    await world.administrator.patch("/v1/program-settings", days, '"1"')
    student_id = await enrolled(world)
    meeting = await propose(world, student_id=student_id, kind="ifsp_review", **hours(9))
    path, today = f"{MEETINGS}/{meeting['id']}", str(world.today)
    short = await step(world, path, "confirm", notice_sent_on=today)
    assert_problem(short, 409, "notice-too-short")
    agreed = await step(
        world, path, "confirm", notice_sent_on=today, short_notice_reason="The parent asked for it."
    )
    assert agreed.json()["state"] == "confirmed"
    later = await propose(world, student_id=student_id, kind="ifsp_review", **hours(12))
    tomorrow = str(world.today + timedelta(days=1))
    path = f"{MEETINGS}/{later['id']}"
    assert_problem(await step(world, path, "confirm", notice_sent_on=tomorrow), 409, "meeting-day")
    assert (await step(world, path, "confirm", notice_sent_on=today)).status_code == 200


async def test_nobody_of_the_staff_is_in_two_places_without_a_reason(world: World) -> None:
    student_id = await enrolled(world)
    me = {"role": "coordinator", "principal_id": str(world.people["coordinator"].id)}
    first = await propose(world, student_id=student_id, kind="family", invitees=[me], **hours(2))
    body = {"kind": "team", "title": "Team", "invitees": [me], **hours(2)}
    refused = await world.coordinator.post(MEETINGS, body)
    assert_problem(refused, 409, "staff-overlap")
    assert refused.json()["meetings"] == [first["id"]]
    allowed = {**body, "overlap_reason": "A colleague takes my part."}
    assert (await world.coordinator.post(MEETINGS, allowed)).status_code == 201
    after = {**body, **hours(2, hour=1)}
    assert (await world.coordinator.post(MEETINGS, after)).status_code == 201
    busy = {"role": "provider", "principal_id": str(world.people["therapist"].id)}
    await propose(world, student_id=student_id, kind="family", invitees=[busy], **hours(3))
    free = await propose(world, student_id=student_id, kind="family", invitees=[], **hours(3))
    asked = await world.coordinator.post(f"{MEETINGS}/{free['id']}/invitees", busy)
    assert_problem(asked, 409, "staff-overlap")
    moved = await step(
        world, f"{MEETINGS}/{first['id']}", "reschedule", reason_code="other", **hours(2, hour=1)
    )
    assert_problem(moved, 409, "staff-overlap")


async def test_those_who_are_asked_are_known_and_say_whether_they_come(
    world: World, other: World
) -> None:
    student_id = await enrolled(world)
    meeting = await propose(world, student_id=student_id)
    path = f"{MEETINGS}/{meeting['id']}/invitees"
    foreign = {"role": "provider", "principal_id": str(other.people["therapist"].id)}
    assert_problem(await world.coordinator.post(path, foreign), 409, "cannot-invite")
    two = {**foreign, "outside_name": "R. Ito"}
    assert_problem(await world.coordinator.post(path, two), 422, "invalid-request")
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    mother = {"role": "parent", "contact_id": file["contacts"][0]["id"]}
    asked = (await world.coordinator.post(path, mother)).json()
    comes = {"reply": "comes", "reply_note": "brings the grandmother"}
    told = await world.coordinator.patch(f"{path}/{asked['id']}", comes, '"1"')
    assert (told.json()["reply"], told.json()["version"]) == ("comes", 2)


async def test_meetings_are_seen_by_the_caseload_and_found_by_their_time(world: World) -> None:
    student_id = await enrolled(world)
    near = await propose(world, student_id=student_id, kind="family", **hours(2))
    far = await propose(world, student_id=student_id, kind="family", **hours(40))
    team = await propose(world, kind="team", **hours(20))
    assert_problem(
        await world.coordinator.post(MEETINGS, {"kind": "iep", "title": "x", **hours(1)}), 422, "invalid-request"
    )  # fmt: skip
    seen = (await world.coordinator.get(MEETINGS)).json()["items"]
    assert [m["id"] for m in seen] == [near["id"], team["id"], far["id"]]
    stranger = (await world.api("coordinator-2").get(MEETINGS)).json()["items"]
    assert [m["id"] for m in stranger] == [team["id"]]
    assert (await world.api("coordinator-2").get(f"{MEETINGS}/{near['id']}")).status_code == 403
    until = {"starts_until": hours(30)["starts_at"], "student_id": student_id}
    found = (await world.coordinator.get(MEETINGS, params=until)).json()["items"]
    assert [m["id"] for m in found] == [near["id"]]
    mine = {"principal_id": str(world.people["therapist"].id)}
    assert (await world.supervisor.get(MEETINGS, params=mine)).json()["items"] == []
