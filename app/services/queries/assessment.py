"""Assessments, what was added to their reports, eligibility decisions."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.assessment import Addendum, Assessment, EligibilityDecision
from app.models.fields import MOST_ON_FILE
from app.services.queries.record import counts, of_child, page


async def of(db: AsyncSession, actor: Actor, student_id: UUID) -> list[Assessment]:
    query = (
        select(Assessment)
        .where(
            col(Assessment.tenant_id) == actor.tenant_id,
            of_child(Assessment.student_id, student_id),
        )
        .order_by(col(Assessment.id))
        .limit(MOST_ON_FILE)
    )
    return list(await db.scalars(query))


async def page_of(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[Assessment]:
    """One more than `limit` when there is more."""
    query = select(Assessment).where(
        col(Assessment.tenant_id) == actor.tenant_id, of_child(Assessment.student_id, student_id)
    )
    return await page(db, query, (col(Assessment.id),), limit, after)


async def decisions(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
    *,
    with_errors: bool = False,
) -> list[EligibilityDecision]:
    """By day of decision. Those entered in error are left out, unless they are asked for."""
    query = select(EligibilityDecision).where(
        col(EligibilityDecision.tenant_id) == actor.tenant_id,
        of_child(EligibilityDecision.student_id, student_id),
    )
    query = query if with_errors else query.where(counts(EligibilityDecision))
    return await page(
        db, query, (col(EligibilityDecision.decided_on), col(EligibilityDecision.id)), limit, after
    )


async def addenda(db: AsyncSession, actor: Actor, record_id: UUID) -> list[Addendum]:
    """Oldest first."""
    query = (
        select(Addendum)
        .where(col(Addendum.tenant_id) == actor.tenant_id, col(Addendum.record_id) == record_id)
        .order_by(col(Addendum.id))
        .limit(MOST_ON_FILE)
    )
    return list(await db.scalars(query))
