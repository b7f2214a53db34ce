"""Letters and notices in a student's file."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import PDF_TYPE, IfNoneMatch, Route, download, is_file
from app.models.fields import Bounded
from app.models.schemas.letter import LetterCreate, LetterRead, LetterRow
from app.models.schemas.record import ChangeRead
from app.pagination import ById, CursorInvalid, Page, PortionById
from app.routing import HANDED_OUT
from app.services import case, letter

router = APIRouter(prefix="/v1/students/{student_id}/letters", tags=["letter"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("letter:write"))]
PDF = is_file(PDF_TYPE, "The letter as it was issued: PDF/UA-1 and PDF/A-2a.")


@router.get("", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_letters(
    student_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[LetterRow]:
    """Letters and notices issued about this student, oldest first."""
    rows = await letter.list_letters(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, LetterRow)


@router.post("", status_code=201, responses=problems(*letter.ISSUE_PROBLEMS))
async def issue_letter(
    student_id: UUID, body: LetterCreate, actor: Writer, db: Once, response: Response
) -> LetterRead:
    """Write a letter or notice from the file and keep it as it is; it is never changed afterwards."""
    row = await letter.issue(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/letters/{row.id}"
    return LetterRead.model_validate(row)


@router.get("/{letter_id}", responses=problems(*letter.READ_PROBLEMS))
async def get_letter(student_id: UUID, letter_id: UUID, actor: Reader, db: Db) -> LetterRead:
    """One letter, with the facts it was set from."""
    return LetterRead.model_validate(await letter.read(db, actor, student_id, letter_id))


@router.get(
    "/{letter_id}/letter.pdf",
    response_class=Response,
    responses={**PDF, **problems(*letter.READ_PROBLEMS)},
    openapi_extra=HANDED_OUT,
)
async def get_letter_pdf(
    student_id: UUID, letter_id: UUID, actor: Reader, db: Db, if_none_match: IfNoneMatch = None
) -> Response:
    """The file as it was issued, byte for byte; its ETag is its SHA-256."""
    row = await letter.read_pdf(db, actor, student_id, letter_id)
    filename = f"{row.kind}-{row.made_on}.pdf"
    return download(row.pdf, PDF_TYPE, filename, row.sha256, if_none_match)


@router.get("/{letter_id}/history", responses=problems(*letter.READ_PROBLEMS, CursorInvalid))
async def list_letter_history(
    student_id: UUID, letter_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who issued it; a letter is never changed afterwards."""
    rows = await letter.history(db, actor, student_id, letter_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
