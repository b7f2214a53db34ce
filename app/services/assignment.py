"""Whose caseload a student is on. Assigning gives access, ending takes it with the same commit."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import outbox
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.history import RecordChange
from app.models.schemas.record import Correction
from app.models.schemas.student import AssignmentCreate, AssignmentEnd
from app.models.student import Assignment
from app.services import case, correction, event, record
from app.services.age import Warned
from app.services.assessment.assess import ASSESSMENT, SIGNED
from app.services.assessment.problems import AssessmentNotFound
from app.services.queries import assessment as assessments
from app.services.queries import organisation as people
from app.services.queries import student as queries


class AssignmentNotFound(NotFound):
    code, title = "assignment-not-found", "There is no such assignment on this file"


class CannotTakeCases(Problem):
    status, code, title = 409, "cannot-take-cases", "This person cannot be assigned in this role"
    detail = "Choose an active member of the program's staff who holds the role; see GET /v1/staff."


class AlreadyAssigned(Problem):
    status, code, title = (
        409,
        "already-assigned",
        "This person already has the student on the caseload in this role",
    )


class AssignmentDates(Problem):
    status, code, title = 409, "assignment-dates", "These days do not fit the assignment"


class AssignmentEnded(Problem):
    status, code, title = 409, "assignment-ended", "This assignment has ended already"
    detail = "Give another last day, or other grounds, to correct it."


class DisciplineOfCoordinator(Problem):
    status, code, title = 409, "discipline-of-coordinator", "Only a therapist has a discipline here"


ASSIGN_PROBLEMS = (
    *event.RECORD_PROBLEMS, AssessmentNotFound, CannotTakeCases, AlreadyAssigned, AssignmentDates, DisciplineOfCoordinator,
)  # fmt: skip
ASSIGNMENT = record.Kind("assignment", Assignment, AssignmentNotFound)
READ_PROBLEMS = (*case.OPEN_PROBLEMS, AssignmentNotFound)
MARK_PROBLEMS = (*correction.MARK_PROBLEMS, AssignmentNotFound)
END_PROBLEMS = (
    *case.OPEN_PROBLEMS, AssignmentNotFound, correction.InErrorAlready, AssignmentDates, AssignmentEnded,
)  # fmt: skip


async def assign(
    db: AsyncSession, actor: Actor, student_id: UUID, body: AssignmentCreate
) -> tuple[Assignment, list[Warned]]:
    """Put a student on somebody's caseload, with what to look at; a new coordinator follows the former one.

    Raises: ASSIGN_PROBLEMS.
    """
    student = await case.open_for_change(db, actor, student_id)
    from_on = body.from_on or actor.today()
    if not student.born_on <= from_on <= actor.today():
        raise AssignmentDates("An assignment begins between the child's birth and today.")
    person = await people.principal(db, actor, body.principal_id)
    if person is None or not person.is_active or body.role not in person.roles:
        raise CannotTakeCases
    live = await queries.live_assignments(db, actor, student_id)
    if any(a.principal_id == person.id and a.role == body.role for a in live):
        raise AlreadyAssigned
    if body.discipline is not None and body.role != "therapist":
        raise DisciplineOfCoordinator
    warnings = await _unfounded(db, actor, student_id, body)
    for former in live:
        if former.role == body.role == "coordinator":
            last = max(former.from_on, from_on - timedelta(days=1))
            _end(db, actor, former, last, former.grounds)
    await db.flush()  # one live coordinator: the former must have ended first
    assignment = Assignment(
        tenant_id=actor.tenant_id, student_id=student.id, principal_id=person.id,
        role=body.role, from_on=from_on, discipline=body.discipline, grounds=body.grounds,
        assessment_id=body.assessment_id,
    )  # fmt: skip
    record.add(db, actor, ASSIGNMENT, assignment)
    if body.role == "coordinator":
        await event.add(
            db,
            actor,
            student,
            "service_coordinator.assigned",
            from_on,
            {"principal_id": str(person.id), "assignment_id": str(assignment.id)},
        )
    _tell(db, actor, assignment)
    return assignment, warnings


async def _unfounded(
    db: AsyncSession, actor: Actor, student_id: UUID, body: AssignmentCreate
) -> list[Warned]:
    """A therapist is assigned on what an assessment found: say so where no signed report speaks. Raises: AssessmentNotFound."""
    if body.assessment_id is not None:
        named = await record.read(db, actor, ASSESSMENT, body.assessment_id, student_id)
        is_founded = named.state in SIGNED
    else:
        found = await assessments.of(db, actor, student_id)
        is_founded = body.role != "therapist" or any(a.state in SIGNED for a in found)
    if is_founded:
        return []
    return [Warned("no-signed-report", "No signed assessment report speaks for this assignment.")]


async def end(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    assignment_id: UUID,
    body: AssignmentEnd,
    if_match: str,
) -> Assignment:
    """Say its last day. Of one that has ended, another last day or other grounds correct what was said, and nobody is told again.

    Raises: END_PROBLEMS, VersionStale.
    """
    row = await correction.open_standing(db, actor, ASSIGNMENT, student_id, assignment_id, if_match)
    await case.open_for_change(db, actor, student_id)
    if not row.from_on <= body.to_on <= actor.today():
        raise AssignmentDates("The last day lies between the first day and today.")
    grounds = body.grounds or row.grounds
    if row.to_on is None:
        _end(db, actor, row, body.to_on, grounds)
        _tell(db, actor, row)
    elif (row.to_on, row.grounds) == (body.to_on, grounds):
        raise AssignmentEnded
    else:
        _end(db, actor, row, body.to_on, grounds, act="corrected")
    return row


def end_on(db: AsyncSession, actor: Actor, assignment: Assignment, to_on: date) -> None:
    """End one assignment of a file that is locked."""
    _end(db, actor, assignment, max(assignment.from_on, to_on), assignment.grounds)
    _tell(db, actor, assignment)


def _end(
    db: AsyncSession,
    actor: Actor,
    assignment: Assignment,
    to_on: date,
    grounds: str | None,
    act: str = "ended",
) -> None:
    changes = {"to_on": to_on, "grounds": grounds}
    record.change(db, actor, ASSIGNMENT, assignment, changes, act=act)


async def mark(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    assignment_id: UUID,
    body: Correction,
    if_match: str,
) -> Assignment:
    """It never was: one that still runs ends with this request, and a coordinator whom it ended has the child again.

    Raises: MARK_PROBLEMS, VersionStale.
    """
    row = await correction.open_standing(db, actor, ASSIGNMENT, student_id, assignment_id, if_match)
    is_live = row.to_on is None
    never = {"to_on": row.to_on or row.from_on}
    await correction.mark(db, actor, ASSIGNMENT, row, body, never)
    _tell(db, actor, row)
    if is_live and row.role == "coordinator":
        await _restore(db, actor, row, body.reason)
    return row


async def _restore(db: AsyncSession, actor: Actor, never: Assignment, reason: str) -> None:
    """Whose assignment ended only because this one was made, if they may still have children."""
    former = await queries.ended_by(db, actor, never)
    person = await people.principal(db, actor, former.principal_id) if former else None
    if former is None or person is None or not person.is_active or former.role not in person.roles:
        return
    record.change(db, actor, ASSIGNMENT, former, {"to_on": None}, act="restored", comment=reason)
    _tell(db, actor, former)


async def list_of(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[Assignment]:
    """Everybody who has or had the student, the first first. Raises: OPEN_PROBLEMS."""
    await case.open_file(db, actor, student_id)
    record.listed(db, actor, ASSIGNMENT, [student_id])
    return await queries.assignments(db, actor, student_id, limit, after)


async def read(db: AsyncSession, actor: Actor, student_id: UUID, assignment_id: UUID) -> Assignment:
    """Raises: READ_PROBLEMS."""
    return await record.read(db, actor, ASSIGNMENT, assignment_id, student_id)


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    assignment_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, ASSIGNMENT, assignment_id, limit, after, student_id)


def _tell(db: AsyncSession, actor: Actor, assignment: Assignment) -> None:
    outbox.tell(
        db,
        actor,
        "assignment.made" if assignment.to_on is None else "assignment.ended",
        student_id=assignment.student_id,
        principal_id=assignment.principal_id,
    )
