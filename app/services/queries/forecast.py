"""Items that children are about to outgrow."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.equipment import EquipmentItem
from app.services.queries.record import on_caseload


async def page(
    db: AsyncSession,
    actor: Actor,
    me: UUID,
    until: date,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Any]:
    """Those that are watched, by day and id; one more than `limit` when there is more."""
    item = EquipmentItem
    query = select(
        col(item.id),
        col(item.request_id),
        col(item.student_id),
        col(item.name),
        col(item.size),
        col(item.fits_part),
        col(item.fits_until),
        col(item.outgrows_on),
        col(item.outgrows_by),
    ).where(
        col(item.tenant_id) == actor.tenant_id,
        col(item.is_watched),
        col(item.outgrows_on) <= until,
        on_caseload(actor, me, item.student_id),
    )
    place = (col(item.outgrows_on), col(item.id))
    if after:
        query = query.where(tuple_(*place) > after)
    return list(await db.execute(query.order_by(*place).limit(limit + 1)))
