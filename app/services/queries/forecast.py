"""Items that children are about to outgrow."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.equipment import EquipmentItem, EquipmentRequest
from app.models.words.equipment import EquipmentState, Funding
from app.services.queries.record import on_caseload

ON_ORDER_OR_IN_HAND = [
    EquipmentState.ORDERED, EquipmentState.DELAYED, EquipmentState.DELIVERED, EquipmentState.FITTED,
    EquipmentState.TRAINED, EquipmentState.IN_USE, EquipmentState.REPAIR,
]  # fmt: skip


async def page(
    db: AsyncSession,
    actor: Actor,
    me: UUID,
    until: date,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Any]:
    """By day and id; one more than `limit` when there is more."""
    item, request = EquipmentItem, EquipmentRequest
    query = (
        select(
            col(item.id),
            col(item.request_id),
            col(item.student_id),
            col(item.name),
            col(item.size),
            col(item.fits_part),
            col(item.fits_until),
            col(item.outgrows_on),
            col(item.outgrows_by),
        )
        .join(
            request,
            (col(request.tenant_id) == col(item.tenant_id))
            & (col(request.id) == col(item.request_id)),
        )
        .where(
            col(item.tenant_id) == actor.tenant_id,
            col(item.outgrows_on) <= until,
            col(item.funding) == Funding.APPROVED.value,
            col(request.state).in_([s.value for s in ON_ORDER_OR_IN_HAND]),
            on_caseload(actor, me, item.student_id),
        )
    )
    place = (col(item.outgrows_on), col(item.id))
    if after:
        query = query.where(tuple_(*place) > after)
    return list(await db.execute(query.order_by(*place).limit(limit + 1)))
