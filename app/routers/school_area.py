"""The district's map: which school a postal code belongs to."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.schemas.school_area import SchoolAreaCreate, SchoolAreaRead, SchoolAreaUpdate
from app.pagination import ById, CursorInvalid, Page, Paging, by_name, paged
from app.services import postal_area, school_area, upkeep

router = APIRouter(prefix="/v1/school-areas", tags=["district"], route_class=Route)
Reader = Annotated[Actor, Depends(require("packet:read"))]
Writer = Annotated[Actor, Depends(require("packet:write"))]


@router.get("", responses=problems(CursorInvalid))
async def list_school_areas(
    actor: Reader, db: Db, paging: Annotated[Paging, paged(by_name("postal_code"))]
) -> Page[SchoolAreaRead]:
    """Every postal code the district has said the school of, in order."""
    rows = await postal_area.list_of(db, actor, school_area.SCHOOLS, paging.limit, paging.after)
    return paging.page(rows, SchoolAreaRead)


@router.post("", status_code=201, responses=problems(school_area.SchoolAreaTaken))
async def add_school_area(
    body: SchoolAreaCreate, actor: Writer, db: Once, response: Response
) -> SchoolAreaRead:
    """Say which school a postal code belongs to; arrivals are counted by it."""
    row = await postal_area.add(db, actor, school_area.SCHOOLS, body)
    response.headers["Location"] = f"/v1/school-areas/{row.id}"
    return SchoolAreaRead.model_validate(row)


@router.get("/{school_area_id}", responses=problems(school_area.SchoolAreaNotFound))
async def get_school_area(
    school_area_id: UUID, actor: Reader, db: Db, response: Response
) -> SchoolAreaRead:
    """One postal code's school."""
    row = await postal_area.read(db, actor, school_area.SCHOOLS, school_area_id)
    response.headers["ETag"] = etag(row.version)
    return SchoolAreaRead.model_validate(row)


@router.get("/{school_area_id}/actions", responses=problems(school_area.SchoolAreaNotFound))
async def list_school_area_actions(
    school_area_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the entry now."""
    row = await postal_area.read(db, actor, school_area.SCHOOLS, school_area_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.SCHOOL_AREA, row))


@router.patch("/{school_area_id}", responses=problems(school_area.SchoolAreaNotFound))
async def update_school_area(
    school_area_id: UUID,
    body: SchoolAreaUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> SchoolAreaRead:
    """Give a postal code to another school."""
    row = await postal_area.change(db, actor, school_area.SCHOOLS, school_area_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return SchoolAreaRead.model_validate(row)


@router.get(
    "/{school_area_id}/history", responses=problems(school_area.SchoolAreaNotFound, CursorInvalid)
)
async def list_school_area_history(
    school_area_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Which school it was given to, when and by whom."""
    rows = await postal_area.history(
        db, actor, school_area.SCHOOLS, school_area_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)


@router.delete(
    "/{school_area_id}", status_code=204, responses=problems(school_area.SchoolAreaNotFound)
)
async def remove_school_area(
    school_area_id: UUID, actor: Writer, db: Db, if_match: IfMatch
) -> None:
    """Take a postal code off the map."""
    await postal_area.remove(db, actor, school_area.SCHOOLS, school_area_id, if_match)
