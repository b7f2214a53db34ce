"""The outbox: claimed with a lease, retried, in the end dead; nothing is lost when a relay dies."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from app.db import Database
from app.outbox import MOST_ATTEMPTS, Message, Relay, wait_after
from app.settings import Settings
from tests.factories.referral import enrolled, refer
from tests.factories.world import World


@pytest.fixture
async def pool(settings: Settings) -> AsyncIterator[asyncpg.Pool]:
    async with Database.relay_pool(settings.relay_url, role=settings.relay_role) as opened:
        await opened.execute("update eb.outbox set done_at = now() where done_at is null")
        yield opened


async def _deliver_all(relay: Relay) -> None:
    while await relay.deliver_due():
        pass


async def test_a_change_is_told_once_it_is_committed(world: World, pool: asyncpg.Pool) -> None:
    told: list[Message] = []

    async def deliver(message: Message) -> None:
        told.append(message)

    await refer(world)
    await _deliver_all(Relay(pool, deliver))
    mine = [m for m in told if m.tenant_id == world.program_id]
    assert [m.topic for m in mine] == ["referral.received"]
    assert "Okafor" not in mine[0].payload
    await _deliver_all(Relay(pool, deliver))
    assert len([m for m in told if m.tenant_id == world.program_id]) == 1


async def test_a_refused_change_tells_nobody(world: World, pool: asyncpg.Pool) -> None:
    student_id = await enrolled(world)
    before = len(
        await world.look("select 1 from eb.outbox where tenant_id = :t", t=world.program_id)
    )
    refused = await world.coordinator.post(
        f"/v1/students/{student_id}/events",
        {
            "type": "ifsp.service.delivered",
            "on": str(world.today),
            "data": {"service": "speech_language_pathology"},
        },
    )
    assert refused.status_code == 409
    assert (
        len(await world.look("select 1 from eb.outbox where tenant_id = :t", t=world.program_id))
        == before
    )


async def test_a_failed_delivery_is_tried_again_and_in_the_end_dead(
    world: World, pool: asyncpg.Pool
) -> None:
    async def refuse(_: Message) -> None:
        raise ConnectionRefusedError("a secret in a message")

    await refer(world)
    relay = Relay(pool, refuse)
    for _ in range(MOST_ATTEMPTS):
        await relay.deliver_due()
        await world.change(
            "update eb.outbox set next_at = now() where tenant_id = :t and dead_at is null",
            t=world.program_id,
        )
    row = (
        await world.look(
            "select attempts, dead_at, done_at, last_error from eb.outbox where tenant_id = :t",
            t=world.program_id,
        )
    )[0]
    assert row.attempts == MOST_ATTEMPTS
    assert row.dead_at is not None
    assert row.done_at is None
    assert row.last_error == "ConnectionRefusedError"


async def test_a_relay_that_dies_leaves_its_claim_to_another(
    world: World, pool: asyncpg.Pool
) -> None:
    async def hang(_: Message) -> None:
        await asyncio.sleep(60)

    await refer(world)
    dying = asyncio.create_task(Relay(pool, hang).deliver_due())
    await asyncio.sleep(0.3)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    told: list[Message] = []

    async def deliver(message: Message) -> None:
        told.append(message)

    await Relay(pool, deliver).deliver_due()
    assert not [m for m in told if m.tenant_id == world.program_id], "the lease has not run out yet"
    await world.change(
        "update eb.outbox set next_at = now() where tenant_id = :t", t=world.program_id
    )
    await Relay(pool, deliver).deliver_due()
    assert [m.attempts for m in told if m.tenant_id == world.program_id] == [2]


def test_waits_double_with_jitter_up_to_a_day() -> None:
    assert 4 <= wait_after(1) <= 6
    assert 32 <= wait_after(4) <= 48
    assert wait_after(40) <= 24 * 3600 * 1.2


async def test_the_relays_role_can_read_nothing_else(pool: asyncpg.Pool) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.fetch("select * from eb.student")
