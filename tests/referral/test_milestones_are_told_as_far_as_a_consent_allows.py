"""How far the child has come reaches the sender as coded milestones, and stops with the consent."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.referral import enrolled, happened, refer, step, stepped
from tests.factories.rounds import do_what_is_due
from tests.factories.world import World

SILENT = {"consent": {"parent_informed": True, "parent_agreed": True, "report_back": False}}
STORY = ("consent.evaluation.signed", "evaluation.completed", "eligibility.partc.decided")
REACHED = ["contacted", "evaluation_set", "evaluation_done", "eligible"]


async def _child(world: World, **changes: Any) -> tuple[str, str]:
    """Referral and student of a child whom the agency sent."""
    referral_id = await refer(world, **changes)
    await stepped(world, referral_id, "acknowledge")
    coordinator = str(world.people["coordinator"].id)
    await stepped(world, referral_id, "name_coordinator", interim_coordinator_id=coordinator)
    accepted = await stepped(world, referral_id, "accept", district_id=str(world.district_id))
    return referral_id, accepted["student_id"]


async def _story(world: World, student_id: str) -> None:
    for type_ in STORY:
        data = {"eligible": True} if type_.startswith("eligibility") else {}
        await happened(world, student_id, type_, world.today, **data)


async def _told(world: World, referral_id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await world.agency.get(f"/v1/referrals/{referral_id}")).json()
    return found


def _milestones(status: dict[str, Any]) -> list[str]:
    return [m["milestone"] for m in status["milestones"] if "milestone" in m]


async def _consent(world: World, student_id: str, **changes: Any) -> str:
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    body = {
        "contact_id": file["contacts"][0]["id"], "recipient_id": str(world.agency_id), "covers": ["profile"],
        "purpose": "report_back", "authority": "parent", "language": "en", "method": "paper", "signed_on": str(world.today), **changes,
    }  # fmt: skip
    signed = await world.coordinator.post(f"/v1/students/{student_id}/consents", body)
    assert signed.status_code == 201, signed.text
    return str(signed.json()["id"])


async def test_each_milestone_is_told_once_and_as_an_event(world: World) -> None:
    referral_id, student_id = await _child(world)
    await _story(world, student_id)
    await happened(world, student_id, "evaluation.completed", world.today)
    assert _milestones(await _told(world, referral_id)) == REACHED
    sent = await world.look(
        "select payload from eb.outbox where tenant_id = :t and topic = 'referral.milestone' order by created_at",
        t=world.agency_id,
    )
    assert sorted(row[0]["state"] for row in sent) == sorted(REACHED)
    assert {frozenset(row[0]) for row in sent} == {frozenset({"referral_id", "state", "version"})}


async def test_without_consent_nothing_is_told_until_the_parents_give_it(world: World) -> None:
    referral_id, student_id = await _child(world, **SILENT)
    await _story(world, student_id)
    before = await _told(world, referral_id)
    assert (before["state"], before["outcome"], _milestones(before)) == ("closed", "not_shared", [])
    consent_id = await _consent(world, student_id)
    given = await _told(world, referral_id)
    assert (given["state"], given["outcome"]) == ("accepted", "enrolled")
    assert _milestones(given) == REACHED
    revoked = await world.coordinator.post(
        f"/v1/students/{student_id}/consents/{consent_id}/revocation", {}
    )
    assert revoked.status_code == 200, revoked.text
    after = await _told(world, referral_id)
    assert (after["state"], after["outcome"], _milestones(after)) == ("closed", "not_shared", [])
    await happened(world, student_id, "ifsp.initial.held", world.today)
    await happened(
        world,
        student_id,
        "ifsp.consent.signed",
        world.today,
        services=["speech_language_pathology"],
    )
    assert await _told(world, referral_id) == after


async def test_a_refusal_ends_what_the_sender_had_said_of_the_consent(world: World) -> None:
    referral_id, student_id = await _child(world)
    assert (await _told(world, referral_id))["outcome"] == "enrolled"
    await _consent(
        world, student_id, decision="refused", refused_reason="They want to tell it themselves."
    )
    assert (await _told(world, referral_id))["outcome"] == "not_shared"


@pytest.mark.parametrize(("days", "heard"), [(1, REACHED), (0, [])])
async def test_the_sender_of_a_child_who_was_known_hears_all_milestones_or_none_amid_the_way(
    world: World, days: int, heard: list[str]
) -> None:
    known = await enrolled(world, child={"birth_order": 1})
    again = await refer(world)
    await stepped(world, again, "acknowledge")
    await stepped(world, again, "mark_duplicate", student_id=known)
    await world.change(
        "update eb.referral set received_on = :d where id = cast(:i as uuid)",
        d=world.today - timedelta(days=days),
        i=again,
    )
    await _story(world, known)
    assert _milestones(await _told(world, again)) == heard


async def test_a_family_that_was_reached_is_told_as_contacted(world: World) -> None:
    referral_id = await refer(world)
    await stepped(world, referral_id, "acknowledge")
    tried = {"on": str(world.today), "channel": "phone"}
    await stepped(world, referral_id, "attempt", **tried, result="no_answer")
    assert _milestones(await _told(world, referral_id)) == []
    await stepped(world, referral_id, "attempt", **tried, result="reached")
    assert _milestones(await _told(world, referral_id)) == ["contacted"]


async def test_the_loop_closes_by_itself_when_the_child_is_not_eligible_or_leaves(
    world: World,
) -> None:
    referral_id, student_id = await _child(world)
    await happened(world, student_id, "eligibility.partc.decided", world.today, eligible=False)
    await do_what_is_due(world)
    told = await _told(world, referral_id)
    assert (told["state"], told["outcome"]) == ("closed", "not_eligible")
    other, other_student = await _child(
        world, child={"first_name": "Quite", "last_name": "Another", "born_on": str(world.today - timedelta(days=700))}
    )  # fmt: skip
    await happened(world, other_student, "partc.exited", world.today, reason="WITHDRAWN")
    await do_what_is_due(world)
    assert (await _told(world, other))["outcome"] == "parent_declined"
    assert (await step(world, other, "close", reason_code="other")).status_code == 409
