"""Failures, redirects, slowness, a receiver that is gone: retried, given up, replayed; others go on."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.relay import Relay
from app.relay.ladder import MOST_ATTEMPTS
from tests.factories.problem import assert_problem
from tests.factories.referral import refer
from tests.factories.webhook import deliveries, told_at
from tests.factories.world import World
from tests.webhook.receiver import Receiver, receiving

DUE = "update eb.webhook_delivery set next_at = now() where tenant_id = :t"


async def _one(world: World, relay: Relay, url: str) -> tuple[str, dict[str, Any]]:
    """An endpoint there, one event tried once: ids of endpoint, and the delivery as it stands."""
    endpoint_id = str((await told_at(world.administrator, url))["id"])
    await refer(world)
    await relay.run_dry()
    return endpoint_id, (await deliveries(world.administrator, endpoint_id))[0]


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [("/broken", 500, "refused"), ("/moved", 302, "redirect"), ("/wait", 429, "refused")],
)
async def test_whatever_is_no_success_is_tried_again(
    world: World, relay: Relay, receiver: Receiver, path: str, status: int, error: str
) -> None:
    _, delivery = await _one(world, relay, receiver.url(path))
    assert (delivery["state"], delivery["last_status"], delivery["last_error"]) == (
        "pending", status, error,
    )  # fmt: skip
    wait = datetime.fromisoformat(delivery["next_at"]) - datetime.now(UTC)
    least, most = (110, 121) if path == "/wait" else (1, 6)
    assert timedelta(seconds=least) < wait < timedelta(seconds=most)
    assert len(await receiver.until(1)) == 1, "a redirect was followed"


async def test_the_second_try_has_the_same_id_and_a_signature_of_its_own_time(
    world: World, relay: Relay, receiver: Receiver
) -> None:
    endpoint_id, first = await _one(world, relay, receiver.url("/flaky"))
    assert first["last_status"] == 503
    await asyncio.sleep(1.1)
    await world.change(DUE, t=world.program_id)
    await relay.run_dry()
    one, two = await receiver.until(2)
    assert one["headers"]["webhook-id"] == two["headers"]["webhook-id"]
    assert one["headers"]["webhook-timestamp"] != two["headers"]["webhook-timestamp"]
    assert one["body"] == two["body"]
    done = (await deliveries(world.administrator, endpoint_id))[0]
    assert (done["state"], done["attempts"], done["next_at"]) == ("delivered", 2, None)


async def test_nobody_there_ends_as_a_dead_letter_that_can_be_replayed(
    world: World, relay: Relay, receiver: Receiver
) -> None:
    endpoint_id, delivery = await _one(world, relay, "http://127.0.0.1:9/")
    assert delivery["last_error"] == "no-connection"
    await world.change(
        "update eb.webhook_delivery set attempts = :n, next_at = now() where tenant_id = :t",
        n=MOST_ATTEMPTS - 1, t=world.program_id,
    )  # fmt: skip
    await relay.run_dry()
    (dead,) = await deliveries(world.administrator, endpoint_id, state="dead")
    assert dead["attempts"] == MOST_ATTEMPTS
    assert await deliveries(world.administrator, endpoint_id, state="pending") == []

    path = f"/v1/webhook-endpoints/{endpoint_id}"
    moved = await world.administrator.patch(path, {"url": receiver.url("/ok")}, '"1"')
    assert moved.status_code == 200, moved.text
    replayed = await world.administrator.post(f"{path}/deliveries/{dead['id']}/replay", {})
    assert (replayed.json()["state"], replayed.json()["attempts"]) == ("pending", 0)
    await relay.run_dry()
    (got,) = await receiver.until(1)
    assert got["headers"]["webhook-id"] == dead["event_id"]
    assert len(await deliveries(world.administrator, endpoint_id, state="delivered")) == 1

    await world.change(
        "update eb.webhook_delivery set done_at = null, dead_at = now() where tenant_id = :t",
        t=world.program_id,
    )
    assert (await world.administrator.post(f"{path}/replay", {})).json() == {"replayed": 1}
    await relay.run_dry()
    assert len(await receiver.until(2)) == 2


async def test_a_receiver_that_is_gone_is_told_no_more_until_it_is_switched_on(
    world: World, relay: Relay, receiver: Receiver
) -> None:
    endpoint_id, delivery = await _one(world, relay, receiver.url("/gone"))
    assert delivery["state"] == "dead"
    path = f"/v1/webhook-endpoints/{endpoint_id}"
    found = (await world.administrator.get(path)).json()
    assert (found["is_enabled"], found["disabled_reason"]) == (False, "gone")
    await refer(world)
    await relay.run_dry()
    assert len(receiver.got) == 1
    acts = (await world.administrator.get(f"{path}/history")).json()["items"]
    assert [(a["act"], a["version"]) for a in acts] == [("created", 1), ("switched_off", 2)]
    assert (acts[1]["changes"]["disabled_reason"]["to"], acts[1]["created_by"]) == ("gone", None)
    replay = f"{path}/deliveries/{delivery['id']}/replay"
    assert_problem(await world.administrator.post(replay, {}), 409, "webhook-endpoint-disabled")
    on = {"is_enabled": True, "url": receiver.url("/ok")}
    assert (await world.administrator.patch(path, on, '"2"')).json()["disabled_reason"] is None
    assert (await world.administrator.post(replay, {})).status_code == 200
    await relay.run_dry()
    assert len(await receiver.until(2)) == 2


async def test_a_slow_receiver_holds_up_no_other(world: World, relay: Relay) -> None:
    """Forty events wait for a receiver that never answers; a fast one is told of each at once."""
    async with receiving() as receiver:
        slow = await told_at(world.administrator, receiver.url("/slow"))
        fast = await told_at(world.administrator, receiver.url("/ok"))
        for _ in range(40):
            await refer(world)
        begun = time.monotonic()
        running = asyncio.create_task(relay.run())
        await receiver.until(40, "/ok")
        assert time.monotonic() - begun < 5
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert len([g for g in receiver.got if g["path"] == "/slow"]) <= 16
        assert await deliveries(world.administrator, slow["id"], state="delivered") == []
        assert fast["is_enabled"]


async def test_an_answer_without_end_is_a_success_that_costs_its_connection(
    world: World, relay: Relay, receiver: Receiver
) -> None:
    begun = time.monotonic()
    _, delivery = await _one(world, relay, receiver.url("/drip"))
    assert delivery["state"] == "delivered"
    assert time.monotonic() - begun < 5
