"""The program's map: which district a postal code belongs to."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.profile import (
    DistrictAreaCreate,
    DistrictAreaRead,
    DistrictAreaUpdate,
    DistrictMerger,
    DistrictMergerRead,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.pagination import ById, CursorInvalid, Page, Paging, by_name, paged
from app.services import district_area, postal_area, upkeep
from app.services.transition import merger

router = APIRouter(prefix="/v1/district-areas", tags=["organisation"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("program:write"))]


@router.get("", responses=problems(CursorInvalid))
async def list_district_areas(
    actor: Reader, db: Db, paging: Annotated[Paging, paged(by_name("postal_code"))]
) -> Page[DistrictAreaRead]:
    """Every postal code the program has said the district of, in order."""
    rows = await postal_area.list_of(db, actor, district_area.DISTRICTS, paging.limit, paging.after)
    return paging.page(rows, DistrictAreaRead)


@router.post("", status_code=201, responses=problems(*district_area.WRITE_PROBLEMS))
async def add_district_area(
    body: DistrictAreaCreate, actor: Writer, db: Once, response: Response
) -> DistrictAreaRead:
    """Say which district a postal code belongs to."""
    row = await postal_area.add(db, actor, district_area.DISTRICTS, body)
    response.headers["Location"] = f"/v1/district-areas/{row.id}"
    return DistrictAreaRead.model_validate(row)


@router.get("/{area_id}", responses=problems(district_area.AreaNotFound))
async def get_district_area(
    area_id: UUID, actor: Reader, db: Db, response: Response
) -> DistrictAreaRead:
    """One postal code's district."""
    row = await postal_area.read(db, actor, district_area.DISTRICTS, area_id)
    response.headers["ETag"] = etag(row.version)
    return DistrictAreaRead.model_validate(row)


@router.get("/{area_id}/actions", responses=problems(district_area.AreaNotFound))
async def list_district_area_actions(area_id: UUID, actor: Reader, db: Db) -> Bounded[ActionRead]:
    """What may be done with the entry now."""
    row = await postal_area.read(db, actor, district_area.DISTRICTS, area_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.DISTRICT_AREA, row))


@router.patch(
    "/{area_id}", responses=problems(district_area.AreaNotFound, *district_area.WRITE_PROBLEMS)
)
async def update_district_area(
    area_id: UUID,
    body: DistrictAreaUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> DistrictAreaRead:
    """Give a postal code to another district, as when districts merge. No file is changed by it."""
    row = await postal_area.change(db, actor, district_area.DISTRICTS, area_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return DistrictAreaRead.model_validate(row)


@router.get("/{area_id}/history", responses=problems(district_area.AreaNotFound, CursorInvalid))
async def list_district_area_history(
    area_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Which district it was given to, when and by whom."""
    rows = await postal_area.history(
        db, actor, district_area.DISTRICTS, area_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)


@router.delete("/{area_id}", status_code=204, responses=problems(district_area.AreaNotFound))
async def remove_district_area(area_id: UUID, actor: Writer, db: Db, if_match: IfMatch) -> None:
    """Take a postal code off the map."""
    await postal_area.remove(db, actor, district_area.DISTRICTS, area_id, if_match)


mergers = APIRouter(prefix="/v1/district-mergers", tags=["organisation"], route_class=Route)


@mergers.post("", responses=problems(*merger.MERGE_PROBLEMS))
async def merge_districts(body: DistrictMerger, actor: Writer, db: Once) -> DistrictMergerRead:
    """Let the children of a district follow to another, some at a time, and its postal codes with the last of them."""
    return DistrictMergerRead.model_validate(await merger.merge(db, actor, body))
