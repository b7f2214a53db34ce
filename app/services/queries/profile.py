"""Names, residences, health entries of a student; the program's map of districts."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.fields import MOST_ON_FILE
from app.models.profile import DistrictArea, HealthEntry, Residence
from app.models.student import StudentName
from app.services.queries import record


async def names(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
    *,
    sees_sealed: bool,
) -> list[StudentName]:
    query = select(StudentName).where(
        col(StudentName.tenant_id) == actor.tenant_id,
        record.of_child(StudentName.student_id, student_id),
        or_(col(StudentName.is_sealed).is_(False), literal(sees_sealed)),
    )
    return await record.page(db, query, (col(StudentName.id),), limit, after)


async def has_sealed(db: AsyncSession, actor: Actor, student_id: UUID) -> bool:
    query = select(
        exists().where(
            col(StudentName.tenant_id) == actor.tenant_id,
            col(StudentName.student_id) == student_id,
            col(StudentName.is_sealed),
        )
    )
    return bool(await db.scalar(query))


async def sealed_since(db: AsyncSession, actor: Actor, student_id: UUID, at: datetime) -> bool:
    """Whether a name that the child had then, or after, is sealed by now."""
    query = select(
        exists().where(
            col(StudentName.tenant_id) == actor.tenant_id,
            record.of_child(StudentName.student_id, student_id),
            col(StudentName.is_sealed),
            col(StudentName.entered_in_error).is_(False),
            col(StudentName.created_at) > at,
        )
    )
    return bool(await db.scalar(query))


async def residences(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
    *,
    with_merged: bool = False,
) -> list[Residence]:
    """By their first day: of the file, or also of those merged into it."""
    of = (
        record.of_child(Residence.student_id, student_id)
        if with_merged
        else col(Residence.student_id) == student_id
    )
    query = select(Residence).where(col(Residence.tenant_id) == actor.tenant_id, of)
    return await record.page(db, query, (col(Residence.from_on), col(Residence.id)), limit, after)


async def health(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    kinds: Collection[str],
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[HealthEntry]:
    """By their day."""
    query = select(HealthEntry).where(
        col(HealthEntry.tenant_id) == actor.tenant_id,
        record.of_child(HealthEntry.student_id, student_id),
        col(HealthEntry.kind).in_(sorted(kinds)),
    )
    return await record.page(
        db, query, (col(HealthEntry.on_date), col(HealthEntry.id)), limit, after
    )


async def has_areas(db: AsyncSession, actor: Actor) -> bool:
    """Whether the program keeps a map of its districts at all."""
    query = select(exists().where(col(DistrictArea.tenant_id) == actor.tenant_id))
    return bool(await db.scalar(query))


async def district_of(db: AsyncSession, actor: Actor, postal_code: str) -> UUID | None:
    return await db.scalar(
        select(col(DistrictArea.district_id)).where(
            col(DistrictArea.tenant_id) == actor.tenant_id,
            col(DistrictArea.postal_code) == postal_code,
        )
    )


async def areas_of(db: AsyncSession, actor: Actor, district_id: UUID) -> list[DistrictArea]:
    """Postal codes of one district; they are locked."""
    query = (
        select(DistrictArea)
        .where(
            col(DistrictArea.tenant_id) == actor.tenant_id,
            col(DistrictArea.district_id) == district_id,
        )
        .order_by(col(DistrictArea.id))
        .with_for_update()
    )
    return list(await db.scalars(query))
