"""From a change to a receiver of a partner, in a process of its own, which verifies what it gets."""

import json

from app.relay import Relay
from tests.factories.referral import accept, refer
from tests.factories.webhook import deliveries, told_at
from tests.factories.world import World
from tests.webhook.receiver import Receiver


async def test_an_agency_hears_of_its_referral_and_verifies_who_says_so(
    world: World, relay: Relay, receiver: Receiver
) -> None:
    endpoint = await told_at(world.agency, receiver.url("/ok"))
    referral_id = await refer(world)
    await accept(world, referral_id)
    await relay.run_dry()
    got = await receiver.until(2)
    said = sorted((json.loads(g["body"]) for g in got), key=lambda b: b["data"]["version"])
    assert [(s["type"], s["data"]["state"]) for s in said] == [
        ("referral.acknowledged", "acknowledged"),
        ("referral.accepted", "accepted"),
    ]
    assert said[0]["data"] == {
        "resource": "referral", "id": referral_id, "state": "acknowledged", "version": 2,
        "url": f"http://127.0.0.1:8000/v1/referrals/{referral_id}",
    }  # fmt: skip
    assert all(receiver.verified(g, endpoint["secret"]) == [True] for g in got)
    assert all(receiver.verified(g, "whsec_" + "A" * 43 + "=") == [False] for g in got)
    assert not any("Okafor" in g["body"] or "Amina" in g["body"] for g in got)
    log = await deliveries(world.agency, endpoint["id"])
    assert {(d["state"], d["last_status"], d["attempts"]) for d in log} == {("delivered", 204, 1)}
    assert {d["event_id"] for d in log} == {g["headers"]["webhook-id"] for g in got}


async def test_a_changed_body_or_an_old_one_does_not_verify(
    world: World, relay: Relay, receiver: Receiver
) -> None:
    endpoint = await told_at(world.administrator, receiver.url("/ok"))
    await refer(world)
    await relay.run_dry()
    (got,) = await receiver.until(1)
    assert receiver.verified(got, endpoint["secret"]) == [True]
    for change in (
        {"body": got["body"].replace("submitted", "accepted")},
        {"headers": {**got["headers"], "webhook-timestamp": "1700000000"}},
        {"headers": {**got["headers"], "webhook-id": "another"}},
    ):
        assert receiver.verified({**got, **change}, endpoint["secret"]) == [False]


async def test_while_a_secret_is_rotated_both_sign_and_afterwards_the_new_one_alone(
    world: World, relay: Relay, receiver: Receiver
) -> None:
    old = await told_at(world.administrator, receiver.url("/ok"))
    path = f"/v1/webhook-endpoints/{old['id']}/rotations"
    new = (await world.administrator.post(path, {})).json()
    assert new["secret"] != old["secret"]
    assert new["former_until"] is not None
    await refer(world)
    await relay.run_dry()
    (both,) = await receiver.until(1)
    assert len(both["headers"]["webhook-signature"].split()) == 2
    assert receiver.verified(both, old["secret"], new["secret"]) == [True, True]
    await world.change(
        "update eb.webhook_endpoint set former_until = now() where tenant_id = :t",
        t=world.program_id,
    )
    await refer(world)
    await relay.run_dry()
    assert receiver.verified((await receiver.until(2))[1], old["secret"], new["secret"]) == [
        False,
        True,
    ]
    at_once = (await world.administrator.post(path, {"overlap_hours": 0})).json()
    await refer(world)
    await relay.run_dry()
    last = (await receiver.until(3))[2]
    assert receiver.verified(last, new["secret"], at_once["secret"]) == [False, True]


async def test_each_is_told_what_it_asked_for_and_of_its_own_alone(
    world: World, other: World, relay: Relay, receiver: Receiver
) -> None:
    await told_at(world.agency, receiver.url("/ok/agency"), types=["referral.accepted"])
    await told_at(world.district, receiver.url("/ok/district"))
    await told_at(other.agency, receiver.url("/ok/stranger"))
    await told_at(other.administrator, receiver.url("/ok/stranger"))
    await accept(world, await refer(world))
    await relay.run_dry()
    got = await receiver.until(1)
    assert [g["path"] for g in got] == ["/ok/agency"]


async def test_without_consent_to_report_back_an_agency_hears_no_outcome(
    world: World, relay: Relay, receiver: Receiver
) -> None:
    await told_at(world.agency, receiver.url("/ok"))
    consent = {"parent_informed": True, "report_back": False}
    await accept(world, await refer(world, consent=consent))
    await relay.run_dry()
    said = [json.loads(g["body"]) for g in await receiver.until(2)]
    assert {s["type"] for s in said} == {"referral.acknowledged", "referral.closed"}
    assert {s["data"]["state"] for s in said} == {"acknowledged", "closed"}
