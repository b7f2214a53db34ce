"""What was given out, to whom and on what ground, and the record of access that the parent may read."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.consent import DisclosureCreate, DisclosureLine, DisclosureRead
from app.models.schemas.record import ActionRead, ChangeRead, Correction
from app.pagination import ById, CursorInvalid, Page, Paging, PortionById, by_day, in_portions
from app.services import case, disclosure, upkeep

router = APIRouter(prefix="/v1/students/{student_id}", tags=["consent"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("consent:write"))]


@router.get("/disclosures", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_disclosures(
    student_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[DisclosureRead]:
    """Records given out by hand, with their ground."""
    rows = await disclosure.list_disclosures(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, DisclosureRead)


@router.get("/disclosures/{disclosure_id}", responses=problems(*disclosure.READ_PROBLEMS))
async def get_disclosure(
    student_id: UUID, disclosure_id: UUID, actor: Reader, db: Db, response: Response
) -> DisclosureRead:
    """One giving out of records."""
    row = await disclosure.read(db, actor, student_id, disclosure_id)
    response.headers["ETag"] = etag(row.version)
    return DisclosureRead.model_validate(row)


@router.get("/disclosures/{disclosure_id}/actions", responses=problems(*disclosure.READ_PROBLEMS))
async def list_disclosure_actions(
    student_id: UUID, disclosure_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the entry now."""
    row = await disclosure.read(db, actor, student_id, disclosure_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.DISCLOSURE, row, student_id))


@router.post(
    "/disclosures/{disclosure_id}/correction",
    responses=problems(*disclosure.MARK_PROBLEMS),
)
async def mark_disclosure_in_error(
    student_id: UUID,
    disclosure_id: UUID,
    body: Correction,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> DisclosureRead:
    """Say that nothing was given out; the line leaves the record that the parent reads."""
    row = await disclosure.mark(db, actor, student_id, disclosure_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return DisclosureRead.model_validate(row)


@router.get(
    "/disclosures/{disclosure_id}/history",
    responses=problems(*disclosure.READ_PROBLEMS, CursorInvalid),
)
async def list_disclosure_history(
    student_id: UUID, disclosure_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who recorded it, and who said that it never was."""
    rows = await disclosure.history(
        db, actor, student_id, disclosure_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)


@router.post("/disclosures", status_code=201, responses=problems(*disclosure.DISCLOSE_PROBLEMS))
async def record_disclosure(
    student_id: UUID, body: DisclosureCreate, actor: Writer, db: Once
) -> DisclosureRead:
    """Note records given out by hand; refused without a live consent or a named exception of the law."""
    return DisclosureRead.model_validate(await disclosure.disclose(db, actor, student_id, body))


@router.get("/disclosure-record", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def get_disclosure_record(
    student_id: UUID,
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, in_portions(by_day("given_on"))],
) -> Bounded[DisclosureLine]:
    """The record of access as the parent may read it: everybody outside who was given something."""
    rows = await disclosure.for_parent(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, DisclosureLine)
