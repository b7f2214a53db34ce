"""The relay's housekeeping: keys after thirty days, used assertions, idle buckets, events that were told."""

from typing import Any

import asyncpg
import pytest

from app.relay import clean, housekeeping
from app.relay.housekeeping import KEEPING_LOCK
from app.relay.statements import LOCK
from tests.factories.referral import refer
from tests.factories.webhook import told
from tests.factories.world import World

KEYS = """insert into eb.idempotency_key (tenant_id, principal_id, key, fingerprint, body, created_at)
          select :t, gen_random_uuid(), 'k-' || n, 'f', 'an answer', now() - make_interval(days => n) from generate_series(1, 90) n"""


async def _count(world: World, table: str, **where: Any) -> int:
    tenant = where.get("tenant_id", world.program_id)
    rows = await world.look(
        f"select count(*) from eb.{table} where tenant_id = :t",  # noqa: S608
        t=tenant,
    )
    return int(rows[0][0])


async def test_remembered_answers_go_after_thirty_days_and_not_before(
    world: World, relay_pool: asyncpg.Pool
) -> None:
    await world.change(KEYS, t=world.program_id)
    gone = await clean(relay_pool)
    assert gone["idempotency_key"] >= 60
    kept = await world.look(
        "select min(created_at) > now() - interval '30 days', count(*) from eb.idempotency_key where tenant_id = :t and key like 'k-%'",
        t=world.program_id,
    )
    assert tuple(kept[0]) == (True, 29)
    assert (await clean(relay_pool))["idempotency_key"] == 0


async def test_assertions_that_have_expired_and_buckets_that_are_full_go(
    world: World, relay_pool: asyncpg.Pool
) -> None:
    await world.change(
        """insert into eb.client_assertion (tenant_id, principal_id, jti, expires_at)
           values (:t, gen_random_uuid(), 'old', now() - interval '3 days'), (:t, gen_random_uuid(), 'new', now() + interval '3 minutes')""",
        t=world.agency_id,
    )
    await world.change(
        """insert into eb.rate_bucket (key, tokens, refilled_at)
           values (:t || 'old', 1, now() - interval '2 hours'), (:t || 'new', 1, now())""",
        t=str(world.agency_id),
    )
    await clean(relay_pool)
    assert await _count(world, "client_assertion", tenant_id=world.agency_id) == 1
    buckets = await world.look(
        "select key from eb.rate_bucket where key like :t || '%'", t=str(world.agency_id)
    )
    assert [b.key for b in buckets] == [f"{world.agency_id}new"]


async def test_an_event_goes_with_its_deliveries_thirty_days_after_it_was_told(
    world: World, relay_pool: asyncpg.Pool
) -> None:
    await refer(world)
    await told(world, "administrator")
    await refer(world)
    await world.change("update eb.outbox set done_at = null where position is null")
    await clean(relay_pool)
    assert (await _count(world, "outbox"), await _count(world, "webhook_delivery")) == (2, 1)
    await world.change(
        "update eb.outbox set done_at = now() - interval '31 days' where tenant_id = :t and position is not null",
        t=world.program_id,
    )
    await world.change(
        "update eb.outbox set created_at = now() - interval '99 days' where tenant_id = :t",
        t=world.program_id,
    )
    await clean(relay_pool)
    assert (await _count(world, "outbox"), await _count(world, "webhook_delivery")) == (1, 0)


async def test_one_relay_cleans_at_a_time(world: World, relay_pool: asyncpg.Pool) -> None:
    await world.change(KEYS, t=world.program_id)
    async with relay_pool.acquire() as other, other.transaction():
        assert await other.fetchval(LOCK, KEEPING_LOCK)
        assert set((await clean(relay_pool)).values()) == {0}
    assert (await clean(relay_pool))["idempotency_key"] >= 60


async def test_trouble_with_the_database_is_waited_out(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    class Enough(Exception):
        pass

    async def fail(_: object) -> None:
        tries.append(1)
        if len(tries) == 3:
            raise Enough
        raise ConnectionRefusedError

    monkeypatch.setattr(housekeeping, "clean", fail)
    monkeypatch.setattr(housekeeping, "EVERY_SECONDS", 0.0)
    monkeypatch.setattr("random.uniform", lambda *_: 0.0)
    with pytest.raises(Enough):
        await housekeeping.keep_house(None)
