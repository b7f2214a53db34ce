"""Single events and pauses of a file."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.deadline import CaseEvent, CasePause


async def one(db: AsyncSession, actor: Actor, student_id: UUID, event_id: UUID) -> CaseEvent | None:
    query = select(CaseEvent).where(
        col(CaseEvent.tenant_id) == actor.tenant_id,
        col(CaseEvent.student_id) == student_id,
        col(CaseEvent.id) == event_id,
    )
    return await db.scalar(query)


async def one_pause(
    db: AsyncSession, actor: Actor, student_id: UUID, pause_id: UUID
) -> CasePause | None:
    query = select(CasePause).where(
        col(CasePause.tenant_id) == actor.tenant_id,
        col(CasePause.student_id) == student_id,
        col(CasePause.id) == pause_id,
    )
    return await db.scalar(query)
