"""The directory of agencies: who is there, what they offer, whether they have room."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded, Language, Line
from app.models.schemas.agency import (
    AgencyCreate,
    AgencyFile,
    AgencyFilter,
    AgencyRead,
    AgencyRow,
    AgencyUpdate,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.words.agency import AgencyStatus, Capacity, OfferKind
from app.pagination import ById, CursorInvalid, Page, Paging, by_name, paged
from app.services import agency

router = APIRouter(prefix="/v1/agencies", tags=["agency"], route_class=Route)
Reader = Annotated[Actor, Depends(require("agency:read"))]
Writer = Annotated[Actor, Depends(require("agency:write"))]


@router.get("", responses=problems(CursorInvalid))
async def list_agencies(
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, paged(by_name("agency.name_key", "agency.id"))],
    name: Annotated[Line | None, Query(description="Names that begin so.")] = None,
    service: Annotated[OfferKind | None, Query(description="Offers this.")] = None,
    area: Annotated[Line | None, Query(description="Serves this place.")] = None,
    language: Annotated[
        Language | None, Query(description="In this language, whatever region either tag adds.")
    ] = None,
    capacity: Annotated[Capacity | None, Query(description="With this much room.")] = None,
    status: AgencyStatus = AgencyStatus.ACTIVE,
) -> Page[AgencyRow]:
    """Agencies by name with their services; one service must match all that is asked of services."""
    asked = AgencyFilter(
        name=name, service=service, area=area, language=language, capacity=capacity, status=status
    )
    rows = await agency.search(db, actor, asked, paging.limit, paging.after)
    return paging.page(rows, AgencyRow)


@router.post("", status_code=201, responses=problems(*agency.WRITE_PROBLEMS))
async def add_agency(body: AgencyCreate, actor: Writer, db: Once, response: Response) -> AgencyRead:
    """Put an agency into the directory."""
    row = await agency.add(db, actor, body)
    response.headers["Location"] = f"/v1/agencies/{row.id}"
    return AgencyRead.model_validate(row)


@router.get("/{agency_id}", responses=problems(agency.AgencyNotFound))
async def get_agency(agency_id: UUID, actor: Reader, db: Db, response: Response) -> AgencyFile:
    """An agency with its places, people and services."""
    found = await agency.read(db, actor, agency_id)
    response.headers["ETag"] = etag(found["agency"].version)
    return AgencyFile.model_validate(found)


@router.get("/{agency_id}/actions", responses=problems(agency.AgencyNotFound))
async def list_agency_actions(agency_id: UUID, actor: Reader, db: Db) -> Bounded[ActionRead]:
    """What may be done with the entry now."""
    return ActionRead.each(await agency.actions(db, actor, agency_id))


@router.patch("/{agency_id}", responses=problems(agency.AgencyNotFound, *agency.WRITE_PROBLEMS))
async def update_agency(
    agency_id: UUID,
    body: AgencyUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> AgencyRead:
    """Correct an agency or call it inactive; what it was stays in its history."""
    row = await agency.change(db, actor, agency_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return AgencyRead.model_validate(row)


@router.get("/{agency_id}/history", responses=problems(agency.AgencyNotFound, CursorInvalid))
async def list_agency_history(
    agency_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who entered or changed it, and what it was before."""
    rows = await agency.history(db, actor, agency_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
