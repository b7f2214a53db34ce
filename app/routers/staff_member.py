"""The program's people by name, and in which languages and places they work."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded, Language, Line
from app.models.schemas.organisation import StaffRead, StaffUpdate
from app.models.schemas.record import ActionRead, ChangeRead
from app.pagination import ById, CursorInvalid, Page, Paging, by_name, paged
from app.services import credential, staff, upkeep

router = APIRouter(prefix="/v1/staff", tags=["organisation"], route_class=Route)
Reader = Annotated[Actor, Depends(require("staff:read"))]
Writer = Annotated[Actor, Depends(require("staff:write"))]


@router.get("", responses=problems(CursorInvalid))
async def list_staff(
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, paged(by_name())],
    language: Annotated[
        Language | None,
        Query(description="Who works in this language, whatever region either tag adds."),
    ] = None,
    area: Annotated[Line | None, Query(description="Who works in this place.")] = None,
) -> Page[StaffRead]:
    """Active staff of the caller's program by name, for assigning."""
    rows = await staff.list_of(db, actor, language, area, paging.limit, paging.after)
    return paging.page(rows, StaffRead)


@router.get("/{principal_id}", responses=problems(credential.StaffNotFound))
async def get_staff_member(
    principal_id: UUID, actor: Reader, db: Db, response: Response
) -> StaffRead:
    """One colleague, former ones too."""
    row = await staff.read(db, actor, principal_id)
    response.headers["ETag"] = etag(row.version)
    return StaffRead.model_validate(row)


@router.get("/{principal_id}/actions", responses=problems(credential.StaffNotFound))
async def list_staff_member_actions(
    principal_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with what is kept of the colleague now."""
    row = await staff.read(db, actor, principal_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.STAFF, row))


@router.patch("/{principal_id}", responses=problems(credential.StaffNotFound))
async def update_staff_member(
    principal_id: UUID,
    body: StaffUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> StaffRead:
    """Say in which languages and places somebody works; what was said before stays in the history."""
    row = await staff.change(db, actor, principal_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return StaffRead.model_validate(row)


@router.get("/{principal_id}/history", responses=problems(credential.StaffNotFound, CursorInvalid))
async def list_staff_member_history(
    principal_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who let them in or changed what is kept of them, and what it was before."""
    rows = await staff.history(db, actor, principal_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
