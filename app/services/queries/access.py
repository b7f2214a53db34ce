"""The record of access, by student and by time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import any_, literal, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.fields import MOST_ON_FILE
from app.models.trail import AccessLog

KEYS = (col(AccessLog.created_at), col(AccessLog.id))


async def page(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID | None,
    since: datetime | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[AccessLog]:
    """Newest first, one more than `limit` when there is more; a student's also from lists that showed them."""
    query = select(AccessLog).where(col(AccessLog.tenant_id) == actor.tenant_id)
    if student_id is not None:
        query = query.where(
            or_(
                col(AccessLog.student_id) == student_id,
                literal(student_id) == any_(col(AccessLog.student_ids)),
                col(AccessLog.resource) == "export",  # an export shows everybody
            )
        )
    if since is not None:
        query = query.where(col(AccessLog.created_at) >= since)
    if after:
        query = query.where(tuple_(*KEYS) < after)
    return list(await db.scalars(query.order_by(*(k.desc() for k in KEYS)).limit(limit + 1)))


async def given(db: AsyncSession, actor: Actor, student_id: UUID) -> list[AccessLog]:
    """What of one student went to another organisation through this service, oldest first."""
    query = (
        select(AccessLog)
        .where(
            col(AccessLog.tenant_id) == actor.tenant_id,
            col(AccessLog.student_id) == student_id,
            col(AccessLog.action) == "disclose",
            col(AccessLog.resource) != "records",
        )
        .order_by(*KEYS)
        .limit(MOST_ON_FILE)
    )
    return list(await db.scalars(query))
