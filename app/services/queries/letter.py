"""Letters of a file."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer
from sqlmodel import col

from app.auth import Actor
from app.models.letter import Letter
from app.models.organisation import Organisation
from app.models.referral import Referral
from app.services.queries.record import of_child, page


async def letters(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[Letter]:
    """Oldest first, without their files; one more than `limit` when there is more."""
    query = (
        select(Letter)
        .where(col(Letter.tenant_id) == actor.tenant_id, of_child(Letter.student_id, student_id))
        .options(defer(Letter.pdf, raiseload=True), defer(Letter.content, raiseload=True))  # type: ignore[arg-type]
    )
    return await page(db, query, (col(Letter.id),), limit, after)


async def count(db: AsyncSession, actor: Actor, student_id: UUID) -> int:
    query = (
        select(func.count())
        .select_from(Letter)
        .where(col(Letter.tenant_id) == actor.tenant_id, col(Letter.student_id) == student_id)
    )
    return int(await db.scalar(query) or 0)


async def letter(
    db: AsyncSession, actor: Actor, student_id: UUID, letter_id: UUID
) -> Letter | None:
    query = select(Letter).where(
        col(Letter.tenant_id) == actor.tenant_id,
        of_child(Letter.student_id, student_id),
        col(Letter.id) == letter_id,
    )
    return await db.scalar(query)


async def organisation(db: AsyncSession, organisation_id: UUID) -> Organisation | None:
    """Of the directory, which is everybody's."""
    return await db.scalar(select(Organisation).where(col(Organisation.id) == organisation_id))


async def latest_referral(db: AsyncSession, actor: Actor, student_id: UUID) -> Referral | None:
    """The referral by which the student came, the last one."""
    query = (
        select(Referral)
        .where(col(Referral.tenant_id) == actor.tenant_id, col(Referral.student_id) == student_id)
        .order_by(col(Referral.received_on).desc(), col(Referral.id).desc())
        .limit(1)
    )
    return await db.scalar(query)
