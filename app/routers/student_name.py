"""Names a child had or is also known by; a sealed one is for supervisors and administrators alone."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.profile import StudentNameCreate, StudentNameRead, StudentNameUpdate
from app.models.schemas.record import ActionRead, ChangeRead
from app.pagination import ById, CursorInvalid, Page, PortionById
from app.services import case, upkeep
from app.services.profile import name

router = APIRouter(prefix="/v1/students/{student_id}/names", tags=["student"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("student:write"))]


@router.get("", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_student_names(
    student_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[StudentNameRead]:
    """Other names of the child, sealed ones for those who may see them."""
    rows = await name.list_of(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, StudentNameRead)


@router.post("", status_code=201, responses=problems(*name.WRITE_PROBLEMS))
async def add_student_name(
    student_id: UUID, body: StudentNameCreate, actor: Writer, db: Once, response: Response
) -> StudentNameRead:
    """Record a name the child had or is also known by; a search finds the child by it at once."""
    row = await name.add(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/names/{row.id}"
    return StudentNameRead.model_validate(row)


@router.get("/{name_id}", responses=problems(*case.OPEN_PROBLEMS, name.NameNotFound))
async def get_student_name(
    student_id: UUID, name_id: UUID, actor: Reader, db: Db, response: Response
) -> StudentNameRead:
    """One other name."""
    row = await name.read(db, actor, student_id, name_id)
    response.headers["ETag"] = etag(row.version)
    return StudentNameRead.model_validate(row)


@router.get("/{name_id}/actions", responses=problems(*case.OPEN_PROBLEMS, name.NameNotFound))
async def list_student_name_actions(
    student_id: UUID, name_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the name now."""
    row = await name.read(db, actor, student_id, name_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.OF_PROFILE, row, student_id))


@router.patch("/{name_id}", responses=problems(*name.WRITE_PROBLEMS, name.NameNotFound))
async def update_student_name(
    student_id: UUID,
    name_id: UUID,
    body: StudentNameUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> StudentNameRead:
    """Correct another name, seal it, or say that it was entered in error."""
    row = await name.change(db, actor, student_id, name_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return StudentNameRead.model_validate(row)


@router.get(
    "/{name_id}/history",
    responses=problems(*case.OPEN_PROBLEMS, name.NameNotFound, CursorInvalid),
)
async def list_student_name_history(
    student_id: UUID, name_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who recorded or changed it, and what it was before."""
    rows = await name.history(db, actor, student_id, name_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
