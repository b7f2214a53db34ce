"""Names a child had. A sealed one exists for supervisors and administrators alone."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import Forbidden, NotFound, Problem
from app.http import require_version
from app.models.history import RecordChange
from app.models.schemas.profile import Renaming, StudentNameCreate, StudentNameUpdate
from app.models.student import Student, StudentName
from app.models.words.student import NameUse
from app.services import case, record
from app.services.queries import profile as queries
from app.services.search import SEALED
from app.services.student import STUDENT


class NameNotFound(NotFound):
    code, title = "name-not-found", "There is no such other name of this student"


class NameDates(Problem):
    status, code, title = 409, "name-dates", "The days of this name do not fit"
    detail = "A name begins on or after the birth and before it ends, and none begins tomorrow."


class SealingNotYours(Problem):
    status, code, title = (
        403,
        "sealing-not-yours",
        "Only a supervisor or an administrator seals a name",
    )


class NameSealedSince(Forbidden):
    code, title = "name-sealed-since", "This paper bears a name that was sealed since"
    detail = (
        "It stays as it was given out. Ask a supervisor to read it, or to have it written anew."
    )


WRITE_PROBLEMS = (*case.OPEN_PROBLEMS, NameDates, SealingNotYours)
NAME = record.Kind("student-name", StudentName, NameNotFound)


async def list_of(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[StudentName]:
    """Raises: OPEN_PROBLEMS."""
    await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "student-names", student_id=student_id)
    return await queries.names(
        db, actor, student_id, limit, after, sees_sealed=SEALED in actor.scopes
    )


async def read(db: AsyncSession, actor: Actor, student_id: UUID, name_id: UUID) -> StudentName:
    """Raises: OPEN_PROBLEMS, NameNotFound."""
    return _seen(actor, await record.read(db, actor, NAME, name_id, student_id))


async def add(
    db: AsyncSession, actor: Actor, student_id: UUID, body: StudentNameCreate
) -> StudentName:
    """Raises: WRITE_PROBLEMS."""
    student = await case.open_for_change(db, actor, student_id)
    row = StudentName(tenant_id=actor.tenant_id, student_id=student.id, **body.model_dump())
    _check(actor, student, row)
    return record.add(db, actor, NAME, row)


async def change(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    name_id: UUID,
    body: StudentNameUpdate,
    if_match: str,
) -> StudentName:
    """Apply a merge patch. Raises: WRITE_PROBLEMS, NameNotFound, VersionStale."""
    student = await case.open_file(db, actor, student_id)
    row = _seen(actor, await record.open_for_change(db, actor, NAME, name_id, if_match, student_id))
    record.change(db, actor, NAME, row, body.model_dump(exclude_unset=True))
    _check(actor, student, row)
    return row


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    name_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: OPEN_PROBLEMS, NameNotFound."""
    await read(db, actor, student_id, name_id)
    return await record.history(db, actor, NAME, name_id, limit, after, student_id)


async def rename(
    db: AsyncSession, actor: Actor, student_id: UUID, body: Renaming, if_match: str
) -> Student:
    """Give the child another legal name and keep the one until now. Raises: WRITE_PROBLEMS, VersionStale."""
    student = await case.lock_file(db, actor, student_id)
    require_version(student.version, if_match)
    former = StudentName(
        tenant_id=actor.tenant_id, student_id=student.id, use=NameUse.FORMER.value,
        first_name=student.first_name, middle_name=student.middle_name, last_name=student.last_name,
        to_on=max(body.from_on - timedelta(days=1), student.born_on), is_sealed=body.seal_former, reason=body.reason,
    )  # fmt: skip
    if body.from_on > actor.today() or body.from_on < student.born_on:
        raise NameDates
    _check(actor, student, former)
    changes = body.model_dump(include={"first_name", "middle_name", "last_name"})
    record.change(db, actor, STUDENT, student, changes, act="renamed", reason_code=body.reason)
    await db.flush()  # what students are found by is noted for the new name before the former one
    record.add(db, actor, NAME, former)
    return student


async def require_unsealed(
    db: AsyncSession, actor: Actor, student_id: UUID, set_at: datetime
) -> None:
    """Of a paper that stays as it was set: it bears the name of then. Raises: NameSealedSince."""
    if SEALED not in actor.scopes and await queries.sealed_since(db, actor, student_id, set_at):
        raise NameSealedSince


def _seen(actor: Actor, row: StudentName) -> StudentName:
    """A sealed name is not there for those who may not see it."""
    if row.is_sealed and SEALED not in actor.scopes:
        raise NameNotFound
    return row


def _check(actor: Actor, student: Student, row: StudentName) -> None:
    if row.is_sealed and SEALED not in actor.scopes:
        raise SealingNotYours
    days = [day for day in (row.from_on, row.to_on) if day is not None]
    if days != sorted(days) or any(not student.born_on <= d <= actor.today() for d in days):
        raise NameDates
