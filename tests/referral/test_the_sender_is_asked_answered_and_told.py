"""Questions to the sender, tries to reach the family, and what becomes of a referral nobody answers."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.problem import assert_problem
from tests.factories.referral import accept, enrolled, refer, referral, step, stepped
from tests.factories.rounds import do_what_is_due
from tests.factories.world import World, make_world


async def told(world: World, referral_id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await world.agency.get(f"/v1/referrals/{referral_id}")).json()
    return found


async def tried(world: World, referral_id: str, **changes: Any) -> dict[str, Any]:
    said = {"on": str(world.today), "channel": "phone", "result": "no_answer", **changes}
    return await stepped(world, referral_id, "attempt", **said)


async def _past(world: World, referral_id: str) -> None:
    """Let the day of the answer be over."""
    await world.change(
        "update eb.referral set answer_due_on = :d where id = cast(:i as uuid)",
        d=world.today - timedelta(days=1),
        i=referral_id,
    )


async def test_the_sender_answers_what_it_was_asked_while_the_clock_runs_on(world: World) -> None:
    referral_id = await refer(world)
    before = await stepped(world, referral_id, "acknowledge")
    asked = await stepped(
        world, referral_id, "ask", wanted=["screening", "contact"], question="Which tool was used?"
    )
    assert asked["answer_due_on"] == str(world.today + timedelta(days=14))
    shown = await told(world, referral_id)
    assert (shown["state"], shown["wanted"]) == ("info_requested", ["screening", "contact"])
    assert shown["question"] == "Which tool was used?"
    offered = (await world.agency.get(f"/v1/referrals/{referral_id}/actions")).json()
    assert [a["act"] for a in offered] == ["answer", "withdraw"]
    answered = await stepped(
        world, referral_id, "answer", by="agency", information="ASQ-3; call after five."
    )
    assert (answered["state"], answered["wanted"]) == ("acknowledged", [])
    now = (await world.intake.get(f"/v1/referrals/{referral_id}")).json()
    assert now["additions"] == [
        {"on": str(world.today), "by": "sender", "information": "ASQ-3; call after five."}
    ]
    assert now["submitted"] == before["submitted"]
    for unmoved in ("received_on", "ifsp_due_on"):
        assert now[unmoved] == before[unmoved]


async def test_the_sender_takes_no_other_step_and_none_behind_its_back(world: World) -> None:
    referral_id = await refer(world)
    assert_problem(
        await step(world, referral_id, "acknowledge", by="agency"), 409, "step-not-allowed"
    )
    path = f"/v1/referrals/{referral_id}"
    seen = (await world.agency.get(path)).headers["etag"]
    await stepped(world, referral_id, "acknowledge")
    headers = {"If-Match": seen, "Idempotency-Key": str(uuid4())}
    body = {"act": "withdraw", "reason_code": "sent_in_error"}
    stale = await world.agency.http.post(f"{path}/steps", json=body, headers=headers)
    assert_problem(stale, 412, "if-match-stale")
    await stepped(world, referral_id, "withdraw", by="agency", reason_code="sent_in_error")
    withdrawn = (await world.intake.get(path)).json()
    assert (withdrawn["state"], withdrawn["reason_code"]) == ("withdrawn", "sent_in_error")
    history = (await world.intake.get(f"{path}/history")).json()["items"]
    assert [h["act"] for h in history] == ["acknowledge", "withdraw"]
    assert history[1]["created_by"] is None
    seen_by_sender = (await world.agency.get(f"{path}/history")).json()["items"]
    assert [h["to_state"] for h in seen_by_sender] == ["acknowledged", "withdrawn"]
    assert not any(h["comment"] or h["changes"] for h in seen_by_sender)


async def test_a_referral_lapses_only_when_nobody_answered_and_the_family_was_tried(
    world: World,
) -> None:
    referral_id = await refer(world)
    await stepped(world, referral_id, "acknowledge")
    await stepped(world, referral_id, "ask", wanted=["contact"])
    early = assert_problem(await step(world, referral_id, "lapse"), 409, "step-not-ready")
    assert len(early["missing"]) == 2
    await _past(world, referral_id)
    for _ in range(3):
        await tried(world, referral_id)
    await do_what_is_due(world)
    lapsed = (await world.intake.get(f"/v1/referrals/{referral_id}")).json()
    assert (lapsed["state"], lapsed["reason_code"]) == ("lapsed", "no_answer")
    shown = await told(world, referral_id)
    assert (shown["state"], shown["outcome"]) == ("lapsed", "no_contact")
    assert shown["contact_attempts"] == [{"on": str(world.today), "channel": "phone"}] * 3
    reopened = await stepped(world, referral_id, "reopen", reason_code="new_information")
    assert reopened["received_on"] == lapsed["received_on"]
    assert (await told(world, referral_id))["outcome"] is None


async def test_who_answered_for_the_child_has_the_file_and_what_was_tried(world: World) -> None:
    received = world.today - timedelta(days=5)
    referral_id = await refer(world, received_on=received)
    assert_problem(
        await step(world, referral_id, "acknowledge", interim_coordinator_id=str(world.people["intake"].id)),
        409,
        "cannot-coordinate",
    )  # fmt: skip
    coordinator = str(world.people["coordinator"].id)
    await stepped(world, referral_id, "acknowledge", interim_coordinator_id=coordinator)
    before = str(received - timedelta(days=1))
    early = await step(world, referral_id, "attempt", on=before, channel="phone", result="reached")
    assert_problem(early, 409, "referral-days")
    await tried(world, referral_id, on=str(received), result="message_left", note="Their aunt")
    accepted = await stepped(world, referral_id, "accept")
    student = f"/v1/students/{accepted['student_id']}"
    file = (await world.coordinator.get(student)).json()
    assert [m["principal_id"] for m in file["team"]] == [coordinator]
    stays = (await world.coordinator.get(f"{student}/enrolments")).json()
    assert [a["result"] for a in stays[0]["contact_attempts"]] == ["message_left: Their aunt"]
    events = (await world.coordinator.get(f"{student}/events")).json()
    assert "service_coordinator.assigned" in [e["type"] for e in events]


async def _neighbour(app: FastAPI, owner: AsyncEngine, world: World) -> World:
    """Another program that has named this one as its partner."""
    other = await make_world(app, owner)
    await other.change(
        "insert into eb.partnership (tenant_id, id, partner_id) values (:t, gen_random_uuid(), :p)",
        t=other.program_id,
        p=world.program_id,
    )
    return other


async def test_a_redirected_referral_keeps_its_first_day_and_its_sender(
    app: FastAPI, owner: AsyncEngine, world: World
) -> None:
    other = await _neighbour(app, owner, world)
    referral_id = await refer(world, sender_ref="A-1")
    day = world.today - timedelta(days=9)
    await world.change(
        "update eb.referral set received_on = :d where id = cast(:i as uuid)", d=day, i=referral_id
    )
    await stepped(world, referral_id, "acknowledge")
    passed = {"reason_code": "other_area", "program_id": str(other.program_id)}
    redirected = await stepped(world, referral_id, "redirect", **passed)
    assert redirected["redirected_to_id"] == str(other.program_id)
    there = (await other.intake.get(f"/v1/referrals/{referral_id}")).json()
    assert (there["state"], there["received_on"]) == ("submitted", str(day))
    assert date.fromisoformat(there["ifsp_due_on"]) == day + timedelta(days=45)
    shown = await told(world, referral_id)
    assert (shown["program_id"], shown["state"]) == (str(other.program_id), "submitted")
    history = (await world.agency.get(f"/v1/referrals/{referral_id}/history")).json()["items"]
    said = [(h["version"], h["act"], h["from_state"], h["to_state"]) for h in history]
    assert said[-1] == (shown["version"], "redirected", "acknowledged", "submitted")
    [event] = await world.look(
        "select payload from eb.outbox where tenant_id = :t and topic = 'referral.received'",
        t=world.agency_id,
    )
    assert event[0] == {
        "referral_id": referral_id,
        "state": "submitted",
        "version": shown["version"],
    }
    assert await refer(world, sender_ref="A-1", reason="Also falls often.") == referral_id
    await _is_told_of_what_was_added(other, referral_id, version=2)
    await stepped(other, referral_id, "acknowledge")
    assert (await told(world, referral_id))["state"] == "acknowledged"
    assert_problem(
        await step(world, referral_id, "reopen", reason_code="other"), 409, "step-not-allowed"
    )
    await other.close()


async def test_a_referral_goes_to_no_program_that_has_not_named_this_one(
    app: FastAPI, owner: AsyncEngine, world: World
) -> None:
    other = await make_world(app, owner)
    referral_id = await refer(world)
    await stepped(world, referral_id, "acknowledge")
    passed = {"reason_code": "misdirected", "program_id": str(other.program_id)}
    assert_problem(await step(world, referral_id, "redirect", **passed), 403, "not-a-partner")
    assert (await other.intake.get(f"/v1/referrals/{referral_id}")).status_code == 404
    await stepped(
        world, referral_id, "redirect", reason_code="misdirected", redirected_to="The next county"
    )
    assert (await told(world, referral_id))["outcome"] == "other_area"
    await other.close()


async def test_a_referral_sent_again_keeps_what_is_new_beside_the_first(world: World) -> None:
    first = await refer(world, sender_ref="A-7")
    again = await refer(world, sender_ref="A-7", reason="Also falls often.")
    assert again == first
    assert await refer(world, sender_ref="A-7", reason="Also falls often.") == first
    row = (await world.intake.get(f"/v1/referrals/{first}")).json()
    assert row["submitted"]["reason"] == "Few words, walks late."
    assert [a["submitted"]["reason"] for a in row["additions"]] == ["Also falls often."]
    await _is_told_of_what_was_added(world, first, version=2)


async def _is_told_of_what_was_added(world: World, referral_id: str, version: int) -> None:
    """One row each: in the history, among what intake is told, on the record of access."""
    path = f"/v1/referrals/{referral_id}"
    row = (await world.intake.get(path)).json()
    assert [a["submitted"]["reason"] for a in row["additions"]] == ["Also falls often."]
    history = (await world.intake.get(f"{path}/history")).json()["items"]
    assert [h["version"] for h in history if h["act"] == "sent_again"] == [version]
    told_of = await world.look(
        "select payload from eb.outbox where tenant_id = :t and topic = 'referral.sent-again'",
        t=world.program_id,
    )
    assert [r[0] for r in told_of] == [
        {"referral_id": referral_id, "state": "submitted", "version": version}
    ]
    seen = await world.look(
        "select detail from eb.access_log where tenant_id = :t and detail->>'act' = 'sent_again'",
        t=world.program_id,
    )
    assert [r[0] for r in seen] == [{"record_id": referral_id, "act": "sent_again"}]


async def test_a_child_who_was_known_shows_to_the_sender_as_one_who_is_taken_in(
    world: World,
) -> None:
    known = await enrolled(world, child={"first_name": "Amina", "birth_order": 1})
    twice = await refer(world, child={"first_name": "Aminah"})
    await stepped(world, twice, "acknowledge")
    await stepped(world, twice, "mark_duplicate", student_id=known)
    new = await refer(
        world, child={"first_name": "Quite", "last_name": "Another", "born_on": "2025-02-03"}
    )
    await accept(world, new)
    shown, same = await told(world, twice), await told(world, new)
    for field in ("state", "outcome", "milestones", "wanted", "version"):
        assert shown[field] == same[field]


async def test_only_a_child_who_is_enrolled_is_a_duplicate(world: World) -> None:
    known = await enrolled(world)
    left = {"type": "case.closed", "on": str(world.today)}
    assert (await world.coordinator.post(f"/v1/students/{known}/events", left)).status_code == 201
    again = await refer(world)
    await stepped(world, again, "acknowledge")
    refused = await step(world, again, "mark_duplicate", student_id=known)
    assert_problem(refused, 409, "not-a-duplicate")


async def test_without_consent_the_sender_hears_that_it_is_over_and_no_more(world: World) -> None:
    silent = {"consent": {"parent_informed": True, "parent_agreed": False, "report_back": False}}
    sent = await world.agency.post("/v1/referrals", referral(world, **silent))
    referral_id = sent.json()["id"]
    await accept(world, referral_id)
    shown = await told(world, referral_id)
    assert (shown["state"], shown["outcome"]) == ("closed", "not_shared")
    await stepped(world, referral_id, "close", reason_code="deceased")
    assert await told(world, referral_id) == shown


async def test_what_the_program_took_back_is_told_as_over_like_anything_else(world: World) -> None:
    told_as = {False: ("closed", "not_shared"), True: ("closed", "parent_declined")}
    for shares, expected in told_as.items():
        consent = {"parent_informed": True, "parent_agreed": True, "report_back": shares}
        referral_id = await refer(world, consent=consent)
        await stepped(world, referral_id, "withdraw", reason_code="parent_asked")
        shown = await told(world, referral_id)
        assert (shown["state"], shown["outcome"]) == expected
        await stepped(world, referral_id, "reopen", reason_code="new_information")
        await stepped(world, referral_id, "withdraw", by="agency", reason_code="sent_in_error")
        own = await told(world, referral_id)
        assert (own["state"], own["outcome"]) == ("withdrawn", None)
