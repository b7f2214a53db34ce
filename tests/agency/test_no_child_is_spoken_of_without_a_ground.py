"""Talks, resources and referrals out: a child only on a ground, a follow-up always as a task."""

from datetime import timedelta
from typing import Any

from tests.factories.agency import add_agency, add_part, made, released
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.rounds import do_what_is_due
from tests.factories.task import step
from tests.factories.world import World

TALKS, OUT = "/v1/agency-contacts", "/v1/outbound-referrals"


def talk(agency_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "agency_id": agency_id, "channel": "phone", "direction": "out", "topic": "Waiting list", **changes,
    }  # fmt: skip


async def tasks(world: World, **asked: Any) -> list[dict[str, Any]]:
    """Those that records ask for; the law's own make themselves."""
    params = {"waiting": True, **asked}
    found = (await world.supervisor.get("/v1/tasks", params=params)).json()["items"]
    return [t for t in found if t["source"] != "duty"]


async def test_a_talk_about_a_child_needs_a_live_consent_that_names_the_agency(
    world: World,
) -> None:
    student_id, agency = await enrolled(world), await add_agency(world)
    about = talk(agency["id"], student_id=student_id, purpose="referral_out")
    assert_problem(await world.coordinator.post(TALKS, about), 422, "invalid-request")
    consent_id = await released(world, student_id, agency["id"])
    row = await made(world, TALKS, **about, consent_id=consent_id)
    assert row["disclosure_id"] is None
    cedar = await add_agency(world, name="Cedar")
    other = {**about, "agency_id": cedar["id"], "consent_id": consent_id}
    assert_problem(await world.coordinator.post(TALKS, other), 409, "consent-not-live")
    more = {**about, "consent_id": consent_id, "told": ["services"]}
    assert_problem(await world.coordinator.post(TALKS, more), 409, "consent-not-live")
    told = await made(world, TALKS, **about, consent_id=consent_id, told=["profile"])
    given = await world.coordinator.get(f"/v1/students/{student_id}/disclosures")
    assert told["disclosure_id"] in given.text
    await world.coordinator.post(f"/v1/students/{student_id}/consents/{consent_id}/revocation", {})
    again = {**about, "consent_id": consent_id}
    assert_problem(await world.coordinator.post(TALKS, again), 409, "consent-not-live")
    on_exception = await made(world, TALKS, **about, exception="health_or_safety")
    assert on_exception["exception"] == "health_or_safety"


async def test_a_partner_is_the_same_recipient_by_either_name(world: World) -> None:
    student_id = await enrolled(world)
    agency = await add_agency(world, organisation_id=str(world.agency_id))
    consent_id = await released(world, student_id, None, recipient_id=str(world.agency_id))
    about = talk(agency["id"], student_id=student_id, purpose="referral_out")
    await made(world, TALKS, **about, consent_id=consent_id)
    by_name = await released(world, student_id, None, recipient_name="Valley Speech")
    cedar = await add_agency(world, name="Cedar")
    body = {**about, "agency_id": cedar["id"], "consent_id": by_name}
    assert_problem(await world.coordinator.post(TALKS, body), 409, "consent-not-live")


async def test_the_log_is_seen_by_the_caseload_and_its_follow_up_is_a_task(world: World) -> None:
    student_id, agency = await enrolled(world), await add_agency(world)
    later, sooner = world.today + timedelta(days=9), world.today + timedelta(days=2)
    about = talk(agency["id"], student_id=student_id, exception="participating_agency", minutes=12)
    row = await made(world, TALKS, **about, follow_up_on=str(later))
    general = await made(world, TALKS, by="therapist", **talk(agency["id"]))
    listed = {
        who: [r["id"] for r in (await world.api(who).get(TALKS)).json()["items"]]
        for who in ("coordinator", "coordinator-2", "auditor")
    }
    assert set(listed["coordinator"]) == set(listed["auditor"]) == {row["id"], general["id"]}
    assert listed["coordinator-2"] == [general["id"]]
    of = {"student_id": student_id, "follow_up_until": str(later)}
    assert len((await world.coordinator.get(TALKS, params=of)).json()["items"]) == 1
    assert [t["due_on"] for t in await tasks(world)] == [str(later)]
    await world.coordinator.patch(f"{TALKS}/{row['id']}", {"follow_up_on": str(sooner)}, '"1"')
    assert [t["due_on"] for t in await tasks(world)] == [str(sooner)]
    wrong = {"entered_in_error": True, "error_reason": "another child"}
    await world.coordinator.patch(f"{TALKS}/{row['id']}", wrong, '"2"')
    assert await tasks(world) == []


async def test_what_came_of_a_resource_ends_its_follow_up(world: World) -> None:
    student_id, agency = await enrolled(world), await add_agency(world)
    service = await add_part(world, agency["id"], "services", name="Play", kind="play_group")
    path = f"/v1/students/{student_id}/resources-given"
    given = await made(
        world, path, agency_id=agency["id"], agency_service_id=service["id"], channel="in_person",
        need="Other families", follow_up_on=str(world.today + timedelta(days=14)),
    )  # fmt: skip
    assert len(await tasks(world, student_id=student_id)) == 1
    came = await world.coordinator.patch(f"{path}/{given['id']}", {"outcome": "using"}, '"1"')
    assert (came.json()["outcome"], came.json()["outcome_on"]) == ("using", str(world.today))
    assert await tasks(world, student_id=student_id) == []
    assert [r["id"] for r in (await world.coordinator.get(path)).json()["items"]] == [given["id"]]
    elsewhere = await add_agency(world, name="Cedar")
    body = {
        "agency_id": elsewhere["id"],
        "agency_service_id": service["id"],
        "channel": "phone",
        "need": "x",
    }
    assert_problem(await world.coordinator.post(path, body), 409, "agency-unknown")


async def drafted(world: World) -> tuple[str, dict[str, Any]]:
    student_id, agency = await enrolled(world), await add_agency(world)
    row = await made(
        world, OUT, student_id=student_id, agency_id=agency["id"], reason="Hearing test"
    )
    return f"{OUT}/{row['id']}", row


async def test_a_referral_leaves_on_a_consent_and_writes_the_record_of_disclosures(
    world: World,
) -> None:
    path, row = await drafted(world)
    sent: dict[str, Any] = {"channel": "fax", "covers": ["profile", "eligibility"]}
    assert_problem(await step(world, path, "send", **sent), 422, "invalid-request")
    assert (await step(world, path, "ask_consent")).json()["state"] == "consent_pending"
    consent_id = await released(world, row["student_id"], row["agency_id"])
    more = {**sent, "covers": ["services"], "consent_id": consent_id}
    assert_problem(await step(world, path, "send", **more), 409, "consent-not-live")
    gone = (await step(world, path, "send", **sent, consent_id=consent_id)).json()
    assert (gone["state"], gone["covers"]) == ("sent", sent["covers"])
    assert gone["answer_due_on"] == str(world.today + timedelta(days=14))
    told = await world.coordinator.get(f"/v1/students/{row['student_id']}/disclosures")
    assert gone["disclosure_id"] in told.text
    edit = await world.coordinator.patch(path, {"reason": "x"}, f'"{gone["version"]}"')
    assert_problem(edit, 409, "already-sent")
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("waitlist", {"expected_on": str(world.today + timedelta(days=60))}),
        ("accept", {}),
        ("schedule", {"appointment_on": str(world.today + timedelta(days=3))}),
        ("miss", {"reason_code": "child_ill"}),
        ("schedule", {"appointment_on": str(world.today + timedelta(days=5))}),
        ("begin", {}),
        ("complete", {"outcome": "Hearing is normal."}),
    )
    for act, evidence in steps:
        moved = await step(world, path, act, **evidence)
        assert moved.status_code == 200, moved.text
    assert moved.json()["state"] == "completed"
    assert_problem(await step(world, path, "cancel", reason_code="other"), 409, "step-not-allowed")
    history = (await world.auditor.get(f"{path}/history")).json()["items"]
    assert [c["to_state"] for c in history][-3:] == ["scheduled", "in_service", "completed"]


async def test_an_agency_that_does_not_answer_makes_a_task_until_it_does(world: World) -> None:
    path, row = await drafted(world)
    await step(
        world, path, "send", channel="fax", covers=["profile"], exception="child_welfare",
        on=str(world.today - timedelta(days=15)),
    )  # fmt: skip
    for _ in range(2):
        await do_what_is_due(world)
    silent = (await world.coordinator.get(path)).json()
    assert (silent["state"], silent["version"]) == ("no_response", 3)
    assert [t["source_id"] for t in await tasks(world)] == [row["id"]]
    assert (await step(world, path, "accept")).json()["state"] == "accepted"
    assert await tasks(world) == []
    told = await world.look(
        "select payload->>'state' from eb.outbox where tenant_id = :t and topic = 'outbound-referral.moved' order by id",
        t=world.program_id,
    )
    assert [t[0] for t in told] == ["sent", "no_response", "accepted"]


async def test_an_inactive_agency_gets_nothing_and_therapists_do_not_send(world: World) -> None:
    path, row = await drafted(world)
    await world.coordinator.patch(f"/v1/agencies/{row['agency_id']}", {"status": "inactive"}, '"1"')
    sent: dict[str, Any] = {"channel": "fax", "covers": ["profile"], "exception": "child_welfare"}
    assert_problem(await step(world, path, "send", **sent), 409, "step-not-ready")
    offered = (await world.coordinator.get(f"{path}/actions")).json()
    assert {a["act"]: a["is_allowed"] for a in offered}["send"] is False
    late = {**sent, "on": str(world.today + timedelta(days=1))}
    await world.coordinator.patch(f"/v1/agencies/{row['agency_id']}", {"status": "active"}, '"2"')
    assert_problem(await step(world, path, "send", **late), 409, "outbound-days")
    assert (await world.therapist.post(OUT, {})).status_code == 403
