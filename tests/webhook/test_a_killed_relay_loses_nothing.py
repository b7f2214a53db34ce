"""kill -9 of a relay in mid-delivery, on the real process: another delivers what it had claimed."""

import asyncio
import os
import subprocess
import sys
from typing import Any

import pytest

from app.relay import Relay
from app.settings import ROOT, Settings
from tests.factories.referral import refer
from tests.factories.webhook import deliveries, told_at
from tests.factories.world import World
from tests.webhook.receiver import Receiver


async def _relay_process(settings: Settings) -> asyncio.subprocess.Process:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("EARLYBRIDGE_", "PYTEST"))}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from app.cli import main; main()",
        "relay",
        cwd=ROOT,
        env={
            **kept,
            "EARLYBRIDGE_DATABASE_URL": settings.relay_url,
            "EARLYBRIDGE_STATE_DIR": str(settings.state_dir),
            "EARLYBRIDGE_WEBHOOKS_MAY_LOOP_BACK": "true",
            "EARLYBRIDGE_LOG_LEVEL": "ERROR",
        },
        stderr=subprocess.DEVNULL,
    )


async def _log(world: World, endpoint_id: str) -> list[dict[str, Any]]:
    return await deliveries(world.administrator, endpoint_id, limit=200)


async def test_what_a_killed_relay_had_begun_is_delivered_by_another(
    world: World, relay: Relay, receiver: Receiver, settings: Settings
) -> None:
    slow = await told_at(world.administrator, receiver.url("/slow"))
    fast = await told_at(world.administrator, receiver.url("/ok"))
    for _ in range(5):
        await refer(world)
    process = await _relay_process(settings)
    try:
        await receiver.until(5, "/slow")
        await receiver.until(5, "/ok")
    finally:
        process.kill()
        await process.wait()
    begun = await _log(world, slow["id"])
    assert {(d["state"], d["attempts"]) for d in begun} == {("pending", 1)}
    # The leases keep another relay from them; once they have run out, it takes them over.
    await relay.run_dry()
    assert len(receiver.got) == len({(g["path"], g["headers"]["webhook-id"]) for g in receiver.got})
    path = f"/v1/webhook-endpoints/{slow['id']}"
    await world.administrator.patch(path, {"url": receiver.url("/ok/again")}, '"1"')
    await world.change(
        "update eb.webhook_delivery set next_at = now() where tenant_id = :t and done_at is null",
        t=world.program_id,
    )
    await relay.run_dry()
    again = await receiver.until(5, "/ok/again")
    assert {g["headers"]["webhook-id"] for g in again} == {d["event_id"] for d in begun}
    for endpoint in (slow, fast):
        done = await _log(world, endpoint["id"])
        assert {d["state"] for d in done} == {"delivered"}
        assert len(done) == 5


async def test_what_came_of_an_attempt_that_was_claimed_anew_is_history(
    world: World, relay: Relay, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.relay.sender.ATTEMPT_SECONDS", 1.5)
    endpoint = await told_at(world.administrator, receiver.url("/slow"))
    await refer(world)
    await relay.turn()
    await receiver.until(1)
    await world.change(
        "update eb.webhook_delivery set attempts = 2 where tenant_id = :t", t=world.program_id
    )
    await world.change(
        "update eb.webhook_endpoint set url = :u where tenant_id = :t",
        u=receiver.url("/ok"), t=world.program_id,
    )  # fmt: skip
    async with asyncio.timeout(30):
        await relay.run_dry()
    (delivery,) = await deliveries(world.administrator, endpoint["id"])
    assert (delivery["state"], delivery["attempts"], delivery["last_error"]) == ("pending", 2, None)
