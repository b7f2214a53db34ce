"""Delegated programmes: nobody carries one out untaught, and a licensed person looks on as often as was said."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import outbox
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.delegation import Delegation
from app.models.history import RecordChange
from app.models.schemas.delegation import (
    CheckDelegate,
    DelegationCreate,
    DelegationFilter,
    DelegationStep,
    DelegationUpdate,
    EndDelegation,
    TrainDelegate,
)
from app.models.words.delegation import DelegationState
from app.models.words.plan import IN_FORCE
from app.services import case, credential, record
from app.services.check_day import following
from app.services.plan.kind import PersonUnknown
from app.services.queries import delegation as queries
from app.services.queries import organisation as people
from app.services.queries import service_line as service_lines
from app.services.queries import student as students
from app.services.workflow import STEP_PROBLEMS, Action, Machine, Step, states


class DelegationNotFound(NotFound):
    code, title = "delegation-not-found", "There is no such delegated programme"


class DelegationFixed(Problem):
    status, code, title = 409, "delegation-ended", "What has ended is not changed"


class DelegationDays(Problem):
    status, code, title = 409, "delegation-days", "This day does not fit"
    detail = "It lies between the last thing recorded and today."


class ServiceNotInForce(Problem):
    status, code, title = 409, "service-not-delegable", "This is no service of the child in force"
    detail = "Name a consented service in `line_id`, or leave it out."


class NotTheSupervisor(Problem):
    status, code, title = 409, "not-the-supervisor", "The supervising therapist does this"


WRITE = "assessment:write"
S = DelegationState
MACHINE: Machine[None] = Machine.of(
    Step("train", "Teach it", states(S.DRAFT, S.PAUSED, S.RUNNING), S.RUNNING, WRITE),
    Step("check", "Look on", states(S.RUNNING), None, WRITE),
    Step("pause", "Let it rest", states(S.RUNNING), S.PAUSED, WRITE, is_reasoned=True),
    Step("end", "End it", states(S.DRAFT, S.RUNNING, S.PAUSED), S.ENDED, WRITE, is_reasoned=True),
)
FAILED: Step[None] = Step("check", "Look on", states(S.RUNNING), S.PAUSED, WRITE)
DELEGATION = record.Kind("delegation", Delegation, DelegationNotFound)
READ_PROBLEMS = (DelegationNotFound, *case.OPEN_PROBLEMS)
CREATE_PROBLEMS = (
    *case.OPEN_PROBLEMS,
    PersonUnknown,
    ServiceNotInForce,
    *credential.LICENCE_PROBLEMS,
)
CHANGE_PROBLEMS = (*READ_PROBLEMS, DelegationFixed)
MOVE_PROBLEMS = (
    *READ_PROBLEMS, *STEP_PROBLEMS, DelegationDays, NotTheSupervisor, *credential.LICENCE_PROBLEMS,
)  # fmt: skip


async def list_of(
    db: AsyncSession,
    actor: Actor,
    asked: DelegationFilter,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Delegation]:
    """Oldest first; one more than `limit` when there is more."""
    rows = await queries.page(db, actor, db.info["principal_id"], asked, limit, after)
    record.listed(db, actor, DELEGATION, [row.student_id for row in rows[:limit]])
    return rows


async def read(db: AsyncSession, actor: Actor, delegation_id: UUID) -> Delegation:
    """Raises: READ_PROBLEMS."""
    return await record.read(db, actor, DELEGATION, delegation_id)


async def write(db: AsyncSession, actor: Actor, body: DelegationCreate) -> Delegation:
    """Write one down; nobody carries it out before it was taught. Raises: CREATE_PROBLEMS."""
    await case.lock_file(db, actor, body.student_id)
    supervisor_id = body.supervisor_id or db.info["principal_id"]
    for person in filter(None, (supervisor_id, body.principal_id)):
        found = await people.principal(db, actor, person)
        if found is None or found.kind != "person" or not found.is_active:
            raise PersonUnknown
    contact = body.contact_id
    if contact and not await students.contact(db, actor, body.student_id, contact):
        raise PersonUnknown
    await credential.require_licence(db, actor, supervisor_id, actor.today())
    if body.line_id is not None:
        line = await service_lines.line_of(db, actor, body.student_id, body.line_id)
        if line is None or line.state not in IN_FORCE:
            raise ServiceNotInForce
    said = body.model_dump(exclude={"supervisor_id"})
    row = Delegation(tenant_id=actor.tenant_id, supervisor_id=supervisor_id, **said)
    return record.add(db, actor, DELEGATION, row)


async def change(
    db: AsyncSession, actor: Actor, delegation_id: UUID, body: DelegationUpdate, if_match: str
) -> Delegation:
    """Apply a merge patch; other steps wait until they were taught. Raises: CHANGE_PROBLEMS, VersionStale."""
    row = await record.open_for_change(db, actor, DELEGATION, delegation_id, if_match)
    if row.state == S.ENDED:
        raise DelegationFixed
    changes = body.model_dump(exclude_unset=True)
    if row.state == S.RUNNING and changes.get("steps", row.steps) != row.steps:
        changes |= {"state": S.PAUSED.value, "next_check_on": None}
    record.change(db, actor, DELEGATION, row, changes)
    return row


async def actions(db: AsyncSession, actor: Actor, delegation_id: UUID) -> list[Action]:
    """Raises: READ_PROBLEMS."""
    row = await record.read(db, actor, DELEGATION, delegation_id)
    return MACHINE.actions(actor, row.state, None)


async def move(
    db: AsyncSession, actor: Actor, delegation_id: UUID, body: DelegationStep, if_match: str
) -> Delegation:
    """Raises: MOVE_PROBLEMS, Forbidden, VersionStale."""
    row = await record.open_for_change(db, actor, DELEGATION, delegation_id, if_match)
    step = MACHINE.require(actor, row.state, body.act, None, body.reason_code)
    on = _day(actor, row, body.on)
    changes: dict[str, Any]
    match body:
        case TrainDelegate():
            await _require_supervisor(db, actor, row, on)
            step, changes = _train(db, row, step, body, on)
        case CheckDelegate():
            await _require_supervisor(db, actor, row, on)
            step, changes = _check(db, row, step, body, on)
        case EndDelegation():
            changes = {"ended_on": on, "next_check_on": None}
        case _:
            changes = {"next_check_on": None}
    record.move(
        db, actor, DELEGATION, row, step, changes=changes, reason_code=body.reason_code, comment=body.comment
    )  # fmt: skip
    outbox.tell(
        db, actor, "delegation.moved", delegation_id=row.id, student_id=row.student_id, state=row.state
    )  # fmt: skip
    return row


def _train(
    db: AsyncSession, row: Delegation, step: Step[None], body: TrainDelegate, on: date
) -> tuple[Step[None], dict[str, Any]]:
    """Who has not shown it may not carry it out yet: it stays, or becomes, paused."""
    taught = {
        "on": str(on), "by": str(db.info["principal_id"]), "method": body.method.value, "topics": body.topics,
        "has_shown": body.has_shown,
    }  # fmt: skip
    if not body.has_shown:
        waits = row.state if row.state == S.DRAFT else S.PAUSED
        step = Step(step.act, step.title, step.sources, waits, step.scope)
    again = following(on, row.check_every_days) if body.has_shown else None
    return step, {"trainings": [*row.trainings, taught], "next_check_on": again}


def _check(
    db: AsyncSession, row: Delegation, step: Step[None], body: CheckDelegate, on: date
) -> tuple[Step[None], dict[str, Any]]:
    looked = {
        "on": str(on), "by": str(db.info["principal_id"]), "found": body.found, "goes_on": body.goes_on,
    }  # fmt: skip
    again = following(on, row.check_every_days) if body.goes_on else None
    changes = {"checks": [*row.checks, looked], "next_check_on": again}
    return (step if body.goes_on else FAILED), changes


def _day(actor: Actor, row: Delegation, on: date | None) -> date:
    """Raises: DelegationDays."""
    day = on or actor.today()
    last = max((d["on"] for d in (*row.trainings, *row.checks)), default="")
    if day > actor.today() or str(day) < last:
        raise DelegationDays
    return day


async def _require_supervisor(db: AsyncSession, actor: Actor, row: Delegation, on: date) -> None:
    """Raises: NotTheSupervisor, credential.LICENCE_PROBLEMS."""
    if db.info["principal_id"] != row.supervisor_id:
        raise NotTheSupervisor
    await credential.require_licence(db, actor, row.supervisor_id, on)


async def history(
    db: AsyncSession, actor: Actor, delegation_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, DELEGATION, delegation_id, limit, after)
