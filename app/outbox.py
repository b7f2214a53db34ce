"""What somebody must be told: noted in the change's transaction, delivered afterwards at least once."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.metrics import OUTBOX_DELIVERIES
from app.models.trail import Outbox

LEASE_SECONDS = 60
MOST_ATTEMPTS = 12
LONGEST_WAIT_SECONDS = 24 * 3600
BATCH = 20
IDLE_SECONDS = 2.0

log = structlog.get_logger("earlybridge.outbox")


def tell(db: AsyncSession, actor: Actor, topic: str, **payload: Any) -> None:
    """Announce a change, should it commit. `payload` holds ids, dates and states; no child's data."""
    db.add(
        Outbox(
            tenant_id=actor.tenant_id,
            topic=topic,
            payload={k: _plain(v) for k, v in payload.items()},
        )
    )


def _plain(value: Any) -> Any:
    return (
        value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)
    )


@dataclass(frozen=True, slots=True)
class Message:
    """One claimed row. `id` is the same on every attempt, so that receivers can drop repeats."""

    tenant_id: UUID
    id: UUID
    topic: str
    payload: str
    attempts: int


Deliver = Callable[[Message], Awaitable[None]]


async def to_log(message: Message) -> None:
    """Deliver to the service's own log, where operators and log shippers find it."""
    log.info(
        "told",
        topic=message.topic,
        message_id=str(message.id),
        tenant_id=str(message.tenant_id),
        attempt=message.attempts,
    )


CLAIM = """
update eb.outbox o set attempts = o.attempts + 1, next_at = now() + make_interval(secs => $1)
 where (o.tenant_id, o.id) in (
   select tenant_id, id from eb.outbox
    where done_at is null and dead_at is null and next_at <= now()
    order by next_at limit $2 for update skip locked)
returning o.tenant_id, o.id, o.topic, o.payload::text, o.attempts
"""
DONE = "update eb.outbox set done_at = now(), last_error = null where tenant_id = $1 and id = $2"
FAILED = """
update eb.outbox set last_error = $3, next_at = now() + make_interval(secs => $4),
       dead_at = case when attempts >= $5 then now() end
 where tenant_id = $1 and id = $2
"""


def wait_after(attempts: int) -> float:
    """Seconds until the next attempt: doubling from five, jittered, at most a day."""
    longest: float = min(5.0 * 2 ** (attempts - 1), LONGEST_WAIT_SECONDS)
    return longest * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret


class Relay:
    """Claims with a lease, delivers outside any transaction, marks done; safe beside other relays.

    A relay that dies leaves its claims to run out; another then delivers them.
    """

    def __init__(self, pool: asyncpg.Pool, deliver: Deliver = to_log) -> None:
        self._pool, self._deliver = pool, deliver

    async def run(self) -> None:
        """Until cancelled. Trouble with the database is waited out."""
        while True:
            try:
                claimed = await self.deliver_due()
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as exc:
                log.warning("outbox waits for the database", error=type(exc).__name__)
                claimed = 0
            if not claimed:
                await asyncio.sleep(IDLE_SECONDS)

    async def deliver_due(self) -> int:
        """Deliver one batch; returns how many were claimed."""
        rows = await self._pool.fetch(CLAIM, LEASE_SECONDS, BATCH)
        for row in rows:
            await self._attempt(Message(*row))
        return len(rows)

    async def _attempt(self, message: Message) -> None:
        try:
            await asyncio.wait_for(self._deliver(message), timeout=15)
        except Exception as exc:
            # Whatever a target does, the message stays ours until delivered or dead.
            OUTBOX_DELIVERIES.labels("failed").inc()
            log.warning(
                "not delivered",
                topic=message.topic,
                message_id=str(message.id),
                error=type(exc).__name__,
                attempt=message.attempts,
            )
            await self._pool.execute(
                FAILED,
                message.tenant_id,
                message.id,
                type(exc).__name__,
                wait_after(message.attempts),
                MOST_ATTEMPTS,
            )
        else:
            OUTBOX_DELIVERIES.labels("delivered").inc()
            await self._pool.execute(DONE, message.tenant_id, message.id)
