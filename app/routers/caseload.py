"""What the staff carry, handing it over, and leave."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded, Language
from app.models.schemas.caseload import (
    CaseloadRead,
    LeaveCreate,
    LeaveFile,
    LeaveRead,
    LeaveUpdate,
    ReassignmentCreate,
    ReassignmentRead,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.pagination import ById, CursorInvalid, Page, Paging, by_day, by_name, paged
from app.services import caseload, credential, leave

router = APIRouter(prefix="/v1", tags=["organisation"], route_class=Route)
Watcher = Annotated[Actor, Depends(require("workload:read"))]
Assigner = Annotated[Actor, Depends(require("workload:read"))]
Reader = Annotated[Actor, Depends(require("staff:read"))]
Writer = Annotated[Actor, Depends(require("leave:write"))]
LEAVES = "/staff/{principal_id}/leaves"


@router.get("/caseloads", responses=problems(CursorInvalid))
async def list_caseloads(
    actor: Watcher,
    db: Db,
    paging: Annotated[Paging, paged(by_name("name", "principal_id"))],
    language: Annotated[
        Language | None,
        Query(description="Who works in this language, whatever region either tag adds."),
    ] = None,
) -> Page[CaseloadRead]:
    """Each person's students and their weight against the program's target, by name."""
    rows = await caseload.list_of(db, actor, language, paging.limit, paging.after)
    return paging.page(rows, CaseloadRead)


@router.post("/caseloads/reassignments", responses=problems(*caseload.REASSIGN_PROBLEMS))
async def reassign_students(
    body: ReassignmentCreate, actor: Assigner, db: Once
) -> ReassignmentRead:
    """Hand students over to a colleague, all in one commit; a preview says who would go and who not."""
    return ReassignmentRead.model_validate(await caseload.reassign(db, actor, body))


@router.get(LEAVES, responses=problems(credential.StaffNotFound, CursorInvalid))
async def list_leaves(
    principal_id: UUID, actor: Reader, db: Db, paging: Annotated[Paging, paged(by_day("from_on"))]
) -> Page[LeaveRead]:
    """A colleague's leaves, latest first."""
    rows = await leave.list_of(db, actor, principal_id, paging.limit, paging.after)
    return paging.page(rows, LeaveRead)


@router.post(LEAVES, status_code=201, responses=problems(*leave.WRITE_PROBLEMS))
async def take_leave(
    principal_id: UUID, body: LeaveCreate, actor: Writer, db: Once, response: Response
) -> LeaveFile:
    """Record a leave, one's own or a colleague's; the answer lists what it touches."""
    made = await leave.take(db, actor, principal_id, body)
    response.headers["Location"] = f"/v1/staff/{principal_id}/leaves/{made['leave'].id}"
    return LeaveFile.model_validate(made)


@router.get(f"{LEAVES}/{{leave_id}}", responses=problems(*leave.READ_PROBLEMS))
async def get_leave(
    principal_id: UUID, leave_id: UUID, actor: Reader, db: Db, response: Response
) -> LeaveFile:
    """A leave with the meetings and students that it touches now."""
    found = await leave.read(db, actor, principal_id, leave_id)
    response.headers["ETag"] = etag(found["leave"].version)
    return LeaveFile.model_validate(found)


@router.get(f"{LEAVES}/{{leave_id}}/actions", responses=problems(*leave.READ_PROBLEMS))
async def list_leave_actions(
    principal_id: UUID, leave_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the leave now."""
    return ActionRead.each(await leave.actions(db, actor, principal_id, leave_id))


@router.patch(
    f"{LEAVES}/{{leave_id}}", responses=problems(*leave.WRITE_PROBLEMS, leave.LeaveNotFound)
)
async def update_leave(
    principal_id: UUID,
    leave_id: UUID,
    body: LeaveUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> LeaveFile:
    """Move a leave, name who stands in, or cancel it."""
    found = await leave.change(db, actor, principal_id, leave_id, body, if_match)
    response.headers["ETag"] = etag(found["leave"].version)
    return LeaveFile.model_validate(found)


@router.get(
    f"{LEAVES}/{{leave_id}}/history", responses=problems(*leave.READ_PROBLEMS, CursorInvalid)
)
async def list_leave_history(
    principal_id: UUID, leave_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who recorded or moved it."""
    rows = await leave.history(db, actor, principal_id, leave_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
