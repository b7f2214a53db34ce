"""Endpoints of one organisation, deliveries to them, and the events it is told of."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.fields import MOST_ON_FILE
from app.models.trail import Outbox
from app.models.webhook import WebhookDelivery, WebhookEndpoint
from app.services.queries.record import page

D = WebhookDelivery
CANCELLED = "cancelled"
"""What a delivery says that nobody may be told of any more; `eb.cancel_messages` writes it."""
PENDING = (col(D.done_at).is_(None), col(D.dead_at).is_(None))
NOT_TAKEN_BACK = col(Outbox.last_error).is_distinct_from(CANCELLED)
"""Events that may still be said: `eb.take_back_told` marks the others."""
IN_STATE = {
    "pending": PENDING,
    "delivered": (col(D.done_at).is_not(None),),
    "dead": (col(D.dead_at).is_not(None),),
}


async def endpoints(
    db: AsyncSession, actor: Actor, limit: int = MOST_ON_FILE, after: tuple[Any, ...] | None = None
) -> list[WebhookEndpoint]:
    query = select(WebhookEndpoint).where(col(WebhookEndpoint.tenant_id) == actor.tenant_id)
    return await page(db, query, (col(WebhookEndpoint.id),), limit, after)


async def endpoint(
    db: AsyncSession, actor: Actor, endpoint_id: UUID, *, lock: bool = False
) -> WebhookEndpoint | None:
    query = select(WebhookEndpoint).where(
        col(WebhookEndpoint.tenant_id) == actor.tenant_id, col(WebhookEndpoint.id) == endpoint_id
    )
    return await db.scalar(query.with_for_update() if lock else query)


async def lock_endpoints(db: AsyncSession, actor: Actor) -> None:
    """Make new endpoints of one organisation follow one another."""
    await db.execute(
        select(func.pg_advisory_xact_lock(func.hashtext(f"webhook_endpoint {actor.tenant_id}")))
    )


class Told(NamedTuple):
    """A delivery and the type of its event."""

    delivery: WebhookDelivery
    type: str


def _deliveries(actor: Actor, endpoint_id: UUID) -> Select[WebhookDelivery, str | None]:
    return (
        select(WebhookDelivery, col(Outbox.type))
        .join(
            Outbox,
            (col(Outbox.tenant_id) == col(D.tenant_id)) & (col(Outbox.id) == col(D.event_id)),
        )
        .where(
            col(D.tenant_id) == actor.tenant_id, col(D.endpoint_id) == endpoint_id, NOT_TAKEN_BACK
        )
    )


async def deliveries(
    db: AsyncSession,
    actor: Actor,
    endpoint_id: UUID,
    state: str | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Told]:
    """Newest first."""
    query = _deliveries(actor, endpoint_id).where(*IN_STATE.get(state or "", ()))
    if after:
        query = query.where(col(D.id) < after[0])
    found = await db.execute(query.order_by(col(D.id).desc()).limit(limit + 1))
    return [Told(row[0], str(row[1])) for row in found]


async def delivery(
    db: AsyncSession, actor: Actor, endpoint_id: UUID, delivery_id: UUID
) -> Told | None:
    query = _deliveries(actor, endpoint_id).where(col(D.id) == delivery_id)
    row = (await db.execute(query.with_for_update(of=WebhookDelivery))).one_or_none()
    return Told(row[0], str(row[1])) if row else None


async def revive(db: AsyncSession, actor: Actor, endpoint_id: UUID) -> int:
    """Make every dead delivery of an endpoint due; returns how many."""
    change = (
        update(WebhookDelivery)
        .where(
            col(D.tenant_id) == actor.tenant_id,
            col(D.endpoint_id) == endpoint_id,
            col(D.dead_at).is_not(None),
            col(D.last_error).is_distinct_from(CANCELLED),
        )
        .values(dead_at=None, attempts=0, next_at=func.now())
        .returning(col(D.id))
    )
    return len((await db.execute(change)).all())


async def position(db: AsyncSession, actor: Actor, event_id: UUID) -> int | None:
    """Place of an event in the order of events; None for what is no event of this organisation."""
    query = select(col(Outbox.position)).where(
        col(Outbox.tenant_id) == actor.tenant_id, col(Outbox.id) == event_id
    )
    found: int | None = await db.scalar(query)
    return found


async def events(db: AsyncSession, actor: Actor, after: int, limit: int) -> list[Outbox]:
    """In the order in which they became visible: what is seen later stands later, always."""
    query = select(Outbox).where(
        col(Outbox.tenant_id) == actor.tenant_id,
        col(Outbox.position).is_not(None),
        col(Outbox.position) > after,
        NOT_TAKEN_BACK,
    )
    return list(await db.scalars(query.order_by(col(Outbox.position)).limit(limit + 1)))
