"""Who carries which students, and who is away."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import any_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.fields import EnrolmentState
from app.models.organisation import Principal
from app.models.staff import StaffLeave
from app.models.student import Assignment, Enrolment, Student
from app.services.queries import record

PRETERM_WEEKS = 37
CARRIES = ("coordinator", "therapist")


async def people(
    db: AsyncSession,
    actor: Actor,
    language: str | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Principal]:
    """Active staff who carry students, by name; one more than `limit` when there is more."""
    query = select(Principal).where(
        col(Principal.tenant_id) == actor.tenant_id,
        col(Principal.kind) == "person",
        col(Principal.is_active),
        or_(*(literal(role) == any_(col(Principal.roles)) for role in CARRIES)),
    )
    if language is not None:
        query = query.where(record.names_language(col(Principal.languages), language))
    return await record.page(db, query, (col(Principal.name), col(Principal.id)), limit, after)


async def carried(db: AsyncSession, actor: Actor, principal_ids: Collection[UUID]) -> list[Any]:
    """How many students by person, role, stage and need: rows of `count` and these."""
    stage = func.coalesce(col(Enrolment.state), EnrolmentState.REFERRED.value).label("stage")
    is_preterm = func.coalesce(col(Student.gestation_weeks) < PRETERM_WEEKS, False).label("preterm")
    by = (
        col(Assignment.principal_id),
        col(Assignment.role),
        stage,
        col(Student.interpreter_needed),
        is_preterm,
    )
    query = (
        select(*by, func.count().label("students"))
        .join(
            Student,
            (col(Student.tenant_id) == col(Assignment.tenant_id))
            & (col(Student.id) == col(Assignment.student_id)),
        )
        .outerjoin(
            Enrolment,
            (col(Enrolment.tenant_id) == col(Assignment.tenant_id))
            & (col(Enrolment.student_id) == col(Assignment.student_id))
            & col(Enrolment.exited_on).is_(None),
        )
        .where(
            col(Assignment.tenant_id) == actor.tenant_id,
            col(Assignment.principal_id).in_(principal_ids),
            col(Assignment.to_on).is_(None),
        )
        .group_by(*by)
    )
    return list(await db.execute(query))


async def live(
    db: AsyncSession, actor: Actor, principal_id: UUID, role: str | None, limit: int | None = None
) -> list[Assignment]:
    """Live assignments of one person, in the order of the students' ids."""
    query = select(Assignment).where(
        col(Assignment.tenant_id) == actor.tenant_id,
        col(Assignment.principal_id) == principal_id,
        col(Assignment.to_on).is_(None),
    )
    if role is not None:
        query = query.where(col(Assignment.role) == role)
    query = query.order_by(col(Assignment.student_id)).limit(limit)
    return list(await db.scalars(query))


async def leaves(
    db: AsyncSession, actor: Actor, principal_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[StaffLeave]:
    """Latest first."""
    query = select(StaffLeave).where(
        col(StaffLeave.tenant_id) == actor.tenant_id, col(StaffLeave.principal_id) == principal_id
    )
    keys = (col(StaffLeave.from_on), col(StaffLeave.id))
    return await record.page(db, query, keys, limit, after, newest_first=True)


async def away(
    db: AsyncSession, actor: Actor, principal_ids: Collection[UUID], on: date
) -> set[UUID]:
    """Those of them who are on leave on a day."""
    query = select(col(StaffLeave.principal_id)).where(
        col(StaffLeave.tenant_id) == actor.tenant_id,
        col(StaffLeave.principal_id).in_(principal_ids),
        col(StaffLeave.from_on) <= on,
        col(StaffLeave.to_on) >= on,
        col(StaffLeave.is_cancelled).is_(False),
    )
    return set(await db.scalars(query))
