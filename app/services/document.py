"""Documents of a student: what was sent, in its versions. Nothing is deleted; the medical part is kept apart."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import Forbidden, NotFound, Problem
from app.models.document import Document, DocumentVersion, StoredFile
from app.models.history import RecordChange
from app.models.schemas.document import (
    DocumentCreate,
    DocumentUpdate,
    DocumentVersionCreate,
)
from app.models.words.document import DocumentPart, DocumentState
from app.services import case, record, upload
from app.services.queries import document as queries
from app.services.queries.document import Row, Version
from app.services.workflow import Step, states

S = DocumentState
MEDICAL_READ, MEDICAL_WRITE = "medical:read", "medical:write"


class DocumentNotFound(NotFound):
    code, title = "document-not-found", "There is no such document of this student"


class DocumentVersionNotFound(NotFound):
    code, title = "document-version-not-found", "There is no such version of this document"


class DocumentDates(Problem):
    status, code, title = 409, "document-dates", "The day on the document does not fit"
    detail = "A document is not dated after today."


class DocumentClosed(Problem):
    status, code, title = 409, "document-closed", "This document takes no new version"
    detail = "It was withdrawn or entered in error. Reinstate it, or add another document."


class DocumentInError(Problem):
    status, code, title = 409, "document-in-error", "This document was entered in error"
    detail = "Its bytes are given out no more; its history says why."


class DocumentDestroyed(Problem):
    status, code, title = 409, "document-destroyed", "The bytes of this document were destroyed"
    detail = "Its history says when, by whom and why; its hash tells what they were."


READ_PROBLEMS = (*case.OPEN_PROBLEMS, DocumentNotFound)
ADD_PROBLEMS = (*case.OPEN_PROBLEMS, *upload.TAKE_PROBLEMS, DocumentDates)
CHANGE_PROBLEMS = (*READ_PROBLEMS, DocumentDates, DocumentDestroyed)
VERSION_PROBLEMS = (*READ_PROBLEMS, *upload.TAKE_PROBLEMS, DocumentClosed)
NAME_PROBLEMS = (DocumentVersionNotFound, DocumentInError, DocumentDestroyed)
DOCUMENT = record.Kind("document", Document, DocumentNotFound)
WRITE = "student:write"
STRIKE: Step[Any] = Step(
    "mark_entered_in_error", "It should never have been here", states(S.CURRENT, S.WITHDRAWN), S.ENTERED_IN_ERROR, WRITE, is_reasoned=True,
)  # fmt: skip


async def list_of(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    filters: Mapping[str, str | None],
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Row]:
    """Without `medical:read` the educational part alone. Raises: OPEN_PROBLEMS."""
    await case.open_file(db, actor, student_id)
    record.listed(db, actor, DOCUMENT, [student_id])
    parts = set(DocumentPart) if MEDICAL_READ in actor.scopes else {DocumentPart.EDUCATIONAL}
    return await queries.page(db, actor, student_id, parts, filters, limit, after)


async def read(db: AsyncSession, actor: Actor, student_id: UUID, document_id: UUID) -> Row:
    """Raises: READ_PROBLEMS, Forbidden."""
    row = await record.read(db, actor, DOCUMENT, document_id, student_id)
    require_part(actor, row.part, MEDICAL_READ)
    return await queries.latest(db, actor, document_id)


async def add(db: AsyncSession, actor: Actor, student_id: UUID, body: DocumentCreate) -> Row:
    """Put an upload of the caller on the file. Raises: ADD_PROBLEMS, Forbidden."""
    student = await case.open_for_change(db, actor, student_id)
    require_part(actor, body.part, MEDICAL_WRITE)
    said = body.model_dump(exclude={"upload_id", "file_name"})
    row = Document(tenant_id=actor.tenant_id, student_id=student.id, **said)
    _check(actor, row)
    return await put(db, actor, row, await upload.take(db, actor, body.upload_id), body.file_name)


async def put(
    db: AsyncSession, actor: Actor, row: Document, file: StoredFile, file_name: str
) -> Row:
    """A new document with its first version; the student's file is locked."""
    record.add(db, actor, DOCUMENT, row)
    await db.flush()  # the version points at it
    return Row(row, Version(await _next_version(db, actor, row, file, file_name, None), file))


async def _next_version(
    db: AsyncSession,
    actor: Actor,
    row: Document,
    file: StoredFile,
    file_name: str,
    note: str | None,
) -> DocumentVersion:
    version = DocumentVersion(
        tenant_id=actor.tenant_id, student_id=row.student_id, document_id=row.id, stored_file_id=file.id,
        number=row.latest_number, file_name=file_name, note=note,
    )  # fmt: skip
    db.add(version)
    await db.flush()  # when and by whom is the database's to say
    await db.refresh(version)
    return version


async def require_version(
    db: AsyncSession, actor: Actor, student_id: UUID, version_id: UUID
) -> Row:
    """A version of a document of that student, for a record that names it: a scan, a photograph, a letter.

    Raises: DocumentVersionNotFound, DocumentInError, Forbidden.
    """
    row = await queries.version(db, actor, student_id, version_id)
    if row is None:
        raise DocumentVersionNotFound
    require_part(actor, row.document.part, MEDICAL_READ)
    require_kept(row.document)
    return row


def require_kept(row: Document) -> None:
    """Raises: DocumentInError, DocumentDestroyed."""
    if row.state == S.ENTERED_IN_ERROR:
        raise DocumentInError
    if row.state == S.DESTROYED:
        raise DocumentDestroyed


async def change(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    document_id: UUID,
    body: DocumentUpdate,
    if_match: str,
) -> Row:
    """Apply a merge patch. Raises: CHANGE_PROBLEMS, VersionStale, Forbidden."""
    row = await opened(db, actor, student_id, document_id, if_match)
    if row.state == S.DESTROYED:
        raise DocumentDestroyed
    changes = body.model_dump(exclude_unset=True)
    record.change(db, actor, DOCUMENT, row, changes)
    require_part(actor, row.part, MEDICAL_WRITE)
    _check(actor, row)
    return await queries.latest(db, actor, document_id)


async def add_version(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    document_id: UUID,
    body: DocumentVersionCreate,
    if_match: str,
) -> Row:
    """Raises: VERSION_PROBLEMS, VersionStale, Forbidden."""
    row = await opened(db, actor, student_id, document_id, if_match)
    if row.state != S.CURRENT:
        raise DocumentClosed
    file = await upload.take(db, actor, body.upload_id)
    number = {"latest_number": row.latest_number + 1}
    record.change(db, actor, DOCUMENT, row, number, act="version_added", comment=body.note)
    await _next_version(db, actor, row, file, body.file_name, body.note)
    return await queries.latest(db, actor, document_id)


async def versions(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    document_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Row]:
    """Raises: READ_PROBLEMS, Forbidden."""
    await read(db, actor, student_id, document_id)
    return await queries.versions(db, actor, document_id, limit, after)


async def strike(db: AsyncSession, actor: Actor, document_id: UUID, comment: str) -> bool:
    """Mark one of a locked file as entered in error, unless it is; False where its bytes were destroyed."""
    row = (await queries.latest(db, actor, document_id)).document
    if row.state in STRIKE.sources:
        record.move(db, actor, DOCUMENT, row, STRIKE, reason_code="other", comment=comment)
    return row.state != S.DESTROYED


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    document_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS, Forbidden."""
    await read(db, actor, student_id, document_id)
    return await record.history(db, actor, DOCUMENT, document_id, limit, after, student_id)


def require_part(actor: Actor, part: str, scope: str) -> None:
    """Raises: Forbidden for the medical part without the scope."""
    if part == DocumentPart.MEDICAL and scope not in actor.scopes:
        raise Forbidden(f"This needs the scope {scope}; your token does not hold it.")


async def opened(
    db: AsyncSession, actor: Actor, student_id: UUID, document_id: UUID, if_match: str
) -> Document:
    row = await record.open_for_change(db, actor, DOCUMENT, document_id, if_match, student_id)
    require_part(actor, row.part, MEDICAL_WRITE)
    return row


def _check(actor: Actor, row: Document) -> None:
    if row.dated_on is not None and row.dated_on > actor.today():
        raise DocumentDates
