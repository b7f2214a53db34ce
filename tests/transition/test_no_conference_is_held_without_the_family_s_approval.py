"""The conference: convened with the family's approval, declined by the family itself, with signer and reason."""

from datetime import timedelta

from tests.factories.meeting import MEETINGS, propose
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.task import step
from tests.factories.world import World

APPROVED, DECLINED = "transition.conference.approved", "transition.conference.declined"
HELD = "transition.conference.held"


async def opened(world: World) -> tuple[str, str]:
    """A student two months with the program; returns its id and its contact's, who may sign."""
    student_id = await enrolled(world, received_on=world.today - timedelta(days=60))
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    return student_id, str(file["contacts"][0]["id"])


async def test_neither_by_an_event_nor_by_a_meeting(world: World) -> None:
    student_id, _ = await opened(world)
    meeting = await propose(world, student_id=student_id)
    path = f"{MEETINGS}/{meeting['id']}"
    came = [i["id"] for i in (await world.coordinator.get(path)).json()["invitees"]]
    assert_problem(await step(world, path, "hold", attended=came), 409, "conference-not-approved")
    for type_ in (HELD, "transition.conference.invited"):
        typed = {"type": type_, "on": str(world.today)}
        answer = await world.coordinator.post(f"/v1/students/{student_id}/events", typed)
        assert_problem(answer, 409, "conference-not-approved")
    await happened(world, student_id, APPROVED, world.today - timedelta(days=2))
    early = {"type": HELD, "on": str(world.today - timedelta(days=3))}
    answer = await world.coordinator.post(f"/v1/students/{student_id}/events", early)
    assert_problem(answer, 409, "conference-not-approved")
    unknown = await step(world, path, "hold", attended=came, delay_reason="WEATHER")
    assert_problem(unknown, 422, "unknown-name")
    held = await step(world, path, "hold", attended=came, delay_reason="FAMILY_CHILD_ILLNESS")
    assert held.json()["state"] == "held", held.text
    events = (await world.coordinator.get(f"/v1/students/{student_id}/events")).json()
    [noted] = [e for e in events if e["type"] == HELD]
    assert noted["data"]["delay_reason"] == "FAMILY_CHILD_ILLNESS"


async def test_an_import_of_what_was_held_elsewhere_passes(world: World) -> None:
    received = world.today - timedelta(days=60)
    child = {"first_name": "Lio", "last_name": "Ray", "born_on": "2025-01-05"}
    lines = {"ref": "A", "data": {**child, "referred_on": str(received)}}
    made = await world.administrator.post("/v1/imports/students", {"lines": [lines]})
    student_id = made.json()["lines"][0]["id"]
    events = [
        {"ref": type_, "data": {"student_ref": "A", "type": type_, "on": str(world.today)}}
        for type_ in (HELD, DECLINED)
    ]
    taken = await world.administrator.post("/v1/imports/events", {"lines": events})
    assert taken.json()["created"] == 2, taken.text
    typed = await world.supervisor.post(
        f"/v1/students/{student_id}/events", {"type": DECLINED, "on": str(world.today)}
    )
    assert_problem(typed, 409, "event-has-own-route")


async def test_the_family_declines_with_signer_and_reason_and_takes_it_back(world: World) -> None:
    student_id, contact_id = await opened(world)
    declines = f"/v1/students/{student_id}/conference-declines"
    before = world.today - timedelta(days=1)
    await happened(world, student_id, APPROVED, world.today - timedelta(days=5))
    body = {
        "contact_id": contact_id, "declined_on": str(before), "reason": "We move in June.",
        "delay_reason": "FAMILY_REQUEST_DELAY",
    }  # fmt: skip
    assert_problem(
        await world.coordinator.post(f"{declines}/withdrawal", {"contact_id": contact_id}),
        409, "conference-not-declined",
    )  # fmt: skip
    stranger = await world.coordinator.post(declines, {**body, "contact_id": student_id})
    assert_problem(stranger, 404, "contact-not-found")
    unknown = await world.coordinator.post(declines, {**body, "delay_reason": "WEATHER"})
    assert_problem(unknown, 422, "unknown-name")
    made = await world.coordinator.post(declines, body)
    assert made.status_code == 201, made.text
    assert made.json()["data"] == {
        "contact_id": contact_id, "reason": "We move in June.", "delay_reason": "FAMILY_REQUEST_DELAY",
    }  # fmt: skip
    transition = f"/v1/students/{student_id}/transition"
    assert (await world.coordinator.get(transition)).json()["state"] == "conference_declined"
    assert_problem(await world.coordinator.post(declines, body), 409, "conference-declined")
    held = {"type": HELD, "on": str(world.today)}
    events = f"/v1/students/{student_id}/events"
    assert_problem(await world.coordinator.post(events, held), 409, "conference-not-approved")
    early = {"contact_id": contact_id, "withdrawn_on": str(before - timedelta(days=1))}
    refused = await world.coordinator.post(f"{declines}/withdrawal", early)
    assert_problem(refused, 409, "decline-dates")
    undone = await world.coordinator.post(f"{declines}/withdrawal", {"contact_id": contact_id})
    assert undone.json()["entered_in_error"] is True, undone.text
    assert (await world.coordinator.post(events, held)).status_code == 201
    late = await world.coordinator.post(declines, {**body, "declined_on": str(world.today)})
    assert_problem(late, 409, "conference-held")
