"""Stored files and the uploads that brought them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, exists, select, text, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.document import Document, DocumentVersion, StoredFile, Upload
from app.models.fields import new_id
from app.models.referral_attachment import ReferralAttachment, SentAttachment
from app.models.words.document import DocumentState, ScanState

UNSCANNED = (ScanState.RECEIVED.value, ScanState.NOT_SCANNED.value)
_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:key, 0))")


async def lock(db: AsyncSession, key: str) -> None:
    """Whoever keeps these bytes and whoever clears them away follow one another."""
    await db.execute(_LOCK, {"key": key})


async def file(db: AsyncSession, actor: Actor, sha256: str) -> StoredFile | None:
    query = select(StoredFile).where(
        col(StoredFile.tenant_id) == actor.tenant_id, col(StoredFile.sha256) == sha256
    )
    return await db.scalar(query)


async def keep_file(db: AsyncSession, actor: Actor, file_: StoredFile) -> StoredFile:
    """The row of these bytes: this one, or the one that was there."""
    row = file_.model_dump(exclude={"created_at", "created_by"})
    await db.execute(insert(StoredFile).values(row).on_conflict_do_nothing())
    await db.execute(
        update(StoredFile)
        .where(
            col(StoredFile.tenant_id) == actor.tenant_id,
            col(StoredFile.sha256) == file_.sha256,
            col(StoredFile.gone_at).is_not(None),
        )
        .values(gone_at=None, scan_state=file_.scan_state)
    )
    found = await file(db, actor, file_.sha256)
    assert found is not None  # noqa: S101 - just kept
    return found


async def keep_upload(
    db: AsyncSession, actor: Actor, file_id: UUID, client_key: str
) -> tuple[Upload, StoredFile]:
    """The caller's upload of this key: a new one, or the one that was there with its own file."""
    row = {"tenant_id": actor.tenant_id, "id": new_id(), "stored_file_id": file_id}
    query = _with_file(actor).where(
        col(Upload.created_by) == db.info["principal_id"], col(Upload.client_key) == client_key
    )
    if (found := (await db.execute(query)).first()) is not None:
        return found[0], found[1]
    await db.execute(insert(Upload).values(**row, client_key=client_key).on_conflict_do_nothing())
    kept, file_ = (await db.execute(query)).one()
    return kept, file_


async def upload(
    db: AsyncSession, actor: Actor, upload_id: UUID, since: datetime
) -> tuple[Upload, StoredFile] | None:
    """One no older than `since`."""
    query = _with_file(actor).where(
        col(Upload.id) == upload_id,
        col(Upload.created_at) >= since,
    )
    found = (await db.execute(query)).first()
    return (found[0], found[1]) if found else None


def _with_file(actor: Actor) -> Select[Upload, StoredFile]:
    return (
        select(Upload, StoredFile)
        .join(
            StoredFile,
            (col(StoredFile.tenant_id) == col(Upload.tenant_id))
            & (col(StoredFile.id) == col(Upload.stored_file_id)),
        )
        .where(col(Upload.tenant_id) == actor.tenant_id)
    )


async def unscanned(db: AsyncSession, actor: Actor, limit: int) -> list[StoredFile]:
    """Oldest first; those another process has in hand are left to it."""
    query = (
        select(StoredFile)
        .where(
            col(StoredFile.tenant_id) == actor.tenant_id,
            col(StoredFile.scan_state).in_(UNSCANNED),
            col(StoredFile.gone_at).is_(None),
        )
        .order_by(col(StoredFile.id))
        .limit(limit)
    )
    return list(await db.scalars(query))


async def forget_uploads(db: AsyncSession, actor: Actor, before: datetime) -> None:
    await db.execute(
        delete(Upload).where(
            col(Upload.tenant_id) == actor.tenant_id, col(Upload.created_at) < before
        )
    )


async def unused_files(db: AsyncSession, actor: Actor, before: datetime) -> list[StoredFile]:
    """Files of which nothing speaks any more, or only documents that were destroyed."""
    query = select(StoredFile).where(
        col(StoredFile.tenant_id) == actor.tenant_id,
        col(StoredFile.created_at) < before,
        col(StoredFile.gone_at).is_(None),
        *_unused(actor),
    )
    return list(await db.scalars(query))


async def forget_file(db: AsyncSession, actor: Actor, file_id: UUID, now: datetime) -> None:
    """Unless somebody has come to use it; of what a destroyed document was, the row stays and says so."""
    one = (col(StoredFile.tenant_id) == actor.tenant_id, col(StoredFile.id) == file_id)
    await db.execute(delete(StoredFile).where(*one, *_unused(actor), *_unused(actor, at_all=True)))
    await db.execute(update(StoredFile).where(*one, *_unused(actor)).values(gone_at=now))


def _unused(actor: Actor, *, at_all: bool = False) -> list[ColumnElement[bool]]:
    """`at_all`: not even a destroyed document speaks of it."""
    return [
        ~exists().where(
            col(table.tenant_id) == actor.tenant_id,
            col(table.stored_file_id) == col(StoredFile.id),
            true() if at_all or table not in DESTROYED_WITH else _of_a_kept_document(actor, table),
        )
        for table in USERS
    ]


def _of_a_kept_document(actor: Actor, table: Any) -> ColumnElement[bool]:
    return ~exists().where(
        col(Document.tenant_id) == actor.tenant_id,
        col(Document.id) == col(table.document_id),
        col(Document.state) == DocumentState.DESTROYED.value,
    )


USERS = (Upload, DocumentVersion, ReferralAttachment, SentAttachment)
"""Tables that hold on to a file."""
DESTROYED_WITH = (DocumentVersion, ReferralAttachment)
"""Those of them that let go of it when the document is destroyed."""


async def known(db: AsyncSession, actor: Actor, sha256s: list[str]) -> set[str]:
    """Which of them have a row that speaks of bytes."""
    query = select(col(StoredFile.sha256)).where(
        col(StoredFile.tenant_id) == actor.tenant_id,
        col(StoredFile.sha256).in_(sha256s),
        col(StoredFile.gone_at).is_(None),
    )
    return set(await db.scalars(query))


async def note_scan(db: AsyncSession, actor: Actor, file_: StoredFile) -> None:
    await db.execute(
        update(StoredFile)
        .where(col(StoredFile.tenant_id) == actor.tenant_id, col(StoredFile.id) == file_.id)
        .values(scan_state=file_.scan_state, scanned_at=file_.scanned_at, finding=file_.finding)
    )
