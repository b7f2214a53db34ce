"""A student's profile in one answer, its history, and a new legal name."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.schemas.profile import ProfileRead, Renaming
from app.models.schemas.record import ChangeRead
from app.models.schemas.student import StudentVersion
from app.pagination import ById, CursorInvalid, Page
from app.services import case, profile, student
from app.services.profile import name

router = APIRouter(prefix="/v1/students/{student_id}", tags=["student"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("student:write"))]


@router.get("/profile", responses=problems(*case.OPEN_PROBLEMS))
async def get_student_profile(
    student_id: UUID, actor: Reader, db: Db, response: Response
) -> ProfileRead:
    """Names and addresses with their days, both ages, numbers, and health as far as the caller may read it."""
    found = ProfileRead.model_validate(await profile.read(db, actor, student_id))
    response.headers["ETag"] = etag(found.version)
    return found


@router.post("/renamings", responses=problems(*name.WRITE_PROBLEMS))
async def rename_student(
    student_id: UUID,
    body: Renaming,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> StudentVersion:
    """Give the child a new legal name from a day on; the former one is kept, sealed where the law seals it."""
    row = await name.rename(db, actor, student_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return StudentVersion.model_validate(row)


@router.get("/history", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_student_history(
    student_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who changed the profile, and what it was before; without names where one is sealed."""
    rows = await student.history(db, actor, student_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
