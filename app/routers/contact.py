"""The people around a child: what is known of their rights, and how to reach them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.record import ActionRead, ChangeRead, Correction
from app.models.schemas.student import ContactCreate, ContactRead, ContactUpdate
from app.pagination import ById, CursorInvalid, Page, PortionById
from app.services import case, student

router = APIRouter(prefix="/v1/students/{student_id}/contacts", tags=["student"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("student:write"))]


@router.get("", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_contacts(
    student_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[ContactRead]:
    """Everybody around the child."""
    rows = await student.list_contacts(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, ContactRead)


@router.post("", status_code=201, responses=problems(*case.OPEN_PROBLEMS))
async def add_contact(
    student_id: UUID, body: ContactCreate, actor: Writer, db: Once, response: Response
) -> ContactRead:
    """Add a person around the child. Rights are recorded, never assumed."""
    row = await student.add_contact(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/contacts/{row.id}"
    return ContactRead.model_validate(row)


@router.get("/{contact_id}", responses=problems(*case.OPEN_PROBLEMS, student.ContactNotFound))
async def get_contact(
    student_id: UUID, contact_id: UUID, actor: Reader, db: Db, response: Response
) -> ContactRead:
    """One person around the child."""
    row = await student.read_contact(db, actor, student_id, contact_id)
    response.headers["ETag"] = etag(row.version)
    return ContactRead.model_validate(row)


@router.get(
    "/{contact_id}/actions", responses=problems(*case.OPEN_PROBLEMS, student.ContactNotFound)
)
async def list_contact_actions(
    student_id: UUID, contact_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the contact now."""
    return ActionRead.each(await student.contact_actions(db, actor, student_id, contact_id))


@router.patch("/{contact_id}", responses=problems(*student.CONTACT_PROBLEMS))
async def update_contact(
    student_id: UUID,
    contact_id: UUID,
    body: ContactUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> ContactRead:
    """Correct a contact; If-Match takes the contact's `version`."""
    row = await student.update_contact(db, actor, student_id, contact_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return ContactRead.model_validate(row)


@router.post("/{contact_id}/correction", responses=problems(*student.MARK_PROBLEMS))
async def mark_contact_in_error(
    student_id: UUID,
    contact_id: UUID,
    body: Correction,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> ContactRead:
    """Say that the person should never have been on this file; refused while a consent of theirs stands."""
    row = await student.mark_contact(db, actor, student_id, contact_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return ContactRead.model_validate(row)


@router.get(
    "/{contact_id}/history",
    responses=problems(*case.OPEN_PROBLEMS, student.ContactNotFound, CursorInvalid),
)
async def list_contact_history(
    student_id: UUID, contact_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who recorded or changed the contact's rights and numbers, and what they were before."""
    rows = await student.contact_history(
        db, actor, student_id, contact_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)
