"""The events of an organisation as a list, for those who ask instead of being told."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import NotFound
from app.models.schemas.webhook import EventList, EventRead
from app.outbox import notice
from app.services.queries import webhook as queries


class EventNotFound(NotFound):
    code, title = "event-not-found", "There is no such event to go on after"
    detail = "Events are kept for thirty days. Ask without `after` for the oldest that is kept."


async def events_after(
    db: AsyncSession, actor: Actor, after: UUID | None, limit: int, issuer: str
) -> EventList:
    """Events that became visible after the named one; from the oldest kept for None. Raises: EventNotFound."""
    start: int | None = 0
    if after is not None:
        start = await queries.position(db, actor, after)
    if start is None:
        raise EventNotFound
    rows = await queries.events(db, actor, start, limit)
    items = [
        EventRead.model_validate(
            {"id": r.id, **notice(str(r.type), r.created_at, r.payload, issuer)}
        )
        for r in rows[:limit]
    ]
    if items:
        audit.record(db, actor, "list", "event", event_ids=[str(i.id) for i in items])
    return EventList(items=items, has_more=len(rows) > limit)
