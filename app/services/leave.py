"""Leave of the staff: what it touches, who stands in, and a task for the supervisor."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import Forbidden, NotFound, Problem
from app.models.history import RecordChange
from app.models.schemas.caseload import LeaveCreate, LeaveUpdate
from app.models.staff import StaffLeave
from app.models.words.task import TaskSource
from app.services import credential, meeting, record, task, upkeep
from app.services.credential import StaffNotFound
from app.services.queries import caseload as queries
from app.services.queries import meeting as meetings
from app.services.task import CannotTakeTask
from app.services.workflow import Action


class LeaveNotFound(NotFound):
    code, title = "leave-not-found", "There is no such leave of this person"


class LeaveDays(Problem):
    status, code, title = 409, "leave-days", "The leave would end before it begins"


class CannotCover(Problem):
    status, code, title = 409, "cannot-cover", "This person cannot stand in"
    detail = "Name another active member of the staff."


class NotYourLeave(Forbidden):
    code, title = "not-your-leave", "This is somebody else's leave"
    detail = "A supervisor records the leave of others."


LEAVE = record.Kind("staff-leave", StaffLeave, LeaveNotFound)
READ_PROBLEMS = (StaffNotFound, LeaveNotFound)
WRITE_PROBLEMS = (StaffNotFound, NotYourLeave, LeaveDays, CannotCover, CannotTakeTask)
OTHERS = "staff:write"
"""Who holds it records the leave of others."""


async def list_of(
    db: AsyncSession, actor: Actor, principal_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[StaffLeave]:
    """Latest first. Raises: StaffNotFound."""
    await credential.require_staff(db, actor, principal_id)
    record.listed(db, actor, LEAVE, [])
    return await queries.leaves(db, actor, principal_id, limit, after)


async def read(
    db: AsyncSession, actor: Actor, principal_id: UUID, leave_id: UUID
) -> dict[str, Any]:
    """A leave with what it touches. Raises: READ_PROBLEMS."""
    await credential.require_staff(db, actor, principal_id)
    row = _of(await record.read(db, actor, LEAVE, leave_id), principal_id)
    return await _file(db, actor, row)


async def actions(
    db: AsyncSession, actor: Actor, principal_id: UUID, leave_id: UUID
) -> list[Action]:
    """Raises: READ_PROBLEMS."""
    await credential.require_staff(db, actor, principal_id)
    row = _of(await record.read(db, actor, LEAVE, leave_id), principal_id)
    hindered = {} if _is_own(db, actor, principal_id) else {"change": NotYourLeave.title}
    return upkeep.actions(actor, upkeep.LEAVE, row, hindered=hindered)


async def take(
    db: AsyncSession, actor: Actor, principal_id: UUID, body: LeaveCreate
) -> dict[str, Any]:
    """Record a leave; the supervisor is given the task to arrange the cover. Raises: WRITE_PROBLEMS."""
    await credential.require_staff(db, actor, principal_id)
    _require_own(db, actor, principal_id)
    supervisor_id = body.supervisor_id or db.info["principal_id"]
    await task.require_assignee(db, actor, supervisor_id, None)
    row = StaffLeave(
        tenant_id=actor.tenant_id, principal_id=principal_id, **body.model_dump(exclude={"supervisor_id"})
    )  # fmt: skip
    await _check(db, actor, row)
    record.add(db, actor, LEAVE, row)
    await task.follow_up(
        db, actor, TaskSource.LEAVE, row.id, "Arrange the cover of a leave",
        max(actor.today(), row.from_on - timedelta(days=1)), assignee_id=supervisor_id,
    )  # fmt: skip
    return await _file(db, actor, row)


async def change(
    db: AsyncSession,
    actor: Actor,
    principal_id: UUID,
    leave_id: UUID,
    body: LeaveUpdate,
    if_match: str,
) -> dict[str, Any]:
    """Apply a merge patch; a cancelled leave needs no cover. Raises: WRITE_PROBLEMS, LeaveNotFound, VersionStale."""
    await credential.require_staff(db, actor, principal_id)
    _require_own(db, actor, principal_id)
    row = await record.open_for_change(db, actor, LEAVE, leave_id, if_match)
    _of(row, principal_id)
    record.change(db, actor, LEAVE, row, body.model_dump(exclude_unset=True))
    await _check(db, actor, row)
    if row.is_cancelled:
        await task.close_follow_ups(db, actor, row.id, "The leave is not taken.")
    return await _file(db, actor, row)


async def history(
    db: AsyncSession,
    actor: Actor,
    principal_id: UUID,
    leave_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    await credential.require_staff(db, actor, principal_id)
    _of(await record.read(db, actor, LEAVE, leave_id), principal_id)
    return await record.history(db, actor, LEAVE, leave_id, limit, after)


def _of(row: StaffLeave, principal_id: UUID) -> StaffLeave:
    if row.principal_id != principal_id:
        raise LeaveNotFound
    return row


def _require_own(db: AsyncSession, actor: Actor, principal_id: UUID) -> None:
    if not _is_own(db, actor, principal_id):
        raise NotYourLeave


def _is_own(db: AsyncSession, actor: Actor, principal_id: UUID) -> bool:
    """Or that of somebody whose leave is the caller's to keep."""
    return principal_id == db.info["principal_id"] or OTHERS in actor.scopes


async def _check(db: AsyncSession, actor: Actor, row: StaffLeave) -> None:
    if row.to_on < row.from_on:
        raise LeaveDays
    if row.cover_id is None:
        return
    if row.cover_id == row.principal_id:
        raise CannotCover
    try:
        await task.require_assignee(db, actor, row.cover_id, None)
    except CannotTakeTask:
        raise CannotCover from None


async def _file(db: AsyncSession, actor: Actor, row: StaffLeave) -> dict[str, Any]:
    """What the leave touches: meetings in its days, students of whoever is away."""
    first, end = (
        meeting.begins(actor, row.from_on),
        meeting.begins(actor, row.to_on + timedelta(days=1)),
    )
    held = await queries.live(db, actor, row.principal_id, None)
    return {
        "leave": row,
        "meetings": await meetings.ahead_of(db, actor, row.principal_id, first, end),
        "student_ids": sorted({a.student_id for a in held}),
    }
