"""Reading deadlines across files, and their history."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.db import Database
from app.models.deadline import ClockChange, Deadline, DeadlineChange, DeadlineNote
from app.models.fields import FIRST_DAY, LAST_DAY
from app.models.schemas.deadline import DueFilter

LOWEST_ID = UUID(int=0)
ASIDE = frozenset({"tolled", "dismissed", "incomplete"})
"""States that the due list leaves out unless it is asked for them."""

Change = TypeVar("Change", ClockChange, DeadlineChange)


async def due_page(
    hot: Database,
    actor: Actor,
    soon_days: int,
    limit: int,
    after: tuple[Any, ...] | None,
    asked: DueFilter,
) -> Mapping[str, Any]:
    after_due, after_id = after or (FIRST_DAY, LOWEST_ID)
    row = await hot.call(
        "due_aside_page" if asked.state in ASIDE else "due_page",
        actor.caller, actor.sees_program, actor.purpose, actor.today(), soon_days, limit,
        asked.due_from or FIRST_DAY, asked.due_until or LAST_DAY, asked.rule_id, asked.principal_id,
        after_due, after_id, asked.state, asked.stage,
    )  # fmt: skip
    assert row is not None  # noqa: S101 - the functions always return their row
    return row


async def changes(
    db: AsyncSession, actor: Actor, table: type[Change], student_id: UUID, limit: int, before: UUID
) -> list[Change]:
    """Newest first, of ids below `before`."""
    query = (
        select(table)
        .where(
            col(table.tenant_id) == actor.tenant_id,
            col(table.student_id) == student_id,
            col(table.id) < before,
        )
        .order_by(col(table.id).desc())
        .limit(limit)
    )
    return list(await db.scalars(query))


async def one(
    db: AsyncSession, actor: Actor, student_id: UUID, deadline_id: UUID
) -> Deadline | None:
    query = select(Deadline).where(
        col(Deadline.tenant_id) == actor.tenant_id,
        col(Deadline.student_id) == student_id,
        col(Deadline.id) == deadline_id,
    )
    return await db.scalar(query)


async def notes(db: AsyncSession, actor: Actor, student_id: UUID) -> list[DeadlineNote]:
    query = (
        select(DeadlineNote)
        .where(
            col(DeadlineNote.tenant_id) == actor.tenant_id,
            col(DeadlineNote.student_id) == student_id,
        )
        .order_by(col(DeadlineNote.id))
    )
    return list(await db.scalars(query))


async def note(
    db: AsyncSession, actor: Actor, student_id: UUID, key: tuple[str, str]
) -> DeadlineNote | None:
    """`key`: rule and occurrence."""
    query = select(DeadlineNote).where(
        col(DeadlineNote.tenant_id) == actor.tenant_id,
        col(DeadlineNote.student_id) == student_id,
        col(DeadlineNote.rule_id) == key[0],
        col(DeadlineNote.occurrence) == key[1],
    )
    return await db.scalar(query)


async def by_key(
    db: AsyncSession, actor: Actor, student_id: UUID, key: tuple[str, str]
) -> Deadline | None:
    """`key`: rule and occurrence."""
    query = select(Deadline).where(
        col(Deadline.tenant_id) == actor.tenant_id,
        col(Deadline.student_id) == student_id,
        col(Deadline.rule_id) == key[0],
        col(Deadline.occurrence) == key[1],
    )
    return await db.scalar(query)
