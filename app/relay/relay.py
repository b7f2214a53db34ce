"""The relay: makes events of the outbox, and carries them to those who want to be told.

Safe beside other relays. A relay that dies leaves its claims to run out;
another then delivers again, so that each receiver is told at least once.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import structlog

from app.metrics import OUTBOX_DELIVERIES
from app.outbox import PUBLISHED, notice
from app.relay.ladder import wait_after
from app.relay.sender import GONE, Outcome, Sender
from app.relay.statements import CLAIM, DISABLE, FAN_OUT, LOCK, NOTE
from app.sealing import Sealer, Unreadable

LEASE_SECONDS = 60
FAN_OUT_BATCH = 500
MOST_AT_ONCE = 256
MOST_PER_ENDPOINT = 16
MOST_PER_SUSPECT = 1
"""An endpoint that failed last time is tried with one delivery at a time."""
IDLE_SECONDS = 1.0
FAN_OUT_LOCK = 1

log = structlog.get_logger("earlybridge.relay")


class Delivery(NamedTuple):
    """One claimed delivery. `event_id` is the same on every attempt, so that receivers can drop repeats."""

    tenant_id: UUID
    id: UUID
    attempts: int
    endpoint_id: UUID
    event_id: UUID
    url: str
    sealed_secret: str
    former_secret: str | None
    type: str
    created_at: Any
    payload: str


class Relay:
    def __init__(
        self, pool: asyncpg.Pool, sealer: Sealer, issuer: str, *, may_loop_back: bool = False
    ) -> None:
        self._pool, self._sealer, self._issuer = pool, sealer, issuer
        self._sender = Sender(may_loop_back=may_loop_back, per_endpoint=MOST_PER_ENDPOINT)
        self._running: dict[asyncio.Task[None], UUID] = {}
        self._suspects: set[UUID] = set()
        self._finished: list[tuple[Delivery, Outcome]] = []

    async def run(self) -> None:
        """Until cancelled. Trouble with the database is waited out."""
        try:
            while True:
                try:
                    is_busy = await self.turn()
                except (
                    OSError,
                    TimeoutError,
                    asyncpg.PostgresError,
                    asyncpg.InterfaceError,
                ) as exc:
                    log.warning("the relay waits for the database", error=type(exc).__name__)
                    is_busy = False
                await self._wait(0.0 if is_busy else IDLE_SECONDS)
        finally:
            await self.close()

    async def close(self) -> None:
        """Give up what is running; its leases run out."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._sender.close()

    async def run_dry(self) -> None:
        """Deliver what is due now, and return when all of it was tried."""
        while await self.turn() or self._running:
            await self._wait(IDLE_SECONDS)
        await self._note()

    async def turn(self) -> bool:
        """Note what ended, make events of what is new, begin what is due; whether there was anything."""
        await self._note()
        await self._sender.close_idle()
        told = await self._fan_out()
        begun = await self._begin()
        return bool(told or begun)

    async def _wait(self, seconds: float) -> None:
        """Until an attempt ends, at most so long; many that end together are noted together."""
        if self._running and len(self._running) < MOST_AT_ONCE and not seconds:
            await asyncio.sleep(0.005)
        elif self._running:
            await asyncio.wait(
                self._running, timeout=seconds or None, return_when=asyncio.FIRST_COMPLETED
            )
            await asyncio.sleep(0.005)
        else:
            await asyncio.sleep(seconds)

    async def _fan_out(self) -> int:
        async with self._pool.acquire() as connection, connection.transaction():
            if not await connection.fetchval(LOCK, FAN_OUT_LOCK):
                return 0
            rows = await connection.fetch(
                FAN_OUT, FAN_OUT_BATCH, list(PUBLISHED), [t.value for t in PUBLISHED.values()]
            )
        for row in rows:
            log.info(
                "told",
                topic=row["topic"],
                message_id=str(row["id"]),
                tenant_id=str(row["tenant_id"]),
            )
        return len(rows)

    async def _begin(self) -> int:
        room = MOST_AT_ONCE - len(self._running)
        if room <= 0:
            return 0
        rooms = self._rooms()
        rows = await self._pool.fetch(
            CLAIM, list(rooms), list(rooms.values()), MOST_PER_ENDPOINT, room, LEASE_SECONDS
        )
        for row in rows:
            delivery = Delivery(*row)
            task = asyncio.create_task(self._attempt(delivery), name="webhook attempt")
            self._running[task] = delivery.endpoint_id
            task.add_done_callback(self._running.pop)
        return len(rows)

    def _rooms(self) -> Mapping[UUID, int]:
        """How many more deliveries each endpoint that is busy, or failed last time, may have at once."""
        busy = Counter(self._running.values())
        most = dict.fromkeys(self._suspects, MOST_PER_SUSPECT)
        return {
            e: max(most.get(e, MOST_PER_ENDPOINT) - busy[e], 0) for e in {*busy, *self._suspects}
        }

    async def _attempt(self, delivery: Delivery) -> None:
        try:
            secrets = self._secrets(delivery)
        except Unreadable:
            outcome = Outcome(None, "secret-unreadable", None, 0)
        else:
            said = notice(
                delivery.type, delivery.created_at, json.loads(delivery.payload), self._issuer
            )
            body = json.dumps(said, separators=(",", ":"))
            outcome = await self._sender.attempt(
                delivery.url, secrets, str(delivery.event_id), body
            )
        if outcome.is_success:
            self._suspects.discard(delivery.endpoint_id)
        else:
            self._suspects.add(delivery.endpoint_id)
        self._finished.append((delivery, outcome))

    def _secrets(self, delivery: Delivery) -> list[str]:
        """The secret, and the one before while it still counts. Raises: Unreadable."""
        sealed = [s for s in (delivery.sealed_secret, delivery.former_secret) if s is not None]
        return [self._sealer.open(s, delivery.endpoint_id) for s in sealed]

    async def _note(self) -> None:
        """Store what came of the attempts that ended; kept for the next turn when the database is away."""
        ended = self._finished[:]
        if not ended:
            return
        noted = [
            (
                d.tenant_id, d.id, d.attempts, o.status, o.error,
                None if o.is_success or o.status == GONE else wait_after(d.attempts, o.retry_after), o.ms,
            )
            for d, o in ended
        ]  # fmt: skip
        await self._pool.execute(NOTE, *map(list, zip(*noted, strict=True)))
        gone = {(d.tenant_id, d.endpoint_id) for d, o in ended if o.status == GONE}
        if gone:
            await self._pool.execute(DISABLE, *map(list, zip(*gone, strict=True)))
        del self._finished[: len(ended)]
        for delivery, outcome in ended:
            _say(delivery, outcome)


def _say(delivery: Delivery, outcome: Outcome) -> None:
    OUTBOX_DELIVERIES.labels("delivered" if outcome.is_success else "failed").inc()
    if not outcome.is_success:
        log.warning(
            "not delivered",
            endpoint_id=str(delivery.endpoint_id),
            message_id=str(delivery.event_id),
            error=outcome.error,
            status=outcome.status,
            attempt=delivery.attempts,
        )
