"""The outbox: one row a change in the change's own transaction, made into events by one relay at a time."""

import asyncio

import asyncpg
import pytest

from app.relay import Relay
from app.relay.ladder import LONGEST_WAIT, MOST_ATTEMPTS, WAITS, retry_after, wait_after
from app.relay.relay import FAN_OUT_LOCK
from app.relay.statements import LOCK
from tests.factories.referral import enrolled, refer
from tests.factories.world import World

OUTBOX = (
    "select topic, type, position, payload::text from eb.outbox where tenant_id = :t order by id"
)


async def test_a_change_is_one_row_and_one_event(world: World, relay: Relay) -> None:
    await refer(world)
    rows = await world.look(OUTBOX, t=world.program_id)
    assert [(r.topic, r.type, r.position) for r in rows] == [("referral.received", None, None)]
    assert "Okafor" not in rows[0].payload
    await relay.run_dry()
    await relay.run_dry()
    told = await world.look(OUTBOX, t=world.program_id)
    assert [(r.topic, r.type) for r in told] == [("referral.received", "referral.received")]
    assert told[0].position > 0


async def test_a_refused_change_tells_nobody(world: World) -> None:
    student_id = await enrolled(world)
    before = await world.look(OUTBOX, t=world.program_id)
    refused = await world.coordinator.post(
        f"/v1/students/{student_id}/events",
        {
            "type": "ifsp.service.delivered",
            "on": str(world.today),
            "data": {"service": "speech_language_pathology"},
        },
    )
    assert refused.status_code == 409
    assert await world.look(OUTBOX, t=world.program_id) == before


async def test_what_is_nobody_elses_business_becomes_no_event(world: World, relay: Relay) -> None:
    await enrolled(world)
    await relay.run_dry()
    rows = await world.look(OUTBOX, t=world.program_id)
    inside = {r.topic for r in rows if r.position is None}
    assert "event.referral.received" in inside
    assert {r.type for r in rows if r.position is not None} == {
        "referral.received", "referral.acknowledged", "referral.accepted", "task.assigned",
    }  # fmt: skip


async def test_two_relays_give_out_positions_one_after_the_other(
    world: World, relay: Relay, relay_pool: asyncpg.Pool
) -> None:
    await refer(world)
    async with relay_pool.acquire() as other, other.transaction():
        assert await other.fetchval(LOCK, FAN_OUT_LOCK)
        await relay.turn()
        assert (await world.look(OUTBOX, t=world.program_id))[0].position is None
    await asyncio.gather(relay.turn(), relay.turn())
    assert (await world.look(OUTBOX, t=world.program_id))[0].position is not None


def test_tries_climb_the_ladder_for_three_days_and_end() -> None:
    for n, wait in enumerate(WAITS, 1):
        jittered = wait_after(n)
        assert jittered is not None
        assert 0.9 * wait <= jittered <= 1.1 * wait
    assert wait_after(MOST_ATTEMPTS) is None
    assert 3 * 24 * 3600 < sum(WAITS) < 3.5 * 24 * 3600
    assert max(WAITS) <= LONGEST_WAIT


def test_what_a_receiver_asks_for_is_kept_up_to_a_day() -> None:
    assert (wait_after(1, 120.0) or 0) == 120.0
    assert (wait_after(3, 1.0) or 0) > 1000
    assert retry_after("120") == 120.0
    assert retry_after("9" * 30) == LONGEST_WAIT
    assert retry_after("Fri, 31 Dec 1999 23:59:59 GMT") == 0.0
    assert retry_after("Fri, 31 Dec 2999 23:59:59 GMT") == LONGEST_WAIT
    for nonsense in (None, "", "soon", "-5", "1e9", "٣", "x" * 1000):
        assert retry_after(nonsense) is None


@pytest.mark.parametrize(
    "statement",
    [
        "select * from eb.student",
        "select * from eb.referral",
        "select body from eb.idempotency_key",
        "select key from eb.idempotency_key",
        "select jti from eb.client_assertion",
        "update eb.webhook_endpoint set url = 'https://example.org'",
        "delete from eb.access_log",
    ],
)
async def test_the_relays_role_reaches_only_what_it_carries_and_the_age_of_what_it_cleans(
    relay_pool: asyncpg.Pool, statement: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await relay_pool.execute(statement)
