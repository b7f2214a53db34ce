"""Files that came with a referral: as the program received them, and as their sender keeps them."""

from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index

from app.models.base import SCHEMA, TenantRow, one_of, within
from app.models.words.document import DocumentKind, DocumentPart


class ReferralAttachment(TenantRow, table=True):
    """In the program. `document_id`: what it became when the child was taken in."""

    __tablename__ = "referral_attachment"
    __table_args__: ClassVar[Any] = (
        within("referral_id", "referral"),
        within("stored_file_id", "stored_file"),
        within("document_id", "document"),
        one_of("kind", DocumentKind),
        one_of("part", DocumentPart),
        Index("ix_referral_attachment_referral", "tenant_id", "referral_id", "id"),
        Index("ix_referral_attachment_file", "tenant_id", "stored_file_id"),
        {"schema": SCHEMA},
    )
    referral_id: UUID
    stored_file_id: UUID
    file_name: str
    title: str
    kind: str
    part: str
    document_id: UUID | None = None


class SentAttachment(TenantRow, table=True):
    """In the sender's own tenant, by the same id: what it sent, and nothing of what became of it."""

    __tablename__ = "sent_attachment"
    __table_args__: ClassVar[Any] = (
        within("referral_id", "referral_status"),
        within("stored_file_id", "stored_file"),
        one_of("kind", DocumentKind),
        one_of("part", DocumentPart),
        Index("ix_sent_attachment_referral", "tenant_id", "referral_id", "id"),
        Index("ix_sent_attachment_file", "tenant_id", "stored_file_id"),
        {"schema": SCHEMA},
    )
    referral_id: UUID
    stored_file_id: UUID
    file_name: str
    title: str
    kind: str
    part: str
