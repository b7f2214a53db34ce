"""Reading the record of access: of one child, or of the whole program for its auditors."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.models.trail import AccessLog
from app.services import case
from app.services.queries import access as queries


async def of_student(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[AccessLog]:
    """Who saw or changed this file; the parent may ask for it. Raises: StudentNotFound, NotOnCaseload."""
    await case.open_file(db, actor, student_id)
    rows = await queries.of_student(db, actor, student_id, limit, after)
    audit.record(db, actor, "read", "access-log", student_id=student_id)
    return rows


async def of_program(
    db: AsyncSession,
    actor: Actor,
    since: datetime | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[AccessLog]:
    rows = await queries.of_program(db, actor, since, limit, after)
    audit.record(db, actor, "list", "access-log")
    return rows
