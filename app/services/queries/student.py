"""Caseloads, files, contacts, enrolments, assignments."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.auth import Actor
from app.db import Database
from app.models.fields import MOST_ON_FILE
from app.models.history import RecordChange
from app.models.student import Assignment, Contact, Enrolment, Student
from app.models.task import Task
from app.models.words.task import TaskSource
from app.services.queries.record import counts, of_child, page

LOWEST_ID = UUID(int=0)


async def caseload_page(
    hot: Database, actor: Actor, soon_days: int, limit: int, after: tuple[Any, ...] | None
) -> Mapping[str, Any]:
    after_last, after_first, after_id = after or ("", "", LOWEST_ID)
    row = await hot.call(
        "caseload_page", actor.caller, actor.sees_program, actor.purpose, actor.today(), soon_days, limit,
        after_last, after_first, after_id,
    )  # fmt: skip
    assert row is not None  # noqa: S101 - the function always returns its row
    return row


async def file(hot: Database, actor: Actor, soon_days: int, student_id: UUID) -> Mapping[str, Any]:
    """Row of `seen` (yes, not_on_caseload, missing), `version` and `body`, JSON text."""
    row = await hot.call(
        "student_file",
        actor.caller,
        actor.sees_program,
        actor.purpose,
        student_id,
        actor.today(),
        soon_days,
    )
    assert row is not None  # noqa: S101 - the function always returns its row
    return row


async def enrolments(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[Enrolment]:
    """Every stay in the program, in the order of their referrals."""
    query = select(Enrolment).where(
        col(Enrolment.tenant_id) == actor.tenant_id, col(Enrolment.student_id) == student_id
    )
    return await page(db, query, (col(Enrolment.referred_on), col(Enrolment.id)), limit, after)


async def latest_enrolment(db: AsyncSession, actor: Actor, student_id: UUID) -> Enrolment | None:
    query = (
        select(Enrolment)
        .where(col(Enrolment.tenant_id) == actor.tenant_id, col(Enrolment.student_id) == student_id)
        .order_by(col(Enrolment.referred_on).desc(), col(Enrolment.id).desc())
        .limit(1)
    )
    return await db.scalar(query)


async def contacts(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
    *,
    with_errors: bool = False,
) -> list[Contact]:
    """Those entered in error are left out, unless they are asked for."""
    query = select(Contact).where(
        col(Contact.tenant_id) == actor.tenant_id, col(Contact.student_id) == student_id
    )
    query = query if with_errors else query.where(counts(Contact))
    return await page(db, query, (col(Contact.id),), limit, after)


async def contact(
    db: AsyncSession, actor: Actor, student_id: UUID, contact_id: UUID
) -> Contact | None:
    """One of the child's people: of the file, or of one that was merged into it."""
    query = select(Contact).where(
        col(Contact.tenant_id) == actor.tenant_id,
        counts(Contact),
        of_child(Contact.student_id, student_id),
        col(Contact.id) == contact_id,
    )
    return await db.scalar(query)


async def assignments(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[Assignment]:
    """All there were, the first first."""
    query = select(Assignment).where(
        col(Assignment.tenant_id) == actor.tenant_id,
        of_child(Assignment.student_id, student_id),
    )
    return await page(db, query, (col(Assignment.id),), limit, after)


async def ended_by(db: AsyncSession, actor: Actor, made: Assignment) -> Assignment | None:
    """The coordinator's assignment that ended in the request in which this one was made, locked."""
    query = (
        select(Assignment)
        .join(
            RecordChange,
            (col(RecordChange.tenant_id) == col(Assignment.tenant_id))
            & (col(RecordChange.record_id) == col(Assignment.id)),
        )
        .where(
            col(Assignment.tenant_id) == actor.tenant_id,
            col(Assignment.student_id) == made.student_id,
            col(Assignment.role) == made.role,
            col(Assignment.id) != made.id,
            counts(Assignment),
            col(RecordChange.act) == "ended",
            col(RecordChange.created_at) == made.created_at,
        )
        .with_for_update(of=Assignment)
    )
    return await db.scalar(query)


async def live_assignments(db: AsyncSession, actor: Actor, student_id: UUID) -> list[Assignment]:
    query = select(Assignment).where(
        col(Assignment.tenant_id) == actor.tenant_id,
        col(Assignment.student_id) == student_id,
        col(Assignment.to_on).is_(None),
    )
    return list(await db.scalars(query))


async def of_district(db: AsyncSession, actor: Actor, district_id: UUID, most: int) -> list[UUID]:
    """Children whose district it is, in the order of their ids; a merged file follows the one it is read through."""
    query = (
        select(col(Student.id))
        .where(
            col(Student.tenant_id) == actor.tenant_id,
            col(Student.district_id) == district_id,
            col(Student.merged_into_id).is_(None),
        )
        .order_by(col(Student.id))
        .limit(most)
    )
    return list(await db.scalars(query))


async def no_longer_needed(
    db: AsyncSession, actor: Actor, left_by: date, limit: int
) -> list[Enrolment]:
    """Last stays that ended by that day and of which no task speaks yet; those in another's hands are left to it."""
    later, asked = aliased(Enrolment), Task
    query = (
        select(Enrolment)
        .where(
            col(Enrolment.tenant_id) == actor.tenant_id,
            col(Enrolment.exited_on) <= left_by,
            ~exists().where(
                col(later.tenant_id) == actor.tenant_id,
                col(later.student_id) == col(Enrolment.student_id),
                or_(col(later.exited_on).is_(None), col(later.exited_on) > left_by),
            ),
            ~exists().where(
                col(asked.tenant_id) == actor.tenant_id,
                col(asked.student_id) == col(Enrolment.student_id),
                col(asked.source) == TaskSource.RETENTION.value,
                col(asked.source_id) == col(Enrolment.id),
            ),
        )
        .order_by(col(Enrolment.exited_on), col(Enrolment.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Enrolment)
    )
    return list(await db.scalars(query))
