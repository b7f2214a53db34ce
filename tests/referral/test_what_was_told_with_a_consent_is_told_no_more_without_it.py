"""Once the parents take back their consent, whatever the sender asks answers as if there had never been one."""

from datetime import timedelta
from typing import Any

import pytest

from app.relay import Relay
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened, refer, stepped
from tests.factories.rounds import do_what_is_due
from tests.factories.webhook import deliveries, told_at
from tests.factories.world import World

TOLD_OF_NOBODY = {"submitted", "acknowledged", "info_requested", "closed"}


async def _accepted(world: World, **changes: Any) -> tuple[str, str]:
    referral_id = await refer(world, **changes)
    await stepped(world, referral_id, "acknowledge")
    coordinator = str(world.people["coordinator"].id)
    await stepped(world, referral_id, "name_coordinator", interim_coordinator_id=coordinator)
    district = str(world.district_id)
    return referral_id, (await stepped(world, referral_id, "accept", district_id=district))[
        "student_id"
    ]


async def _decided(world: World, student_id: str, **changes: Any) -> str:
    """The parents decide here on what the sender may know; returns the consent's path."""
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    body = {
        "contact_id": file["contacts"][0]["id"], "recipient_id": str(world.agency_id), "covers": ["profile"],
        "purpose": "report_back", "authority": "parent", "language": "en", "method": "paper", "signed_on": str(world.today), **changes,
    }  # fmt: skip
    said = await world.coordinator.post(f"/v1/students/{student_id}/consents", body)
    assert said.status_code == 201, said.text
    return f"/v1/students/{student_id}/consents/{said.json()['id']}"


async def _refused(world: World, student_id: str) -> None:
    """The parents say no to what the sender had said that they agreed to."""
    await _decided(world, student_id, decision="refused", refused_reason="It is theirs to tell.")


async def _asked(world: World, referral_id: str) -> dict[str, Any]:
    """All that a sender can ask of one referral, without ids, versions and days of telling."""
    path = f"/v1/referrals/{referral_id}"
    status = (await world.agency.get(path)).json()
    history = (await world.agency.get(f"{path}/history")).json()["items"]
    listed = (await world.agency.get("/v1/referrals?limit=200")).json()["items"]
    events = (await world.agency.get("/v1/events?limit=200")).json()["items"]
    return {
        "status": {k: status[k] for k in ("state", "outcome", "milestones", "contact_attempts")},
        "listed": [r["state"] for r in listed if r["id"] == referral_id],
        "history": [(c["act"], c["to_state"]) for c in history],
        "from": [c["from_state"] for c in history],
        "events": [(e["type"], e["data"]["state"]) for e in events if e["data"]["id"] == referral_id],
    }  # fmt: skip


async def _told_much(world: World, student_id: str) -> None:
    await happened(world, student_id, "consent.evaluation.signed", world.today)
    await happened(world, student_id, "evaluation.completed", world.today)
    await happened(world, student_id, "eligibility.partc.decided", world.today, eligible=True)


async def test_list_status_history_and_events_say_no_more_than_to_one_who_never_had_a_consent(
    world: World, relay: Relay
) -> None:
    shared, student_id = await _accepted(world)
    await _told_much(world, student_id)
    await relay.run_dry()
    assert ("referral.milestone", "eligible") in (await _asked(world, shared))["events"]
    await _refused(world, student_id)
    await relay.run_dry()
    never, _ = await _accepted(
        world, child={"first_name": "Quite", "last_name": "Another"},
        consent={"parent_informed": True, "parent_agreed": True, "report_back": False},
    )  # fmt: skip
    await relay.run_dry()
    found = await _asked(world, shared)
    assert found == await _asked(world, never)
    assert found["status"]["outcome"] == "not_shared"
    assert {state for _, state in found["history"]} <= TOLD_OF_NOBODY


async def test_a_later_reopening_does_not_bring_it_back_and_a_new_consent_does(
    world: World,
) -> None:
    referral_id, student_id = await _accepted(world)
    await stepped(world, referral_id, "close", reason_code="not_eligible")
    await _refused(world, student_id)
    await stepped(world, referral_id, "reopen", reason_code="new_information")
    reopened = await _asked(world, referral_id)
    assert (reopened["status"]["state"], reopened["status"]["outcome"]) == ("acknowledged", None)
    assert "accepted" not in str(reopened)
    await _decided(world, student_id)
    await stepped(world, referral_id, "decline", reason_code="over_age")
    again = await _asked(world, referral_id)
    assert (again["status"]["state"], again["status"]["outcome"]) == ("declined", "over_age")
    assert again["history"][-1] == ("told", "declined")


async def test_a_milestone_before_the_decision_is_taken_back_too(world: World) -> None:
    known = await enrolled(world, child={"birth_order": 1})
    referral_id = await refer(world)
    await stepped(world, referral_id, "acknowledge")
    tried = {"on": str(world.today), "channel": "phone", "result": "reached"}
    await stepped(world, referral_id, "attempt", **tried)
    assert {"milestone": "contacted", "on": str(world.today)} in (
        await world.agency.get(f"/v1/referrals/{referral_id}")
    ).json()["milestones"]
    await stepped(world, referral_id, "mark_duplicate", student_id=known)
    await _refused(world, known)
    found = await _asked(world, referral_id)
    assert found["status"]["outcome"] == "not_shared"
    assert "contacted" not in str(found)
    assert "milestone" not in str(found["history"])


@pytest.mark.parametrize("is_delivered", [True, False])
async def test_no_delivery_and_no_replay_tells_it_any_more(
    world: World, relay: Relay, is_delivered: bool
) -> None:
    endpoint = await told_at(world.agency)
    _, student_id = await _accepted(world)
    await world.change(
        """with event as (update eb.outbox set type = topic, position = nextval('eb.outbox_position'), done_at = now()
                           where tenant_id = :t and topic = 'referral.accepted' returning tenant_id, id)
           insert into eb.webhook_delivery (tenant_id, id, endpoint_id, event_id, done_at, attempts)
           select tenant_id, gen_random_uuid(), cast(:e as uuid), id, case when :done then now() end, 3 from event""",
        t=world.agency_id, e=endpoint["id"], done=is_delivered,
    )  # fmt: skip
    [made] = await deliveries(world.agency, endpoint["id"])
    await _refused(world, student_id)
    assert await deliveries(world.agency, endpoint["id"]) == []
    path = f"/v1/webhook-endpoints/{endpoint['id']}"
    assert_problem(
        await world.agency.post(f"{path}/deliveries/{made['id']}/replay", None),
        404,
        "webhook-delivery-not-found",
    )
    assert (await world.agency.post(f"{path}/replay", None)).json() == {"replayed": 0}
    rows = await world.look(
        "select done_at, dead_at from eb.webhook_delivery where tenant_id = :t", t=world.agency_id
    )
    assert [(r.done_at is not None, r.dead_at is not None) for r in rows] == [
        (is_delivered, not is_delivered)
    ]


async def test_the_last_decision_counts_whatever_was_decided_before(world: World) -> None:
    referral_id, student_id = await _accepted(world)
    await _decided(world, student_id)
    assert (await _asked(world, referral_id))["status"]["outcome"] == "enrolled"
    await _refused(world, student_id)
    assert (await _asked(world, referral_id))["status"]["outcome"] == "not_shared"
    await _decided(world, student_id)
    assert (await _asked(world, referral_id))["status"]["outcome"] == "enrolled"


async def test_a_consent_that_expires_takes_back_what_it_let_the_sender_know(world: World) -> None:
    referral_id, student_id = await _accepted(world)
    path = await _decided(world, student_id, expires_on=str(world.today))
    await do_what_is_due(world)
    assert (await _asked(world, referral_id))["status"]["outcome"] == "enrolled"
    await world.change(
        "update eb.consent set signed_on = signed_on - 9, expires_on = :d where id = cast(:i as uuid)",
        d=world.today - timedelta(days=1), i=path.rpartition("/")[2],
    )  # fmt: skip
    await do_what_is_due(world)
    found = await _asked(world, referral_id)
    assert (found["status"]["state"], found["status"]["outcome"]) == ("closed", "not_shared")
    assert "accepted" not in str(found)
    await do_what_is_due(world)
    history = (await world.coordinator.get(f"{path}/history")).json()["items"]
    assert [h["act"] for h in history] == ["created", "expired"]
