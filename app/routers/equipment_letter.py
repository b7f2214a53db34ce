"""Letters of an equipment request: written, checked for completeness, signed by a step, frozen."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, Stored, require
from app.errors import problems
from app.http import PDF_TYPE, TAGGED_PDF, IfMatch, IfNoneMatch, Route, download, etag
from app.models.fields import Bounded
from app.models.schemas.equipment_letter import (
    LetterCreate,
    LetterRead,
    LetterRow,
    LetterUpdate,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.pagination import ById, CursorInvalid, Page, PortionById
from app.routing import HANDED_OUT
from app.services.equipment import document, letter

router = APIRouter(
    prefix="/v1/equipment-requests/{request_id}/letters", tags=["equipment"], route_class=Route
)
Reader = Annotated[Actor, Depends(require("equipment:read"))]
Writer = Annotated[Actor, Depends(require("equipment:write"))]
OPEN = problems(*letter.OPEN_PROBLEMS)


@router.get("", responses=problems(*letter.OPEN_PROBLEMS, CursorInvalid))
async def list_equipment_letters(
    request_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[LetterRow]:
    """Every letter of the request, the draft and those signed before."""
    rows = await letter.list_of(db, actor, request_id, paging.limit, paging.after)
    return paging.portion(rows, LetterRow)


@router.post("", status_code=201, responses=problems(*letter.WRITE_PROBLEMS))
async def derive_equipment_letter(
    request_id: UUID, body: LetterCreate, actor: Writer, db: Once, response: Response
) -> LetterRow:
    """Begin a resubmission or an appeal with the text of the signed letter."""
    row = await letter.derive(db, actor, request_id, body)
    response.headers["Location"] = f"/v1/equipment-requests/{request_id}/letters/{row.id}"
    response.headers["ETag"] = etag(row.version)
    return LetterRow.model_validate(row)


@router.get("/{equipment_letter_id}", responses=OPEN)
async def get_equipment_letter(
    request_id: UUID, equipment_letter_id: UUID, actor: Reader, db: Db, response: Response
) -> LetterRead:
    """The letter: its text, the facts of the file, what it still lacks and why a funder asks for it."""
    found = await letter.read(db, actor, request_id, equipment_letter_id)
    response.headers["ETag"] = etag(found["version"])
    return LetterRead.model_validate(found)


@router.get("/{equipment_letter_id}/actions", responses=OPEN)
async def list_equipment_letter_actions(
    request_id: UUID, equipment_letter_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the letter now; signing it is a step of its request."""
    return ActionRead.each(await letter.actions(db, actor, request_id, equipment_letter_id))


@router.patch("/{equipment_letter_id}", responses=problems(*letter.CHANGE_PROBLEMS))
async def update_equipment_letter(
    request_id: UUID,
    equipment_letter_id: UUID,
    body: LetterUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> LetterRead:
    """Write in the draft. Facts come from the file and are not written here."""
    found = await letter.change(db, actor, request_id, equipment_letter_id, body, if_match)
    response.headers["ETag"] = etag(found["version"])
    return LetterRead.model_validate(found)


@router.get(
    "/{equipment_letter_id}/document",
    response_class=Response,
    responses={**TAGGED_PDF, **problems(*document.PRINT_PROBLEMS)},
    openapi_extra=HANDED_OUT,
)
async def print_equipment_letter(
    request_id: UUID,
    equipment_letter_id: UUID,
    actor: Reader,
    db: Db,
    files: Stored,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """The letter as an accessible PDF, with its measurements and signatures; a draft says that it is one."""
    pdf, tag = await document.print_letter(db, files, actor, request_id, equipment_letter_id)
    return download(pdf, PDF_TYPE, "equipment-letter.pdf", tag, if_none_match)


@router.get(
    "/{equipment_letter_id}/history", responses=problems(*letter.OPEN_PROBLEMS, CursorInvalid)
)
async def list_equipment_letter_history(
    request_id: UUID, equipment_letter_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who wrote what, and what it said before."""
    rows = await letter.history(
        db, actor, request_id, equipment_letter_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)
