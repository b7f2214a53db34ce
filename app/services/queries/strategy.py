"""Strategies."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.fields import MOST_ON_FILE
from app.models.schemas.strategy import StrategyFilter
from app.models.strategy import Strategy
from app.models.words.strategy import StrategyState
from app.services.queries import record


async def page(
    db: AsyncSession,
    actor: Actor,
    me: UUID,
    asked: StrategyFilter,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Strategy]:
    """Oldest first; one more than `limit` when there is more."""
    query = select(Strategy).where(
        col(Strategy.tenant_id) == actor.tenant_id,
        record.on_caseload(actor, me, Strategy.student_id),
    )
    if asked.student_id is not None:
        query = query.where(record.of_child(Strategy.student_id, asked.student_id))
    if asked.state is not None:
        query = query.where(col(Strategy.state) == asked.state.value)
    if asked.check_until is not None:
        query = query.where(
            col(Strategy.next_check_on) <= asked.check_until,
            col(Strategy.state) == StrategyState.IN_USE.value,
        )
    return await record.page(db, query, (col(Strategy.id),), limit, after)


async def in_use(db: AsyncSession, actor: Actor, student_id: UUID) -> list[Strategy]:
    """Of one child, oldest first."""
    query = (
        select(Strategy)
        .where(
            col(Strategy.tenant_id) == actor.tenant_id,
            record.of_child(Strategy.student_id, student_id),
            col(Strategy.state) == StrategyState.IN_USE.value,
        )
        .order_by(col(Strategy.id))
        .limit(MOST_ON_FILE)
    )
    return list(await db.scalars(query))
