"""Places, people and services of the agencies in the directory."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.agency import (
    AgencyPersonCreate,
    AgencyPersonRead,
    AgencyPersonUpdate,
    AgencyServiceCreate,
    AgencyServiceRead,
    AgencyServiceUpdate,
    AgencySiteCreate,
    AgencySiteRead,
    AgencySiteUpdate,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.pagination import ById, CursorInvalid, Page
from app.services import agency, upkeep

router = APIRouter(prefix="/v1/agencies/{agency_id}", tags=["agency"], route_class=Route)
Reader = Annotated[Actor, Depends(require("agency:read"))]
Writer = Annotated[Actor, Depends(require("agency:write"))]


@router.post("/sites", status_code=201, responses=problems(*agency.PART_PROBLEMS))
async def add_agency_site(
    agency_id: UUID, body: AgencySiteCreate, actor: Writer, db: Once, response: Response
) -> AgencySiteRead:
    """A place of the agency: where, when open, how to get in."""
    row = await agency.add_part(db, actor, agency.SITE, agency_id, body)
    response.headers["Location"] = f"/v1/agencies/{agency_id}/sites/{row.id}"
    return AgencySiteRead.model_validate(row)


@router.get(
    "/sites/{agency_site_id}", responses=problems(agency.AgencyNotFound, agency.SiteNotFound)
)
async def get_agency_site(
    agency_id: UUID, agency_site_id: UUID, actor: Reader, db: Db, response: Response
) -> AgencySiteRead:
    """One place of an agency."""
    row = await agency.read_part(db, actor, agency.SITE, agency_id, agency_site_id)
    response.headers["ETag"] = etag(row.version)
    return AgencySiteRead.model_validate(row)


@router.get(
    "/sites/{agency_site_id}/actions",
    responses=problems(agency.AgencyNotFound, agency.SiteNotFound),
)
async def list_agency_site_actions(
    agency_id: UUID, agency_site_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the entry now."""
    row = await agency.read_part(db, actor, agency.SITE, agency_id, agency_site_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.AGENCY, row))


@router.patch(
    "/sites/{agency_site_id}",
    responses=problems(*agency.PART_PROBLEMS, agency.SiteNotFound),
)
async def update_agency_site(
    agency_id: UUID,
    agency_site_id: UUID,
    body: AgencySiteUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> AgencySiteRead:
    """Correct a place or call it inactive."""
    row = await agency.change_part(
        db, actor, agency.SITE, agency_id, agency_site_id, body, if_match
    )
    response.headers["ETag"] = etag(row.version)
    return AgencySiteRead.model_validate(row)


@router.get(
    "/sites/{agency_site_id}/history",
    responses=problems(agency.AgencyNotFound, agency.SiteNotFound, CursorInvalid),
)
async def list_agency_site_history(
    agency_id: UUID, agency_site_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who entered or changed it, and what it was before."""
    rows = await agency.part_history(
        db, actor, agency.SITE, agency_id, agency_site_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)


@router.post("/people", status_code=201, responses=problems(*agency.PART_PROBLEMS))
async def add_agency_person(
    agency_id: UUID, body: AgencyPersonCreate, actor: Writer, db: Once, response: Response
) -> AgencyPersonRead:
    """Somebody who works there, and how to reach them."""
    row = await agency.add_part(db, actor, agency.PERSON, agency_id, body)
    response.headers["Location"] = f"/v1/agencies/{agency_id}/people/{row.id}"
    return AgencyPersonRead.model_validate(row)


@router.get(
    "/people/{agency_person_id}", responses=problems(agency.AgencyNotFound, agency.PersonNotFound)
)
async def get_agency_person(
    agency_id: UUID, agency_person_id: UUID, actor: Reader, db: Db, response: Response
) -> AgencyPersonRead:
    """One person of an agency."""
    row = await agency.read_part(db, actor, agency.PERSON, agency_id, agency_person_id)
    response.headers["ETag"] = etag(row.version)
    return AgencyPersonRead.model_validate(row)


@router.get(
    "/people/{agency_person_id}/actions",
    responses=problems(agency.AgencyNotFound, agency.PersonNotFound),
)
async def list_agency_person_actions(
    agency_id: UUID, agency_person_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the entry now."""
    row = await agency.read_part(db, actor, agency.PERSON, agency_id, agency_person_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.AGENCY, row))


@router.patch(
    "/people/{agency_person_id}",
    responses=problems(*agency.PART_PROBLEMS, agency.PersonNotFound),
)
async def update_agency_person(
    agency_id: UUID,
    agency_person_id: UUID,
    body: AgencyPersonUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> AgencyPersonRead:
    """Correct a person's entry or call it inactive."""
    row = await agency.change_part(
        db, actor, agency.PERSON, agency_id, agency_person_id, body, if_match
    )
    response.headers["ETag"] = etag(row.version)
    return AgencyPersonRead.model_validate(row)


@router.get(
    "/people/{agency_person_id}/history",
    responses=problems(agency.AgencyNotFound, agency.PersonNotFound, CursorInvalid),
)
async def list_agency_person_history(
    agency_id: UUID, agency_person_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who entered or changed it, and what it was before."""
    rows = await agency.part_history(
        db, actor, agency.PERSON, agency_id, agency_person_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)


@router.post("/services", status_code=201, responses=problems(*agency.PART_PROBLEMS))
async def add_agency_service(
    agency_id: UUID, body: AgencyServiceCreate, actor: Writer, db: Once, response: Response
) -> AgencyServiceRead:
    """What the agency offers, to whom, where, and whether there is room."""
    row = await agency.add_part(db, actor, agency.OFFER, agency_id, body)
    response.headers["Location"] = f"/v1/agencies/{agency_id}/services/{row.id}"
    return AgencyServiceRead.model_validate(row)


@router.get(
    "/services/{agency_service_id}", responses=problems(agency.AgencyNotFound, agency.OfferNotFound)
)
async def get_agency_service(
    agency_id: UUID, agency_service_id: UUID, actor: Reader, db: Db, response: Response
) -> AgencyServiceRead:
    """One service of an agency."""
    row = await agency.read_part(db, actor, agency.OFFER, agency_id, agency_service_id)
    response.headers["ETag"] = etag(row.version)
    return AgencyServiceRead.model_validate(row)


@router.get(
    "/services/{agency_service_id}/actions",
    responses=problems(agency.AgencyNotFound, agency.OfferNotFound),
)
async def list_agency_service_actions(
    agency_id: UUID, agency_service_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the entry now."""
    row = await agency.read_part(db, actor, agency.OFFER, agency_id, agency_service_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.AGENCY, row))


@router.patch(
    "/services/{agency_service_id}",
    responses=problems(*agency.PART_PROBLEMS, agency.OfferNotFound),
)
async def update_agency_service(
    agency_id: UUID,
    agency_service_id: UUID,
    body: AgencyServiceUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> AgencyServiceRead:
    """Correct a service, say what room there is now, or that it is no longer offered."""
    row = await agency.change_part(
        db, actor, agency.OFFER, agency_id, agency_service_id, body, if_match
    )
    response.headers["ETag"] = etag(row.version)
    return AgencyServiceRead.model_validate(row)


@router.get(
    "/services/{agency_service_id}/history",
    responses=problems(agency.AgencyNotFound, agency.OfferNotFound, CursorInvalid),
)
async def list_agency_service_history(
    agency_id: UUID, agency_service_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who entered or changed it, and what it was before."""
    rows = await agency.part_history(
        db, actor, agency.OFFER, agency_id, agency_service_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)
