"""Delegated programmes."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.delegation import Delegation
from app.models.schemas.delegation import DelegationFilter
from app.models.words.delegation import DelegationState
from app.services.queries import record


async def page(
    db: AsyncSession,
    actor: Actor,
    me: UUID,
    asked: DelegationFilter,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Delegation]:
    """Oldest first; one more than `limit` when there is more."""
    query = select(Delegation).where(
        col(Delegation.tenant_id) == actor.tenant_id,
        record.on_caseload(actor, me, Delegation.student_id),
    )
    if asked.student_id is not None:
        query = query.where(record.of_child(Delegation.student_id, asked.student_id))
    if asked.state is not None:
        query = query.where(col(Delegation.state) == asked.state.value)
    if asked.check_until is not None:
        query = query.where(
            col(Delegation.next_check_on) <= asked.check_until,
            col(Delegation.state) == DelegationState.RUNNING.value,
        )
    return await record.page(db, query, (col(Delegation.id),), limit, after)
