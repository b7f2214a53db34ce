"""Files as they were sent, and the documents of a student that are made of them."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import SCHEMA, Record, TenantRow, instant, one_of, within
from app.models.words.document import (
    DestructionGround,
    DocumentKind,
    DocumentPart,
    DocumentState,
    ScanState,
)


class StoredFile(TenantRow, table=True):
    """Bytes that are in the store, once for each tenant, and what a scanner said of them.

    `gone_at`: nothing speaks of them any more but documents that were destroyed; the row tells what they were.
    """

    __tablename__ = "stored_file"
    __table_args__: ClassVar[Any] = (
        one_of("scan_state", ScanState),
        UniqueConstraint("tenant_id", "sha256", name="uq_stored_file_sha256"),
        Index("ix_stored_file_unscanned", "tenant_id", "id", postgresql_where="scan_state in ('received', 'not_scanned')"),
        {"schema": SCHEMA},
    )  # fmt: skip
    sha256: str
    media_type: str
    byte_count: int = Field(sa_type=BigInteger)
    scan_state: str
    scanned_at: datetime | None = instant(default=None)
    finding: str | None = None
    gone_at: datetime | None = instant(default=None)


class Upload(TenantRow, table=True):
    """Somebody sent a file. Only they may use it, for a day; then it is forgotten."""

    __tablename__ = "upload"
    __table_args__: ClassVar[Any] = (
        within("stored_file_id", "stored_file"),
        UniqueConstraint("tenant_id", "created_by", "client_key", name="uq_upload_client_key"),
        Index("ix_upload_file", "tenant_id", "stored_file_id"),
        Index("ix_upload_age", "tenant_id", "created_at"),
        {"schema": SCHEMA},
    )
    stored_file_id: UUID
    client_key: str


class Document(Record, table=True):
    """A document of one student; its bytes are those of its versions."""

    __tablename__ = "document"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        one_of("part", DocumentPart),
        one_of("kind", DocumentKind),
        one_of("state", DocumentState),
        one_of("destruction_ground", DestructionGround),
        Index("ix_document_student", "tenant_id", "student_id", "id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    part: str
    kind: str
    title: str
    dated_on: date | None = None
    source: str | None = None
    state: str = DocumentState.CURRENT.value
    latest_number: int = 1
    destruction_ground: str | None = None
    destruction_asked_by: UUID | None = None


class DocumentVersion(TenantRow, table=True):
    """One version of a document. Never changed; the next one stands beside it."""

    __tablename__ = "document_version"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("document_id", "document"),
        within("stored_file_id", "stored_file"),
        UniqueConstraint("tenant_id", "document_id", "number", name="uq_document_version_number"),
        Index("ix_document_version_file", "tenant_id", "stored_file_id"),
        Index("ix_document_version_student", "tenant_id", "student_id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    document_id: UUID
    stored_file_id: UUID
    number: int
    file_name: str
    note: str | None = None
