"""Which resource a family was told of, and what came of it."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import NotFound
from app.models.agency_contact import ResourceGiven
from app.models.history import RecordChange
from app.models.schemas.agency_contact import ResourceGivenCreate, ResourceGivenUpdate
from app.models.words.agency import ResourceOutcome
from app.models.words.task import TaskSource
from app.services import agency_contact, case, record, task
from app.services.agency_contact import AgencyUnknown, ContactDay
from app.services.queries import agency_contact as queries
from app.services.queries import student as students
from app.services.student import ContactNotFound


class ResourceNotFound(NotFound):
    code, title = "resource-given-not-found", "There is no such resource on this file"


RESOURCE = record.Kind("resource-given", ResourceGiven, ResourceNotFound)
READ_PROBLEMS = (*case.OPEN_PROBLEMS, ResourceNotFound)
GIVE_PROBLEMS = (*case.OPEN_PROBLEMS, AgencyUnknown, ContactDay, ContactNotFound)
CHANGE_PROBLEMS = (*READ_PROBLEMS, ContactDay)


async def list_of(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[ResourceGiven]:
    """Newest first. Raises: StudentNotFound, NotOnCaseload."""
    await case.open_file(db, actor, student_id)
    record.listed(db, actor, RESOURCE, [student_id])
    return await queries.resources(db, actor, student_id, limit, after)


async def read(
    db: AsyncSession, actor: Actor, student_id: UUID, resource_id: UUID
) -> ResourceGiven:
    """Raises: READ_PROBLEMS."""
    return await record.read(db, actor, RESOURCE, resource_id, student_id)


async def give(
    db: AsyncSession, actor: Actor, student_id: UUID, body: ResourceGivenCreate
) -> ResourceGiven:
    """Raises: GIVE_PROBLEMS."""
    student = await case.lock_file(db, actor, student_id)
    await agency_contact.require_named(db, actor, body.agency_id, service_id=body.agency_service_id)
    if body.contact_id is not None and not await students.contact(
        db, actor, student_id, body.contact_id
    ):
        raise ContactNotFound
    given_on = body.given_on or actor.today()
    if not student.born_on <= given_on <= actor.today():
        raise ContactDay
    _check_follow_up(actor, body.follow_up_on)
    row = ResourceGiven(
        tenant_id=actor.tenant_id,
        student_id=student_id,
        **body.model_dump() | {"given_on": given_on},
    )
    record.add(db, actor, RESOURCE, row)
    await _follow_up(db, actor, row)
    return row


async def change(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    resource_id: UUID,
    body: ResourceGivenUpdate,
    if_match: str,
) -> ResourceGiven:
    """Apply a merge patch; an outcome ends the follow-up. Raises: CHANGE_PROBLEMS, VersionStale."""
    row = await record.open_for_change(db, actor, RESOURCE, resource_id, if_match, student_id)
    changes = body.model_dump(exclude_unset=True)
    is_known = changes.get("outcome", ResourceOutcome.UNKNOWN) != ResourceOutcome.UNKNOWN
    if is_known:
        changes["outcome_on"] = changes.get("outcome_on") or actor.today()
    on = changes.get("outcome_on")
    if on is not None and not row.given_on <= on <= actor.today():
        raise ContactDay
    _check_follow_up(actor, body.follow_up_on)
    kept = record.change(db, actor, RESOURCE, row, changes)
    if is_known or "follow_up_on" in kept:
        await task.close_follow_ups(db, actor, row.id, "What came of it is known, or asked later.")
    if "follow_up_on" in kept:
        await _follow_up(db, actor, row)
    return row


def _check_follow_up(actor: Actor, on: date | None) -> None:
    if on is not None and on < actor.today():
        raise ContactDay


async def _follow_up(db: AsyncSession, actor: Actor, row: ResourceGiven) -> None:
    if row.follow_up_on is not None:
        await task.follow_up(
            db, actor, TaskSource.RESOURCE, row.id, "Ask the family what came of the resource",
            row.follow_up_on, student_id=row.student_id,
        )  # fmt: skip


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    resource_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, RESOURCE, resource_id, limit, after, student_id)
