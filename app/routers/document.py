"""Documents of a student: what was sent, in its versions, the medical part apart."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.document import (
    DocumentCreate,
    DocumentRead,
    DocumentStep,
    DocumentUpdate,
    DocumentVersionCreate,
    DocumentVersionRead,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.words.document import DocumentKind, DocumentPart, DocumentState
from app.pagination import ById, CursorInvalid, Page, Paging, by_number, in_portions
from app.services import case, document, document_step

router = APIRouter(
    prefix="/v1/students/{student_id}/documents", tags=["document"], route_class=Route
)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("student:write"))]


@router.get("", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_documents(
    student_id: UUID,
    actor: Reader,
    db: Db,
    paging: ById,
    kind: Annotated[DocumentKind | None, Query(description="Only of this kind.")] = None,
    part: Annotated[DocumentPart | None, Query(description="Only of this part.")] = None,
    state: Annotated[DocumentState | None, Query(description="Only in this state.")] = None,
) -> Page[DocumentRead]:
    """Documents of the file, newest first; without `medical:read` the educational part alone."""
    filters = {"kind": kind, "part": part, "state": state}
    rows = await document.list_of(db, actor, student_id, filters, paging.limit, paging.after)
    return paging.page(rows, DocumentRead)


@router.post("", status_code=201, responses=problems(*document.ADD_PROBLEMS))
async def add_document(
    student_id: UUID, body: DocumentCreate, actor: Writer, db: Once, response: Response
) -> DocumentRead:
    """Put a file that was uploaded on the student's file, as a document with its first version."""
    row = await document.add(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/documents/{row.id}"
    return DocumentRead.model_validate(row)


@router.get("/{document_id}", responses=problems(*document.READ_PROBLEMS))
async def get_document(
    student_id: UUID, document_id: UUID, actor: Reader, db: Db, response: Response
) -> DocumentRead:
    """What a document is, with its latest version; its bytes are at `/content`."""
    row = await document.read(db, actor, student_id, document_id)
    response.headers["ETag"] = etag(row.document.version)
    return DocumentRead.model_validate(row)


@router.patch("/{document_id}", responses=problems(*document.CHANGE_PROBLEMS))
async def update_document(
    student_id: UUID,
    document_id: UUID,
    body: DocumentUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> DocumentRead:
    """Correct what it is called or what it is; what it was stays in its history."""
    row = await document.change(db, actor, student_id, document_id, body, if_match)
    response.headers["ETag"] = etag(row.document.version)
    return DocumentRead.model_validate(row)


@router.get("/{document_id}/actions", responses=problems(*document.READ_PROBLEMS))
async def list_document_actions(
    student_id: UUID, document_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with it now."""
    return ActionRead.each(await document_step.actions(db, actor, student_id, document_id))


@router.post("/{document_id}/steps", responses=problems(*document_step.TAKE_PROBLEMS))
async def take_document_step(
    student_id: UUID,
    document_id: UUID,
    body: DocumentStep,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> DocumentRead:
    """Withdraw it, reinstate it, or say that it was entered in error; never deleted, always with a reason."""
    row = await document_step.take(db, actor, student_id, document_id, body, if_match)
    response.headers["ETag"] = etag(row.document.version)
    return DocumentRead.model_validate(row)


@router.get("/{document_id}/history", responses=problems(*document.READ_PROBLEMS, CursorInvalid))
async def list_document_history(
    student_id: UUID, document_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every change of it, and why."""
    rows = await document.history(db, actor, student_id, document_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)


@router.get("/{document_id}/versions", responses=problems(*document.READ_PROBLEMS, CursorInvalid))
async def list_document_versions(
    student_id: UUID,
    document_id: UUID,
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, in_portions(by_number("latest.number"))],
) -> Bounded[DocumentVersionRead]:
    """Every version by its number."""
    rows = await document.versions(db, actor, student_id, document_id, paging.limit, paging.after)
    return paging.portion(rows, lambda row: DocumentVersionRead.model_validate(row.latest))


@router.post(
    "/{document_id}/versions",
    status_code=201,
    responses=problems(*document.VERSION_PROBLEMS),
)
async def add_document_version(
    student_id: UUID,
    document_id: UUID,
    body: DocumentVersionCreate,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> DocumentRead:
    """Put a newer file beside the earlier ones; it is the one that is read from now on."""
    row = await document.add_version(db, actor, student_id, document_id, body, if_match)
    response.headers["ETag"] = etag(row.document.version)
    response.headers["Location"] = f"/v1/students/{student_id}/documents/{document_id}/versions"
    return DocumentRead.model_validate(row)
