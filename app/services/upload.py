"""A file arrives: counted, hashed and told by its content as it comes; kept; then, and only then, on record.

Bytes are in the store before any row speaks of them. What was kept and never
recorded, because a process died in between, nobody can see; a round clears it.
"""

import hashlib
import tempfile
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, clock
from app.auth import Actor
from app.db import Database
from app.errors import Forbidden, NotFound, Problem, TooLarge
from app.files import Files, key_of
from app.files.kinds import EXTENSIONS, Sniffer
from app.files.scanner import ScannerAway
from app.idempotency import KeyReused
from app.models.document import StoredFile, Upload
from app.models.words.document import ScanState
from app.services.queries import upload as queries

USABLE = timedelta(hours=24)
Open = Callable[[], AbstractAsyncContextManager[AsyncSession]]
"""Begins one transaction bound to the tenant."""
IN_MEMORY = 1024 * 1024
"""Bytes of an arriving file beyond which it waits on disk."""


class FileTooLarge(TooLarge):
    code, title = "file-too-large", "The file is too large"


class FileKindRefused(Problem):
    status, code, title = 422, "file-kind-refused", "Files of this kind are not kept here"
    detail = "Send a PDF, JPEG, PNG, HEIC, TIFF, DOCX without macros, or plain UTF-8 text. The content decides, not the name; it is not empty."


class UploadNotFound(NotFound):
    code, title = "upload-not-found", "There is no such upload"
    detail = "An upload is kept for a day. Send the file again."


class UploadIsAnothers(Forbidden):
    code, title = "upload-is-anothers", "This upload is another person's"
    detail = "An upload is its sender's alone. Send the file yourself, or let its sender put it on record."


class FileRefused(Problem):
    status, code, title = 409, "file-refused", "The scanner found something harmful in this file"
    detail = "Nobody can fetch it. Ask where it came from for a clean one."


class FileNotScanned(Problem):
    status, code, title = 409, "file-not-scanned", "The scanner has not seen this file yet"
    detail = "It is scanned as soon as the scanner answers. Try again later."


RECEIVE_PROBLEMS = (FileTooLarge, FileKindRefused, KeyReused)
READ_PROBLEMS = (UploadNotFound, UploadIsAnothers)
TAKE_PROBLEMS = (*READ_PROBLEMS, FileRefused)
FETCH_PROBLEMS = (FileRefused, FileNotScanned)


@dataclass(frozen=True, slots=True)
class Sent:
    """An upload as its sender sees it."""

    upload: Upload
    file: StoredFile

    @property
    def id(self) -> UUID:
        return self.upload.id

    @property
    def expires_at(self) -> datetime:
        return self.upload.created_at + USABLE

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


async def receive(
    hot: Database, files: Files, actor: Actor, stream: AsyncIterator[bytes], client_key: str
) -> Sent:
    """Take a file in. The same key with the same bytes is the same upload. Raises: RECEIVE_PROBLEMS."""
    return await keep(lambda: hot.session(actor.caller), files, actor, stream, lambda _: client_key)


async def keep(
    begin: Open,
    files: Files,
    actor: Actor,
    stream: AsyncIterator[bytes],
    client_key: Callable[[str], str],
    kinds: Collection[str] = frozenset(EXTENSIONS),
) -> Sent:
    """Take a file in by transactions of this kind; `client_key` names the upload, by its SHA-256.

    Raises: RECEIVE_PROBLEMS.
    """
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as spool:
        row = await _spooled(files, actor, stream, spool, kinds)
        key = key_of(actor.tenant_id, row.sha256)
        await files.store.put(key, spool)
        async with begin() as db:
            await queries.lock(db, key)
            if not await files.store.has(key):  # cleared away between the two lines above
                await files.store.put(key, spool)
            sent = Sent(*await _recorded(db, actor, row, client_key(row.sha256)))
    if sent.file.sha256 != row.sha256:
        raise KeyReused
    await scan(begin, files, actor, [sent.file])
    return sent


async def _spooled(
    files: Files,
    actor: Actor,
    stream: AsyncIterator[bytes],
    spool: IO[bytes],
    kinds: Collection[str],
) -> StoredFile:
    """Raises: FileTooLarge, FileKindRefused."""
    sha256, sniffer, size = hashlib.sha256(), Sniffer(), 0
    async for portion in stream:
        size += len(portion)
        if size > files.most_bytes:
            raise FileTooLarge(
                f"A file may hold at most {files.most_bytes // 2**20} MiB.",
                headers={"Connection": "close"},
            )
        sha256.update(portion)
        sniffer.feed(portion)
        spool.write(portion)
    media_type = sniffer.media_type()
    if media_type is None or media_type not in kinds:
        raise FileKindRefused
    state = ScanState.RECEIVED if files.scanner else ScanState.NOT_SCANNED
    return StoredFile(
        tenant_id=actor.tenant_id, sha256=sha256.hexdigest(), media_type=media_type, byte_count=size,
        scan_state=state.value,
    )  # fmt: skip


async def _recorded(
    db: AsyncSession, actor: Actor, row: StoredFile, client_key: str
) -> tuple[Upload, StoredFile]:
    kept = await queries.keep_file(db, actor, row)
    upload, file = await queries.keep_upload(db, actor, kept.id, client_key)
    audit.record(db, actor, "create", "upload", upload_id=str(upload.id))
    return upload, file


async def scan(begin: Open, files: Files, actor: Actor, rows: list[StoredFile]) -> int:
    """Have files looked at that nobody has; returns how many got a verdict. The others wait for the next round."""
    scanned = 0
    for row in rows:
        if files.scanner is None or row.scan_state not in queries.UNSCANNED:
            continue
        try:
            key = key_of(row.tenant_id, row.sha256)
            verdict = await files.scanner.scan(await files.store.read(key, 0, row.byte_count))
        except (ScannerAway, FileNotFoundError):
            continue
        row.finding, row.scanned_at = verdict.finding, clock.now()
        row.scan_state = (ScanState.REFUSED if verdict.finding else ScanState.CLEAN).value
        async with begin() as db:
            await queries.note_scan(db, actor, row)
        scanned += 1
    return scanned


async def read(db: AsyncSession, actor: Actor, upload_id: UUID) -> Sent:
    """Raises: READ_PROBLEMS."""
    found = await queries.upload(db, actor, upload_id, clock.now() - USABLE)
    if found is None:
        raise UploadNotFound
    if found[0].created_by != db.info["principal_id"]:
        raise UploadIsAnothers
    return Sent(*found)


async def take(db: AsyncSession, actor: Actor, upload_id: UUID) -> StoredFile:
    """The file of the caller's own upload, to be put on a record. Raises: TAKE_PROBLEMS."""
    file = (await read(db, actor, upload_id)).file
    if file.scan_state == ScanState.REFUSED:
        raise FileRefused
    return file


def require_fetchable(files: Files, file: StoredFile) -> None:
    """Raises: FETCH_PROBLEMS."""
    if file.scan_state == ScanState.REFUSED:
        raise FileRefused
    if files.scanner is not None and file.scan_state != ScanState.CLEAN:
        raise FileNotScanned
