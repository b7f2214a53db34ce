"""Talks with agencies, and the resources that families were told of."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded, CaseDate
from app.models.schemas.agency_contact import (
    AgencyContactCreate,
    AgencyContactRead,
    AgencyContactUpdate,
    ContactFilter,
    ResourceGivenCreate,
    ResourceGivenRead,
    ResourceGivenUpdate,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.pagination import ByDay, ById, CursorInvalid, Page, Paging, by_day, paged
from app.services import agency_contact, case, resource_given, upkeep

router = APIRouter(prefix="/v1", tags=["agency"], route_class=Route)
Reader = Annotated[Actor, Depends(require("agency:read"))]
Writer = Annotated[Actor, Depends(require("agency:write"))]
GIVEN = "/students/{student_id}/resources-given"


@router.get("/agency-contacts", responses=problems(CursorInvalid))
async def list_agency_contacts(
    actor: Reader,
    db: Db,
    paging: ByDay,
    student_id: Annotated[UUID | None, Query(description="Only about this student.")] = None,
    agency_id: Annotated[UUID | None, Query(description="Only with this agency.")] = None,
    follow_up_until: Annotated[
        CaseDate | None, Query(description="Only with a follow-up until this day.")
    ] = None,
) -> Page[AgencyContactRead]:
    """The log of talks, newest first: about nobody in particular, or about one's students."""
    asked = ContactFilter(
        student_id=student_id, agency_id=agency_id, follow_up_until=follow_up_until
    )
    rows = await agency_contact.list_of(db, actor, asked, paging.limit, paging.after)
    return paging.page(rows, AgencyContactRead)


@router.post("/agency-contacts", status_code=201, responses=problems(*agency_contact.LOG_PROBLEMS))
async def log_agency_contact(
    body: AgencyContactCreate, actor: Writer, db: Once, response: Response
) -> AgencyContactRead:
    """Log a talk; about a child on a live consent that names the agency, or a named exception."""
    row = await agency_contact.log(db, actor, body)
    response.headers["Location"] = f"/v1/agency-contacts/{row.id}"
    return AgencyContactRead.model_validate(row)


@router.get(
    "/agency-contacts/{agency_contact_id}", responses=problems(*agency_contact.READ_PROBLEMS)
)
async def get_agency_contact(
    agency_contact_id: UUID, actor: Reader, db: Db, response: Response
) -> AgencyContactRead:
    """One talk."""
    row = await agency_contact.read(db, actor, agency_contact_id)
    response.headers["ETag"] = etag(row.version)
    return AgencyContactRead.model_validate(row)


@router.get(
    "/agency-contacts/{agency_contact_id}/actions",
    responses=problems(*agency_contact.READ_PROBLEMS),
)
async def list_agency_contact_actions(
    agency_contact_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the entry now."""
    row = await agency_contact.read(db, actor, agency_contact_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.AGENCY, row))


@router.patch(
    "/agency-contacts/{agency_contact_id}", responses=problems(*agency_contact.CHANGE_PROBLEMS)
)
async def update_agency_contact(
    agency_contact_id: UUID,
    body: AgencyContactUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> AgencyContactRead:
    """Correct an entry, move its follow-up, or mark it as made in error."""
    row = await agency_contact.change(db, actor, agency_contact_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return AgencyContactRead.model_validate(row)


@router.get(
    "/agency-contacts/{agency_contact_id}/history",
    responses=problems(*agency_contact.READ_PROBLEMS, CursorInvalid),
)
async def list_agency_contact_history(
    agency_contact_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who logged or corrected it, and what it was before."""
    rows = await agency_contact.history(db, actor, agency_contact_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)


@router.get(GIVEN, responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_resources_given(
    student_id: UUID, actor: Reader, db: Db, paging: Annotated[Paging, paged(by_day("given_on"))]
) -> Page[ResourceGivenRead]:
    """Resources that the family was told of, and what came of them, newest first."""
    rows = await resource_given.list_of(db, actor, student_id, paging.limit, paging.after)
    return paging.page(rows, ResourceGivenRead)


@router.post(GIVEN, status_code=201, responses=problems(*resource_given.GIVE_PROBLEMS))
async def give_resource(
    student_id: UUID, body: ResourceGivenCreate, actor: Writer, db: Once, response: Response
) -> ResourceGivenRead:
    """The family was told of an agency or one of its services."""
    row = await resource_given.give(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/resources-given/{row.id}"
    return ResourceGivenRead.model_validate(row)


@router.get(f"{GIVEN}/{{resource_id}}", responses=problems(*resource_given.READ_PROBLEMS))
async def get_resource_given(
    student_id: UUID, resource_id: UUID, actor: Reader, db: Db, response: Response
) -> ResourceGivenRead:
    """One resource that the family was told of."""
    row = await resource_given.read(db, actor, student_id, resource_id)
    response.headers["ETag"] = etag(row.version)
    return ResourceGivenRead.model_validate(row)


@router.get(f"{GIVEN}/{{resource_id}}/actions", responses=problems(*resource_given.READ_PROBLEMS))
async def list_resource_given_actions(
    student_id: UUID, resource_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the entry now."""
    row = await resource_given.read(db, actor, student_id, resource_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.AGENCY, row, student_id))


@router.patch(f"{GIVEN}/{{resource_id}}", responses=problems(*resource_given.CHANGE_PROBLEMS))
async def update_resource_given(
    student_id: UUID,
    resource_id: UUID,
    body: ResourceGivenUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> ResourceGivenRead:
    """Say what came of it, or ask again later."""
    row = await resource_given.change(db, actor, student_id, resource_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return ResourceGivenRead.model_validate(row)


@router.get(
    f"{GIVEN}/{{resource_id}}/history",
    responses=problems(*resource_given.READ_PROBLEMS, CursorInvalid),
)
async def list_resource_given_history(
    student_id: UUID, resource_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who told the family, and how what came of it became known."""
    rows = await resource_given.history(
        db, actor, student_id, resource_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)
