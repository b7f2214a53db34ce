"""The medical part of a file. Allergies and alerts are for everybody who meets the child."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import Forbidden, NotFound, Problem
from app.models.history import RecordChange
from app.models.profile import HealthEntry
from app.models.schemas.profile import HealthEntryCreate, HealthEntryUpdate
from app.models.student import Student
from app.models.words.student import HealthKind
from app.services import case, record
from app.services.queries import profile as queries

MEDICAL = "medical:read"
FOR_EVERYBODY = frozenset({HealthKind.ALLERGY, HealthKind.ALERT})


class HealthEntryNotFound(NotFound):
    code, title = "health-entry-not-found", "There is no such health entry of this student"


class HealthDates(Problem):
    status, code, title = 409, "health-dates", "The days of this entry do not fit"
    detail = "A finding is made between the birth and today, and ends after it was made."


READ_PROBLEMS = (*case.OPEN_PROBLEMS, HealthEntryNotFound)
WRITE_PROBLEMS = (*case.OPEN_PROBLEMS, HealthDates)
ENTRY = record.Kind("health-entry", HealthEntry, HealthEntryNotFound)


async def list_of(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[HealthEntry]:
    """What the caller may read: everything, or allergies and alerts. Raises: OPEN_PROBLEMS."""
    await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "health-entries", student_id=student_id)
    return await queries.health(db, actor, student_id, _kinds(actor), limit, after)


async def shown(db: AsyncSession, actor: Actor, student_id: UUID) -> list[HealthEntry]:
    return await queries.health(db, actor, student_id, _kinds(actor))


def _kinds(actor: Actor) -> Collection[HealthKind]:
    return set(HealthKind) if MEDICAL in actor.scopes else FOR_EVERYBODY


async def read(db: AsyncSession, actor: Actor, student_id: UUID, entry_id: UUID) -> HealthEntry:
    """Raises: READ_PROBLEMS, Forbidden."""
    return _seen(actor, await record.read(db, actor, ENTRY, entry_id, student_id))


async def add(
    db: AsyncSession, actor: Actor, student_id: UUID, body: HealthEntryCreate
) -> HealthEntry:
    """Raises: WRITE_PROBLEMS."""
    student = await case.open_for_change(db, actor, student_id)
    row = HealthEntry(tenant_id=actor.tenant_id, student_id=student.id, **body.model_dump())
    _check(actor, student, row)
    return record.add(db, actor, ENTRY, row)


async def change(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    entry_id: UUID,
    body: HealthEntryUpdate,
    if_match: str,
) -> HealthEntry:
    """Apply a merge patch. Raises: WRITE_PROBLEMS, HealthEntryNotFound, VersionStale."""
    student = await case.open_file(db, actor, student_id)
    row = await record.open_for_change(db, actor, ENTRY, entry_id, if_match, student_id)
    record.change(db, actor, ENTRY, row, body.model_dump(exclude_unset=True))
    _check(actor, student, row)
    return row


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    entry_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS, Forbidden."""
    await read(db, actor, student_id, entry_id)
    return await record.history(db, actor, ENTRY, entry_id, limit, after, student_id)


def _seen(actor: Actor, row: HealthEntry) -> HealthEntry:
    if row.kind not in FOR_EVERYBODY and MEDICAL not in actor.scopes:
        raise Forbidden(f"This needs the scope {MEDICAL}; your token does not hold it.")
    return row


def _check(actor: Actor, student: Student, row: HealthEntry) -> None:
    if not student.born_on <= row.on_date <= actor.today():
        raise HealthDates
    if row.until_on is not None and row.until_on < row.on_date:
        raise HealthDates
