"""What nobody needs any more goes: once an hour, in pieces, by one relay at a time."""

import asyncio
import random

import asyncpg
import structlog

from app.relay.statements import LOCK

EVERY_SECONDS = 3600.0
KEEPING_LOCK = 2
MOST_PIECES = 1000

# Each deletes an hour's worth beside what is oldest, so that no statement runs long however much there is.
PIECES = {
    "idempotency_key": """
        delete from eb.idempotency_key
         where created_at < (select least(min(created_at) + interval '1 hour', now() - interval '30 days') from eb.idempotency_key)""",
    "client_assertion": """
        delete from eb.client_assertion
         where expires_at < (select least(min(expires_at) + interval '1 hour', now()) from eb.client_assertion)""",
    "rate_bucket": """
        delete from eb.rate_bucket
         where refilled_at < (select least(min(refilled_at) + interval '1 hour', now() - interval '1 hour') from eb.rate_bucket)""",
    # With an event go its deliveries. What was told to nobody yet stays.
    "outbox": """
        delete from eb.outbox
         where (tenant_id, id) in (
           select o.tenant_id, o.id from eb.outbox o where o.done_at < now() - interval '30 days' limit 1000)""",
}

log = structlog.get_logger("earlybridge.housekeeping")


async def keep_house(pool: asyncpg.Pool) -> None:
    """Until cancelled. The first time within minutes of the start, at another moment in each process."""
    wait = random.uniform(30, 300)  # noqa: S311 - not a secret
    while True:
        await asyncio.sleep(wait)
        wait = EVERY_SECONDS
        try:
            await clean(pool)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as exc:
            log.warning("cleaning waits for the database", error=type(exc).__name__)


async def clean(pool: asyncpg.Pool) -> dict[str, int]:
    """Delete what is old; returns how much of each."""
    gone = {table: await _clean(pool, piece) for table, piece in PIECES.items()}
    if any(gone.values()):
        log.info("cleaned", **gone)
    return gone


async def _clean(pool: asyncpg.Pool, piece: str) -> int:
    total = 0
    for _ in range(MOST_PIECES):
        async with pool.acquire() as connection, connection.transaction():
            if not await connection.fetchval(LOCK, KEEPING_LOCK):
                return total
            deleted = int((await connection.execute(piece)).split()[-1])
        if not deleted:
            break
        total += deleted
    return total
