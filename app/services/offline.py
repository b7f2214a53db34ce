"""What may stay on a device without a network: asked at each contact, and what left the caseload goes with it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, clock
from app.auth import Actor
from app.services.queries import offline as queries
from app.services.queries.offline import Held


class Holding(NamedTuple):
    checked_at: datetime
    keep: list[Held]
    remove: list[UUID]


async def files(db: AsyncSession, actor: Actor) -> Holding:
    """Every file the caller's device may hold, and those it held and must remove; both on the record of access."""
    now = clock.now()
    keep = await queries.may_hold(db, actor, now)
    kept = {held.student_id for held in keep}
    gone = [i for i in await queries.held_once(db, actor) if i not in kept]
    audit.record(
        db, actor, "list", "offline-files", student_ids=sorted(kept) or None, removed=[str(i) for i in gone]
    )  # fmt: skip
    return Holding(now, keep, gone)
