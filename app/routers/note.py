"""Text notes of a student: drafts, signed and locked, addenda."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import PDF_TYPE, TAGGED_PDF, IfMatch, IfNoneMatch, Route, download, etag
from app.models.fields import Bounded
from app.models.schemas.note import NoteCreate, NoteRead, NoteStep, NoteUpdate, NoteWritten
from app.models.schemas.record import ActionRead, ChangeRead, SignatureRead, warned
from app.models.words.document import DocumentPart
from app.models.words.note import NoteKind, NoteState
from app.models.words.sheet import SheetLanguage
from app.pagination import ById, CursorInvalid, Page, PortionById
from app.routing import HANDED_OUT
from app.services import case, note, note_copy, note_visit

router = APIRouter(prefix="/v1/students/{student_id}/notes", tags=["document"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("student:write"))]


@router.get("", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_notes(
    student_id: UUID,
    actor: Reader,
    db: Db,
    paging: ById,
    kind: Annotated[NoteKind | None, Query(description="Only of this kind.")] = None,
    part: Annotated[DocumentPart | None, Query(description="Only of this part.")] = None,
    state: Annotated[NoteState | None, Query(description="Only in this state.")] = None,
    addendum_to_id: Annotated[UUID | None, Query(description="Only additions to it.")] = None,
    delivery_id: Annotated[UUID | None, Query(description="Only on this visit.")] = None,
) -> Page[NoteRead]:
    """Notes of the file, newest first; of what is not signed, the caller's own, and for supervisors all."""
    filters = {
        "kind": kind, "part": part, "state": state, "addendum_to_id": addendum_to_id, "delivery_id": delivery_id,
    }  # fmt: skip
    rows = await note.list_of(db, actor, student_id, filters, paging.limit, paging.after)
    return paging.page(rows, NoteRead)


@router.post("", status_code=201, responses=problems(*note.ADD_PROBLEMS))
async def write_note(
    student_id: UUID, body: NoteCreate, actor: Writer, db: Once, response: Response
) -> NoteWritten:
    """Begin a note, or an addendum to a signed one: a draft of the caller's own. A late arrival is said, not refused."""
    row, found = await note.write(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/notes/{row.id}"
    return warned(NoteWritten, NoteRead, row, found)


@router.get("/{note_id}", responses=problems(*note.READ_PROBLEMS))
async def get_note(
    student_id: UUID, note_id: UUID, actor: Reader, db: Db, response: Response
) -> NoteRead:
    """One note."""
    row = await note.read(db, actor, student_id, note_id)
    response.headers["ETag"] = etag(row.version)
    return NoteRead.model_validate(row)


@router.patch("/{note_id}", responses=problems(*note.CHANGE_PROBLEMS))
async def update_note(
    student_id: UUID,
    note_id: UUID,
    body: NoteUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> NoteWritten:
    """Write on at one's own draft."""
    row = await note.change(db, actor, student_id, note_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return warned(NoteWritten, NoteRead, row, note_visit.lacking(row))


@router.get(
    "/{note_id}/copy.pdf",
    response_class=Response,
    responses={**TAGGED_PDF, **problems(*note_copy.COPY_PROBLEMS)},
    openapi_extra=HANDED_OUT,
)
async def print_note_copy(
    student_id: UUID,
    note_id: UUID,
    actor: Reader,
    db: Db,
    language: Annotated[
        SheetLanguage | None,
        Query(description="Of the headings; absent: the language at home, else English."),
    ] = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """The family's copy of a signed note, with its additions; that they have it is the step `give_copy`."""
    pdf, tag = await note_copy.print_copy(db, actor, student_id, note_id, language)
    return download(pdf, PDF_TYPE, "note.pdf", tag, if_none_match)


@router.get("/{note_id}/actions", responses=problems(*note.READ_PROBLEMS))
async def list_note_actions(
    student_id: UUID, note_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with it now."""
    return ActionRead.each(await note.actions(db, actor, student_id, note_id))


@router.post("/{note_id}/steps", responses=problems(*note.TAKE_PROBLEMS))
async def take_note_step(
    student_id: UUID,
    note_id: UUID,
    body: NoteStep,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> NoteWritten:
    """Sign it, co-sign an assistant's, give it back, say that the family has a copy, or that it was entered in error."""
    row = await note.take(db, actor, student_id, note_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return warned(NoteWritten, NoteRead, row, note_visit.lacking(row))


@router.get("/{note_id}/signatures", responses=problems(*note.READ_PROBLEMS, CursorInvalid))
async def list_note_signatures(
    student_id: UUID, note_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[SignatureRead]:
    """Who signed which text, oldest first; a text given back and changed has its earlier signatures too."""
    rows = await note.signatures(db, actor, student_id, note_id, paging.limit, paging.after)
    return paging.portion(rows, SignatureRead)


@router.get("/{note_id}/history", responses=problems(*note.READ_PROBLEMS, CursorInvalid))
async def list_note_history(
    student_id: UUID, note_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every change of it, drafts too."""
    rows = await note.history(db, actor, student_id, note_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
