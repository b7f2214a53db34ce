"""Caseloads, files, contacts, enrolments, assignments."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.db import Database
from app.models.student import Assignment, Contact, Enrolment

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


async def enrolments(db: AsyncSession, actor: Actor, student_id: UUID) -> list[Enrolment]:
    """Every stay in the program, in the order of their referrals."""
    query = (
        select(Enrolment)
        .where(col(Enrolment.tenant_id) == actor.tenant_id, col(Enrolment.student_id) == student_id)
        .order_by(col(Enrolment.referred_on), col(Enrolment.id))
    )
    return list(await db.scalars(query))


async def latest_enrolment(db: AsyncSession, actor: Actor, student_id: UUID) -> Enrolment | None:
    query = (
        select(Enrolment)
        .where(col(Enrolment.tenant_id) == actor.tenant_id, col(Enrolment.student_id) == student_id)
        .order_by(col(Enrolment.referred_on).desc(), col(Enrolment.id).desc())
        .limit(1)
    )
    return await db.scalar(query)


async def contacts(db: AsyncSession, actor: Actor, student_id: UUID) -> list[Contact]:
    query = (
        select(Contact)
        .where(col(Contact.tenant_id) == actor.tenant_id, col(Contact.student_id) == student_id)
        .order_by(col(Contact.id))
    )
    return list(await db.scalars(query))


async def contact(
    db: AsyncSession, actor: Actor, student_id: UUID, contact_id: UUID
) -> Contact | None:
    query = select(Contact).where(
        col(Contact.tenant_id) == actor.tenant_id,
        col(Contact.student_id) == student_id,
        col(Contact.id) == contact_id,
    )
    return await db.scalar(query)


async def live_assignments(db: AsyncSession, actor: Actor, student_id: UUID) -> list[Assignment]:
    query = select(Assignment).where(
        col(Assignment.tenant_id) == actor.tenant_id,
        col(Assignment.student_id) == student_id,
        col(Assignment.to_on).is_(None),
    )
    return list(await db.scalars(query))


async def assignment(
    db: AsyncSession, actor: Actor, student_id: UUID, assignment_id: UUID
) -> Assignment | None:
    query = select(Assignment).where(
        col(Assignment.tenant_id) == actor.tenant_id,
        col(Assignment.student_id) == student_id,
        col(Assignment.id) == assignment_id,
    )
    return await db.scalar(query)
