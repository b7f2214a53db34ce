"""Documents of a student, with the version that is read and its bytes."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.document import Document, DocumentVersion, StoredFile
from app.models.fields import MOST_ON_FILE
from app.models.words.document import DocumentState
from app.services.queries import record


class Version(NamedTuple):
    """A version with its bytes' facts, as an answer shows it."""

    row: DocumentVersion
    file: StoredFile
    is_destroyed: bool = False

    def __getattr__(self, name: str) -> Any:
        if name == "file_name" and self.is_destroyed:  # it may name another child
            return DocumentState.DESTROYED.value
        return getattr(self.row if name in DocumentVersion.model_fields else self.file, name)


class Row(NamedTuple):
    """A document and one of its versions, as an answer shows them."""

    document: Document
    latest: Version

    def __getattr__(self, name: str) -> Any:
        return getattr(self.document, name)


def _row(found: Any) -> Row:
    document, version_, file = found
    return Row(document, Version(version_, file, document.state == DocumentState.DESTROYED))


def _rows(actor: Actor) -> Select[Document, DocumentVersion, StoredFile]:
    return (
        select(Document, DocumentVersion, StoredFile)
        .join(
            DocumentVersion,
            (col(DocumentVersion.tenant_id) == col(Document.tenant_id))
            & (col(DocumentVersion.document_id) == col(Document.id)),
        )
        .join(
            StoredFile,
            (col(StoredFile.tenant_id) == col(DocumentVersion.tenant_id))
            & (col(StoredFile.id) == col(DocumentVersion.stored_file_id)),
        )
        .where(col(Document.tenant_id) == actor.tenant_id)
    )


def _is_latest() -> Any:
    return col(DocumentVersion.number) == col(Document.latest_number)


async def page(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    parts: Collection[str],
    filters: Mapping[str, str | None],
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Row]:
    """The latest version of each, newest document first; one more than `limit` when there is more."""
    key = tuple_(col(Document.id))
    query = _rows(actor).where(
        record.of_child(Document.student_id, student_id),
        col(Document.part).in_(parts),
        _is_latest(),
    )
    for name, value in filters.items():
        if value is not None:
            query = query.where(getattr(Document, name) == value)
    if after:
        query = query.where(key < after)
    found = await db.execute(query.order_by(col(Document.id).desc()).limit(limit + 1))
    return [_row(each) for each in found]


async def current(db: AsyncSession, actor: Actor, student_id: UUID) -> list[Row]:
    """The latest version of each that one may rely on, oldest document first."""
    query = _rows(actor).where(
        record.of_child(Document.student_id, student_id),
        col(Document.state) == DocumentState.CURRENT.value,
        _is_latest(),
    )
    found = await db.execute(query.order_by(col(Document.id)).limit(MOST_ON_FILE))
    return [_row(each) for each in found]


async def latest(db: AsyncSession, actor: Actor, document_id: UUID) -> Row:
    found = await db.execute(_rows(actor).where(col(Document.id) == document_id, _is_latest()))
    return _row(found.one())


async def versions(
    db: AsyncSession,
    actor: Actor,
    document_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[Row]:
    """By their numbers."""
    query = _rows(actor).where(col(Document.id) == document_id)
    query = record.keyed(query, (col(DocumentVersion.number),), limit, after)
    return [_row(each) for each in await db.execute(query)]


async def version(db: AsyncSession, actor: Actor, student_id: UUID, version_id: UUID) -> Row | None:
    """One version of a document of that student."""
    query = _rows(actor).where(
        col(DocumentVersion.id) == version_id,
        record.of_child(DocumentVersion.student_id, student_id),
    )
    found = (await db.execute(query)).first()
    return _row(found) if found else None
