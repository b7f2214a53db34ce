"""Giving out a file's bytes: the whole or a part of it, always to be saved, never to be shown in a page."""

import base64
from collections.abc import AsyncIterator
from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import Problem
from app.files import Files, key_of
from app.files.kinds import with_extension
from app.files.ranges import RangeNotSatisfiable, part_of
from app.http import not_modified
from app.models.document import StoredFile
from app.services import document, upload
from app.services.document import DocumentDestroyed, DocumentInError, DocumentVersionNotFound
from app.services.queries import document as queries


class BytesMissing(Problem):
    status, code, title = 503, "bytes-missing", "The bytes of this file cannot be found"
    detail = "The record is whole, its bytes are not in the store. Tell the operator: they are in a backup."


class Asked(NamedTuple):
    """What a caller's headers ask for."""

    range: str | None = None
    if_range: str | None = None
    if_none_match: str | None = None


class Given(NamedTuple):
    """An answer: its bytes come as they are read."""

    status: int
    headers: dict[str, str]
    media_type: str
    body: AsyncIterator[bytes] | None


FILE_PROBLEMS = (*upload.FETCH_PROBLEMS, RangeNotSatisfiable, BytesMissing)
PROBLEMS = (*document.READ_PROBLEMS, *FILE_PROBLEMS, DocumentInError, DocumentDestroyed)
VERSION_PROBLEMS = (*PROBLEMS, DocumentVersionNotFound)


async def latest(
    db: AsyncSession, files: Files, actor: Actor, student_id: UUID, document_id: UUID, asked: Asked
) -> Given:
    """Raises: PROBLEMS, Forbidden."""
    row = await document.read(db, actor, student_id, document_id)
    return await _of(db, files, actor, row, asked)


async def version(
    db: AsyncSession,
    files: Files,
    actor: Actor,
    student_id: UUID,
    document_id: UUID,
    version_id: UUID,
    asked: Asked,
) -> Given:
    """Raises: VERSION_PROBLEMS, Forbidden."""
    await document.read(db, actor, student_id, document_id)
    row = await queries.version(db, actor, student_id, version_id)
    if row is None or row.document.id != document_id:
        raise DocumentVersionNotFound
    return await _of(db, files, actor, row, asked)


async def _of(
    db: AsyncSession, files: Files, actor: Actor, row: queries.Row, asked: Asked
) -> Given:
    document.require_kept(row.document)
    audit.record(
        db, actor, "read", "document", student_id=row.document.student_id, record_id=str(row.document.id),
        part="content", number=row.latest.row.number,
    )  # fmt: skip
    return await give(files, row.latest.file, row.latest.row.file_name, asked)


async def give(files: Files, file: StoredFile, file_name: str, asked: Asked) -> Given:
    """Raises: FILE_PROBLEMS."""
    upload.require_fetchable(files, file)
    tag = f'"{file.sha256}"'
    headers = {
        "ETag": tag,
        "Accept-Ranges": "bytes",
        "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(file.sha256)).decode()}:",
        "Content-Disposition": disposition(with_extension(file_name, file.media_type)),
    }
    if not_modified(tag, asked.if_none_match):
        return Given(304, headers, file.media_type, None)
    part = part_of(file.byte_count, tag, asked.range, asked.if_range)
    start, end = part or (0, file.byte_count)
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.byte_count}"
    headers["Content-Length"] = str(end - start)
    try:
        body = await files.store.read(key_of(file.tenant_id, file.sha256), start, end)
    except FileNotFoundError:
        raise BytesMissing from None
    return Given(206 if part else 200, headers, file.media_type, body)


def disposition(name: str) -> str:
    """RFC 6266: a name every client reads, and the true one for those that know RFC 8187."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
