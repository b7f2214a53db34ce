"""Records that should never have been there: marked for a reason, still on file, out of every reckoning."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.factories.assessment import examiners, signed, step
from tests.factories.plan import in_force
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World

WHY = {"reason": "Typed into the wrong file."}


async def _mark(
    world: World, path: str, who: str = "coordinator", version: int = 1
) -> httpx.Response:
    return await world.api(who).http.post(
        f"{path}/correction", json=WHY,
        headers={"If-Match": f'"{version}"', "Idempotency-Key": str(uuid4())},
    )  # fmt: skip


async def _marked(world: World, path: str, **how: Any) -> dict[str, Any]:
    answer = await _mark(world, path, **how)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    assert found["entered_in_error"] is True
    last = (await world.coordinator.get(f"{path}/history")).json()["items"][-1]
    assert (last["act"], last["comment"]) == ("mark_entered_in_error", WHY["reason"])
    return found


async def _standing(world: World, student: str) -> list[str]:
    events = (await world.coordinator.get(f"{student}/events")).json()
    return [e["type"] for e in events if not e["entered_in_error"]]


async def test_a_contact_leaves_the_file_unless_a_consent_of_theirs_stands(world: World) -> None:
    student = f"/v1/students/{await enrolled(world)}"
    added = await world.coordinator.post(
        f"{student}/contacts",
        {
            "first_name": "Pat",
            "relationship": "father",
            "may_sign": True,
            "holds_educational_rights": True,
            "phone": "(555) 555-0199",
        },
    )
    contact = added.json()
    path = f"{student}/contacts/{contact['id']}"
    consent = await world.coordinator.post(
        f"{student}/consents",
        {
            "kind": "evaluation", "authority": "parent", "contact_id": contact["id"], "language": "en", "method": "electronic",
            "signed_on": str(world.today),
        },
    )  # fmt: skip
    assert consent.status_code == 201, consent.text
    assert_problem(await _mark(world, path), 409, "still-relied-on")
    assert "consent.evaluation.signed" in await _standing(world, student)
    given = f"{student}/consents/{consent.json()['id']}"
    assert (await _marked(world, given))["revoked_on"] == str(world.today)
    assert "consent.evaluation.signed" not in await _standing(world, student)
    await _marked(world, path)
    assert_problem(await _mark(world, path, version=2), 409, "in-error-already")
    file = (await world.coordinator.get(student)).json()
    assert contact["id"] not in [c["id"] for c in file["contacts"]]
    listed = (await world.coordinator.get(f"{student}/contacts")).json()
    assert [c["entered_in_error"] for c in listed] == [False, True]
    by_phone = {"phone": "555 555 0199"}
    assert (await world.coordinator.get("/v1/students/search", params=by_phone)).json()[
        "items"
    ] == []


async def test_a_decision_takes_its_event_along_and_neither_goes_alone(world: World) -> None:
    student = f"/v1/students/{await enrolled(world)}"
    report = await signed(world, student.rsplit("/", 1)[-1])
    decided = await world.coordinator.post(
        f"{student}/eligibility-decisions",
        {"team": examiners(world), "statement": "As found.", "assessment_ids": [report["id"]]},
    )
    assert decided.status_code == 201, decided.text
    events = (await world.coordinator.get(f"{student}/events")).json()
    told = f"{student}/events/{events[-1]['id']}/correction"
    assert_problem(await world.coordinator.post(told, WHY), 409, "event-has-own-route")
    held = await step(world, report, "mark_entered_in_error", reason_code="wrong_child")
    assert_problem(held, 409, "step-not-ready")
    await _marked(world, f"{student}/eligibility-decisions/{decided.json()['id']}")
    assert "eligibility.partc.decided" not in await _standing(world, student)
    assert (await world.coordinator.get(student)).json()["enrolment"]["state"] == "evaluating"
    gone = await step(world, report, "mark_entered_in_error", reason_code="wrong_child")
    assert gone.json()["state"] == "entered_in_error", gone.text
    assert "evaluation.completed" not in await _standing(world, student)
    again = await world.coordinator.post(
        f"{student}/eligibility-decisions",
        {"team": examiners(world), "statement": "As found.", "assessment_ids": [report["id"]]},
    )
    assert_problem(again, 409, "assessment-not-signed")


async def test_an_assignment_that_never_was_gives_no_access(world: World) -> None:
    student = f"/v1/students/{await enrolled(world)}"
    row = (await world.coordinator.get(f"{student}/assignments")).json()[-1]
    marked = await _mark(world, f"{student}/assignments/{row['id']}", "supervisor")
    assert marked.json()["entered_in_error"] is True, marked.text
    assert_problem(await world.coordinator.get(student), 403, "not-on-caseload")
    events = (await world.supervisor.get(f"{student}/events")).json()
    named = [e for e in events if e["type"] == "service_coordinator.assigned"]
    assert named[-1]["entered_in_error"] is True


async def test_a_coordinator_whom_a_mistake_ended_has_the_child_again(world: World) -> None:
    student = f"/v1/students/{await enrolled(world)}"
    body = {
        "principal_id": str(world.people["coordinator-2"].id),
        "role": "coordinator",
        "grounds": "The wrong child.",
    }
    made = (await world.supervisor.post(f"{student}/assignments", body)).json()
    assert_problem(await world.coordinator.get(student), 403, "not-on-caseload")
    marked = await _mark(world, f"{student}/assignments/{made['id']}", "supervisor")
    assert marked.status_code == 200, marked.text
    assert_problem(await world.api("coordinator-2").get(student), 403, "not-on-caseload")
    assert (await world.coordinator.get(student)).status_code == 200
    first, wrong = (await world.coordinator.get(f"{student}/assignments")).json()
    assert (first["to_on"], wrong["entered_in_error"]) == (None, True)
    history = await world.coordinator.get(f"{student}/assignments/{first['id']}/history")
    assert [c["act"] for c in history.json()["items"]] == ["created", "ended", "restored"]
    named = [
        e["entered_in_error"]
        for e in (await world.coordinator.get(f"{student}/events")).json()
        if e["type"] == "service_coordinator.assigned"
    ]
    assert named == [False, True]


async def test_who_was_ended_for_a_reason_of_their_own_is_not_called_back(world: World) -> None:
    """The coordinator before the one before: theirs ended for the one between."""
    student = f"/v1/students/{await enrolled(world)}"
    body = {"role": "coordinator", "grounds": "On the team."}
    made = []
    for who in ("coordinator-2", "coordinator"):
        said = {**body, "principal_id": str(world.people[who].id)}
        made.append((await world.supervisor.post(f"{student}/assignments", said)).json()["id"])
    assert (await _mark(world, f"{student}/assignments/{made[0]}", "supervisor", 2)).is_success
    live = [
        a for a in (await world.supervisor.get(f"{student}/assignments")).json() if not a["to_on"]
    ]
    assert [a["id"] for a in live] == [made[1]]


async def test_what_was_never_given_out_leaves_the_record_that_the_parent_reads(
    world: World,
) -> None:
    student = f"/v1/students/{await enrolled(world)}"
    given = await world.coordinator.post(
        f"{student}/disclosures",
        {
            "recipient_name": "Court", "purpose": "care_coordination", "covers": ["profile"],
            "exception": "court_order", "channel": "letter",
        },
    )  # fmt: skip
    path = f"{student}/disclosures/{given.json()['id']}"
    record = f"{student}/disclosure-record"
    assert [x["party"] for x in (await world.coordinator.get(record)).json()] == ["Court"]
    assert (await world.coordinator.get(path)).json() == given.json()
    await _marked(world, path)
    assert (await world.coordinator.get(record)).json() == []
    listed = (await world.coordinator.get(f"{student}/disclosures")).json()
    assert [x["entered_in_error"] for x in listed] == [True]


async def test_a_plan_signed_by_mistake_gives_its_place_back(world: World) -> None:
    first = await in_force(world)
    second = await first.next("amendment", reason="The child tires of short visits")
    line = f"{second.student}/services/{(await second.lines())[0]['id']}"
    tag = (await world.coordinator.get(line)).headers["etag"]
    assert (await world.coordinator.patch(line, {"minutes": 120}, tag)).status_code == 200
    await second.hold(world.today - timedelta(days=3))
    await second.present()
    signed_now = await second.sign(world.today - timedelta(days=2))
    assert signed_now.status_code == 200, signed_now.text
    assert (await first.state(), await second.state()) == ("amended", "active")
    followed = await first.ask("mark_entered_in_error", reason_code="wrong_child")
    assert_problem(followed, 409, "step-not-ready")
    assert_problem(await second.ask("mark_entered_in_error"), 409, "reason-missing")
    await second.take("mark_entered_in_error", reason_code="wrong_child")
    assert (await first.state(), await second.state()) == ("active", "entered_in_error")
    assert {x["state"] for x in await first.lines()} == {"consented"}
    assert {x["state"] for x in await second.lines()} == {"withdrawn"}
    assert {e["data"]["plan_id"] for e in await first.events("ifsp.consent.signed")} == {first.id}
    visit = {"on": str(world.today - timedelta(days=20))}
    given = f"{first.student}/services/{(await first.lines())[0]['id']}/deliveries"
    assert (await world.coordinator.post(given, visit)).status_code == 201
    held = await first.ask("mark_entered_in_error", reason_code="wrong_child")
    assert_problem(held, 409, "step-not-ready")
