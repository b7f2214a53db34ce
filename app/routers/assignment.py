"""Whose caseload a student is on, and was."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.record import ActionRead, ChangeRead, Correction, warned
from app.models.schemas.student import (
    AssignmentCreate,
    AssignmentEnd,
    AssignmentMade,
    AssignmentRead,
)
from app.pagination import ById, CursorInvalid, Page, PortionById
from app.services import assignment, case, upkeep

router = APIRouter(
    prefix="/v1/students/{student_id}/assignments", tags=["student"], route_class=Route
)
Reader = Annotated[Actor, Depends(require("student:read"))]
Assigner = Annotated[Actor, Depends(require("assignment:write"))]


@router.get("", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_assignments(
    student_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[AssignmentRead]:
    """Everybody who has or had the student, since when, until when and on which grounds."""
    rows = await assignment.list_of(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, AssignmentRead)


@router.get("/{assignment_id}", responses=problems(*assignment.READ_PROBLEMS))
async def get_assignment(
    student_id: UUID, assignment_id: UUID, actor: Reader, db: Db, response: Response
) -> AssignmentRead:
    """One assignment."""
    row = await assignment.read(db, actor, student_id, assignment_id)
    response.headers["ETag"] = etag(row.version)
    return AssignmentRead.model_validate(row)


@router.get("/{assignment_id}/actions", responses=problems(*assignment.READ_PROBLEMS))
async def list_assignment_actions(
    student_id: UUID, assignment_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the assignment now."""
    row = await assignment.read(db, actor, student_id, assignment_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.ASSIGNMENT, row, student_id))


@router.post("", status_code=201, responses=problems(*assignment.ASSIGN_PROBLEMS))
async def assign_student(
    student_id: UUID, body: AssignmentCreate, actor: Assigner, db: Once
) -> AssignmentMade:
    """Put the student on somebody's caseload; a new coordinator takes over from the former one."""
    row, warnings = await assignment.assign(db, actor, student_id, body)
    return warned(AssignmentMade, AssignmentRead, row, warnings)


@router.patch("/{assignment_id}", responses=problems(*assignment.END_PROBLEMS))
async def end_assignment(
    student_id: UUID,
    assignment_id: UUID,
    body: AssignmentEnd,
    actor: Assigner,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> AssignmentRead:
    """Take the student off a caseload; access ends with this request. Another last day corrects the one that was said."""
    row = await assignment.end(db, actor, student_id, assignment_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return AssignmentRead.model_validate(row)


@router.post("/{assignment_id}/correction", responses=problems(*assignment.MARK_PROBLEMS))
async def mark_assignment_in_error(
    student_id: UUID,
    assignment_id: UUID,
    body: Correction,
    actor: Assigner,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> AssignmentRead:
    """Say that the student was never theirs; access ends with this request."""
    row = await assignment.mark(db, actor, student_id, assignment_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return AssignmentRead.model_validate(row)


@router.get(
    "/{assignment_id}/history", responses=problems(*assignment.READ_PROBLEMS, CursorInvalid)
)
async def list_assignment_history(
    student_id: UUID, assignment_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who gave the student to whom, and who ended it."""
    rows = await assignment.history(
        db, actor, student_id, assignment_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)
