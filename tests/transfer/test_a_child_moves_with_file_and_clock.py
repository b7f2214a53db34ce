"""One program offers a child, another takes it: the file goes along, the clock is the same on both sides."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.assessment import signed
from tests.factories.plan import in_force
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.rounds import do_what_is_due
from tests.factories.transfer import answered, befriend, consent_to, offered
from tests.factories.world import World, make_world


@pytest.fixture
async def pair(world: World, other: World) -> tuple[World, World]:
    await befriend(world, other)
    return world, other


async def _events(world: World, student_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (
        await world.supervisor.get(f"/v1/students/{student_id}/events")
    ).json()
    return found


async def _file(world: World, student_id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await world.supervisor.get(f"/v1/students/{student_id}")).json()
    return found


async def test_a_transfer_never_restarts_the_forty_five_days(pair: tuple[World, World]) -> None:
    """Referred forty days ago, with a pause of the family's: five days are left, and the pause's."""
    sender, receiver = pair
    received = sender.today - timedelta(days=40)
    student_id = await enrolled(sender, received_on=received)
    paused = await sender.coordinator.post(
        f"/v1/students/{student_id}/pauses",
        {
            "reason": "partc.family_circumstances", "from_on": str(received + timedelta(days=10)),
            "to_on": str(received + timedelta(days=12)), "evidence": "called",
        },
    )  # fmt: skip
    assert paused.status_code == 201, paused.text
    due = {d["rule_id"]: d["due_on"] for d in (await _file(sender, student_id))["deadlines"]}
    offer = await offered(sender, receiver, student_id)
    taken = await answered(receiver, offer["id"], "accept")
    assert taken.status_code == 200, taken.text
    here = await _file(receiver, taken.json()["student_id"])
    rule = next(r for r in due if r.endswith("partc.initial_ifsp"))
    assert {d["rule_id"]: d["due_on"] for d in here["deadlines"]}[rule] == due[rule]
    assert due[rule] == str(received + timedelta(days=48))
    assert here["enrolment"]["referred_on"] == str(received)


async def test_profile_contacts_and_plan_come_along_and_services_go_on(
    pair: tuple[World, World],
) -> None:
    sender, receiver = pair
    plan = await in_force(sender)
    student_id = plan.student.rsplit("/", 1)[1]
    line = (await plan.lines())[0]
    first = sender.today - timedelta(days=20)
    given = await sender.coordinator.post(
        f"{plan.student}/services/{line['id']}/deliveries", {"on": str(first), "minutes": 60}
    )
    assert given.status_code == 201, given.text
    offer = await offered(
        sender, receiver, student_id, consent_id=await consent_to(sender, receiver, student_id),
        covers=["profile", "household", "eligibility", "plan", "services", "timeline"],
    )  # fmt: skip
    shown = await receiver.intake.get(f"/v1/incoming-transfers/{offer['id']}")
    assert shown.status_code == 200, shown.text
    states = {m["item"]: m["state"] for m in shown.json()["offer"]["manifest"]}
    assert (states["plan"], states["equipment"]) == ("included", "withheld_by_parent")
    taken = await answered(receiver, offer["id"], "accept", plan="meeting_called")
    assert taken.status_code == 200, taken.text
    new = f"/v1/students/{taken.json()['student_id']}"
    there, here = await _file(sender, student_id), await _file(receiver, new.rsplit("/", 1)[1])
    for name in ("first_name", "last_name", "born_on", "languages"):
        assert here[name] == there[name]
    assert [c["phone"] for c in here["contacts"]] == [c["phone"] for c in there["contacts"]]
    [carried] = (await receiver.supervisor.get(f"{new}/plans")).json()["items"]
    assert carried["state"] == "active"
    whole = (await receiver.supervisor.get(f"{new}/plans/{carried['id']}")).json()
    assert whole["text_sha256"] == (await sender.coordinator.get(plan.path)).json()["text_sha256"]
    lines = (await receiver.supervisor.get(f"{new}/plans/{carried['id']}/services")).json()
    started = next(x for x in lines if x["service"] == line["service"])
    assert (started["state"], started["first_delivered_on"]) == ("started", str(first))
    again = await receiver.supervisor.post(
        f"{new}/services/{started['id']}/deliveries", {"on": str(receiver.today), "minutes": 60}
    )
    assert again.status_code == 201, again.text
    delivered = [
        e for e in await _events(receiver, here["id"]) if e["type"] == "ifsp.service.delivered"
    ]
    assert [e["on"] for e in delivered] == [str(first)], "the first session stays the first"
    titles = [t["title"] for t in (await receiver.intake.get("/v1/tasks")).json()["items"]]
    assert "Call a meeting on the plan that came along" in titles


async def test_the_senders_stay_ends_and_both_sides_keep_the_history(
    pair: tuple[World, World],
) -> None:
    sender, receiver = pair
    plan = await in_force(sender)
    student_id = plan.student.rsplit("/", 1)[1]
    offer = await offered(sender, receiver, student_id)
    assert (await answered(receiver, offer["id"], "accept")).status_code == 200
    left = await _file(sender, student_id)
    assert (left["enrolment"]["state"], left["enrolment"]["exit_reason"]) == ("exited", None)
    assert await plan.state() == "ended"
    path = f"/v1/students/{student_id}/transfers/{offer['id']}"
    assert (await sender.coordinator.get(path)).json()["state"] == "accepted"
    there = (await sender.coordinator.get(f"{path}/history")).json()["items"]
    here = (await receiver.intake.get(f"/v1/incoming-transfers/{offer['id']}/history")).json()[
        "items"
    ]
    assert [(c["act"], c["created_by"] is None) for c in there] == [
        ("created", False),
        ("accept", True),
    ]
    assert [c["act"] for c in here] == ["accept"]
    record = (await sender.coordinator.get(f"/v1/students/{student_id}/disclosure-record")).json()
    assert any("participating agency" in line["ground"] for line in record), record


async def test_a_child_who_leaves_the_state_leaves_for_that_reason(
    pair: tuple[World, World],
) -> None:
    sender, receiver = pair
    await sender.change(
        "update eb.organisation set jurisdiction = 'us-tx' where id = :i", i=receiver.program_id
    )
    sender.app.state.directory._known.clear()
    student_id = await enrolled(sender)
    offer = await offered(sender, receiver, student_id)
    assert (await answered(receiver, offer["id"], "accept")).status_code == 200
    assert (await _file(sender, student_id))["enrolment"]["exit_reason"] == "MOVED_OUT_OF_STATE"


async def test_what_is_declined_or_withdrawn_leaves_nothing_of_the_child(
    pair: tuple[World, World],
) -> None:
    sender, receiver = pair
    student_id = await enrolled(sender)
    offer = await offered(sender, receiver, student_id)
    assert_problem(await answered(receiver, offer["id"], "decline"), 422, "invalid-request")
    declined = await answered(receiver, offer["id"], "decline", reason_code="no_room")
    assert declined.status_code == 200, declined.text
    assert declined.json()["child_last_name"] is None
    history = await receiver.intake.get(f"/v1/incoming-transfers/{offer['id']}/history")
    assert "Okafor" not in history.text
    assert_problem(await answered(receiver, offer["id"], "accept"), 409, "step-not-allowed")
    path = f"/v1/students/{student_id}/transfers"
    [row] = (await sender.coordinator.get(path)).json()
    assert (row["state"], row["answer_reason"]) == ("declined", "no_room")
    second = await offered(sender, receiver, student_id)
    twice = await sender.coordinator.post(
        path, {"receiver_id": str(receiver.program_id), "exception": "court_order", "reason": "x"}
    )
    assert_problem(twice, 409, "transfer-offered-already")
    left = await happened(sender, student_id, "partc.exited", sender.today, reason="WITHDRAWN")
    assert left
    seen = (await receiver.intake.get(f"/v1/incoming-transfers/{second['id']}")).json()
    assert (seen["state"], seen["offer"], seen["born_on"]) == ("withdrawn", None, None)


async def test_an_offer_stands_on_a_live_consent_and_falls_with_it(
    pair: tuple[World, World],
) -> None:
    sender, receiver = pair
    student_id = await enrolled(sender)
    path = f"/v1/students/{student_id}"
    narrow = await consent_to(
        sender, receiver, student_id, covers=["profile", "household", "timeline"]
    )
    body = {
        "receiver_id": str(receiver.program_id),
        "consent_id": narrow,
        "reason": "The family moves.",
    }
    assert_problem(
        await sender.coordinator.post(f"{path}/transfers", body), 409, "consent-not-live"
    )
    too_little = body | {"covers": ["profile"]}
    refused = await sender.coordinator.post(f"{path}/transfers", too_little)
    assert_problem(refused, 409, "transfer-too-narrow")
    offer = await offered(
        sender, receiver, student_id, consent_id=narrow, covers=["profile", "household", "timeline"]
    )
    revoked = await sender.coordinator.post(f"{path}/consents/{narrow}/revocation", {})
    assert revoked.status_code == 200, revoked.text
    gone = (await receiver.intake.get(f"/v1/incoming-transfers/{offer['id']}")).json()
    assert (gone["state"], gone["offer"]) == ("withdrawn", None)


async def test_an_offer_ends_with_the_last_day_of_its_consent(pair: tuple[World, World]) -> None:
    sender, receiver = pair
    student_id = await enrolled(sender)
    consent_id = await consent_to(sender, receiver, student_id)
    covers = ["profile", "household", "timeline"]
    offer = await offered(sender, receiver, student_id, consent_id=consent_id, covers=covers)
    for ends_on, state in (
        (sender.today, "offered"),
        (sender.today - timedelta(days=1), "withdrawn"),
    ):
        await sender.change(
            "update eb.consent set expires_on = :d where tenant_id = :t and id = :i",
            d=ends_on, t=sender.program_id, i=consent_id,
        )  # fmt: skip
        await do_what_is_due(sender)
        found = (await receiver.intake.get(f"/v1/incoming-transfers/{offer['id']}")).json()
        assert found["state"] == state
    assert found["offer"] is None
    (mine,) = (await sender.coordinator.get(f"/v1/students/{student_id}/transfers")).json()
    assert (mine["state"], mine["answer_reason"]) == ("withdrawn", "consent_expired")


async def test_a_program_that_did_not_agree_is_sent_no_childs_data(
    world: World, other: World
) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}/transfers"
    body = {"receiver_id": str(other.program_id), "exception": "court_order", "reason": "x"}
    assert_problem(await world.coordinator.post(path, body), 409, "recipient-not-a-partner")
    await befriend(world, other)
    await world.change(
        "update eb.partnership set is_active = false where tenant_id = :t and partner_id = :p",
        t=other.program_id, p=world.program_id,
    )  # fmt: skip
    assert_problem(await world.coordinator.post(path, body), 403, "not-a-partner")
    assert (await world.coordinator.get(path)).json() == []


async def test_a_child_known_here_is_looked_at_before_a_second_file_opens(
    pair: tuple[World, World],
) -> None:
    sender, receiver = pair
    known = await enrolled(receiver)
    offer = await offered(sender, receiver, await enrolled(sender))
    refused = await answered(receiver, offer["id"], "accept")
    assert_problem(refused, 409, "duplicates-not-reviewed")
    alike = await receiver.intake.get(f"/v1/incoming-transfers/{offer['id']}/possible-duplicates")
    assert [d["student_id"] for d in alike.json()] == [known]
    still = await answered(
        receiver, offer["id"], "accept", duplicates_reviewed=[known], existing_student_id=known
    )
    assert_problem(still, 409, "student-still-enrolled")
    taken = await answered(receiver, offer["id"], "accept", duplicates_reviewed=[known])
    assert taken.status_code == 200, taken.text
    assert taken.json()["student_id"] != known
    path = f"/v1/incoming-transfers/{offer['id']}"
    assert (await receiver.intake.get(path)).json()["duplicates_reviewed"] == [known]
    last = (await receiver.intake.get(f"{path}/history")).json()["items"][-1]
    assert last["changes"]["duplicates_reviewed"]["to"] == [known]


async def test_a_child_who_comes_back_goes_on_in_the_old_file(pair: tuple[World, World]) -> None:
    """The clock is the first referral's, nothing is on the file twice, and what ended with the stay before stays ended."""
    here, there = pair
    received = here.today - timedelta(days=40)
    student_id = await enrolled(here, received_on=received)
    await happened(here, student_id, "consent.evaluation.signed", received + timedelta(days=3))
    paused = await here.coordinator.post(
        f"/v1/students/{student_id}/pauses",
        {
            "reason": "partc.family_circumstances", "from_on": str(received + timedelta(days=10)),
            "to_on": str(received + timedelta(days=12)), "evidence": "called",
        },
    )  # fmt: skip
    assert paused.status_code == 201, paused.text
    due = {d["rule_id"]: d["due_on"] for d in (await _file(here, student_id))["deadlines"]}
    away = await answered(there, (await offered(here, there, student_id))["id"], "accept")
    their_id = away.json()["student_id"]
    await there.supervisor.post(
        f"/v1/students/{their_id}/assignments",
        {
            "principal_id": str(there.people["coordinator"].id),
            "role": "coordinator",
            "grounds": "On the team.",
        },
    )
    await happened(there, their_id, "screening.completed", there.today)
    back = await offered(there, here, their_id)
    taken = await answered(
        here, back["id"], "accept", duplicates_reviewed=[student_id], existing_student_id=student_id
    )
    assert taken.status_code == 200, taken.text
    assert taken.json()["student_id"] == student_id
    file = await _file(here, student_id)
    assert file["enrolment"]["exited_on"] is None
    assert file["enrolment"]["referred_on"] == str(received)
    now = {d["rule_id"]: d["due_on"] for d in file["deadlines"]}
    rule = next(r for r in due if r.endswith("partc.initial_ifsp"))
    assert now[rule] == due[rule] == str(received + timedelta(days=48))
    events = [e["type"] for e in await _events(here, student_id)]
    assert events.count("referral.received") == 1
    assert events.count("consent.evaluation.signed") == 1
    assert {"partc.exited", "screening.completed"} <= set(events)
    pauses = (await here.supervisor.get(f"/v1/students/{student_id}/pauses")).json()
    assert len(pauses) == 1
    stays = (await here.supervisor.get(f"/v1/students/{student_id}/enrolments")).json()
    assert [s["exited_on"] is None for s in stays] == [False, True]


async def test_signed_reports_come_along_and_are_never_changed(pair: tuple[World, World]) -> None:
    sender, receiver = pair
    student_id = await enrolled(sender)
    report = await signed(sender, student_id)
    path = f"/v1/students/{student_id}/assessments/{report['id']}"
    added = await sender.coordinator.post(f"{path}/addenda", {"text": "Heard again in June."})
    assert added.status_code == 201, added.text
    there = (await sender.coordinator.get(f"{path}/report")).json()
    taken = await answered(receiver, (await offered(sender, receiver, student_id))["id"], "accept")
    assert taken.status_code == 200, taken.text
    new = f"/v1/students/{taken.json()['student_id']}"
    [came] = (await receiver.supervisor.get(f"{new}/assessments")).json()
    assert came["came_from_id"] == str(sender.program_id)
    assert (came["state"], came["sources"]) == ("report_signed", there["assessment"]["sources"])
    here = (await receiver.supervisor.get(f"{new}/assessments/{came['id']}/report")).json()
    assert here["text_sha256"] == there["text_sha256"]
    assert (here["signatures"], here["unsigned_by"]) == ([], [])
    assert len(here["signed_elsewhere"]) == 2
    assert {s["text_sha256"] for s in here["signed_elsewhere"]} == {there["text_sha256"]}
    assert {s["discipline"] for s in here["signed_elsewhere"]} == {
        "occupational_therapy", "speech_language",
    }  # fmt: skip
    assert [a["text"] for a in here["addenda"]] == ["Heard again in June."]
    changed = await receiver.supervisor.patch(
        f"{new}/assessments/{came['id']}", {"summary": "x"}, '"1"'
    )
    assert_problem(changed, 409, "assessment-signed")


async def test_a_move_out_of_the_program_names_the_programs_to_offer_the_child_to(
    pair: tuple[World, World],
) -> None:
    sender, receiver = pair
    mapped = await sender.administrator.post(
        "/v1/district-areas", {"postal_code": "95501", "district_id": str(sender.district_id)}
    )
    assert mapped.status_code == 201, mapped.text
    student_id = await enrolled(sender)
    moved = await sender.coordinator.post(
        f"/v1/students/{student_id}/residences",
        {
            "address": {"lines": ["1 Far Road"], "city": "Elsewhere", "state": "CA", "postal_code": "90001"},
            "from_on": str(sender.today),
        },
    )  # fmt: skip
    assert moved.status_code == 201, moved.text
    assert moved.json()["proposal"]["program_ids"] == [str(receiver.program_id)]


async def test_each_side_sees_its_own_half_and_a_third_sees_nothing(
    pair: tuple[World, World], app: FastAPI, owner: AsyncEngine
) -> None:
    sender, receiver = pair
    student_id = await enrolled(sender)
    offer = await offered(sender, receiver, student_id)
    third = await make_world(app, owner)
    sent, received = (
        f"/v1/students/{student_id}/transfers/{offer['id']}",
        f"/v1/incoming-transfers/{offer['id']}",
    )
    for world, path, status in (
        (sender, sent, 200), (sender, received, 404), (receiver, received, 200), (receiver, sent, 404),
        (third, sent, 404), (third, received, 404),
    ):  # fmt: skip
        assert (await world.administrator.get(path)).status_code == status, path
    assert_problem(
        await answered(sender, offer["id"], "accept"), 404, "incoming-transfer-not-found"
    )
    assert (await receiver.coordinator.get(received)).status_code == 403
    await third.close()
