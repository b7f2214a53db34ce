"""Students: caseloads, files, the record of access."""

import json
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from app import pagination
from app.auth import Actor, Db, Hot, require
from app.errors import problems
from app.http import IfMatch, IfNoneMatch, Route, etag, json_response, unless_seen
from app.models.fields import Bounded
from app.models.schemas.deadline import AccessRead
from app.models.schemas.record import ActionRead
from app.models.schemas.search import StudentQuery, StudentsFound
from app.models.schemas.student import (
    StudentRead,
    StudentRow,
    StudentUpdate,
    StudentVersion,
)
from app.pagination import (
    BY_FULL_NAME,
    Cursor,
    CursorInvalid,
    Limit,
    Page,
    Paging,
    by_instant,
    paged,
)
from app.services import access, case, search, student
from app.services.transition import moved

router = APIRouter(prefix="/v1/students", tags=["student"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("student:write"))]


@router.get("", response_model=Page[StudentRow], responses=problems(CursorInvalid))
async def list_students(
    request: Request, actor: Reader, hot: Hot, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """The caller's caseload by name (the whole program for those who see it), with what is due next."""
    row = await student.caseload(
        hot, actor, limit, pagination.after(request, cursor, *BY_FULL_NAME)
    )
    return pagination.hot_page(request, row)


@router.get("/search", response_model=StudentsFound)
async def search_students(
    query: Annotated[StudentQuery, Query()], actor: Reader, hot: Hot
) -> Response:
    """Find students by name, birth date, identifier or phone: on the caseload, or in the program for those who see it."""
    row = await search.students(hot, actor, query)
    is_complete = json.dumps(row["is_complete"])
    return json_response(f'{{"items":{row["items"]},"is_complete":{is_complete}}}')


@router.get("/{student_id}", response_model=StudentRead, responses=problems(*case.OPEN_PROBLEMS))
async def get_student(
    student_id: UUID, actor: Reader, hot: Hot, if_none_match: IfNoneMatch = None
) -> Response:
    """The student's file: who they are, who is around them, where they stand, what is owed."""
    body, tag = await student.read_file(hot, actor, student_id)
    return unless_seen(json_response(body, headers={"ETag": tag}), if_none_match)


@router.get("/{student_id}/actions", responses=problems(*case.OPEN_PROBLEMS))
async def list_student_actions(student_id: UUID, actor: Reader, db: Db) -> Bounded[ActionRead]:
    """What may be done with the child's own particulars now; each part of the file says its own."""
    return ActionRead.each(await student.actions(db, actor, student_id))


@router.patch("/{student_id}", responses=problems(*student.UPDATE_PROBLEMS))
async def update_student(
    student_id: UUID,
    body: StudentUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> StudentVersion:
    """Correct who the child is, or record facts the rules ask for; the deadlines follow at once."""
    row = await moved.update(db, actor, student_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return StudentVersion.model_validate(row)


@router.get("/{student_id}/access-log", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_student_access(
    student_id: UUID,
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, paged(by_instant("created_at"))],
) -> Page[AccessRead]:
    """Who saw, changed or received this file, when and for which purpose (34 CFR 303.406)."""
    rows = await access.of_student(db, actor, student_id, paging.limit, paging.after)
    return paging.page(rows, AccessRead)
