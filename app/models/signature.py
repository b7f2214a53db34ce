"""Who signed which exact text, in which capacity, and how they showed who they are."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text

from app.models.base import SCHEMA, TenantRow, within


class Signature(TenantRow, table=True):
    """One signature under one text. Never changed: another text needs another signature.

    `signed_on` is the day on the paper, not of the upload; `scan_id` is the paper. The signer is a
    colleague (`principal_id`), somebody around the child (`contact_id`), or
    somebody outside, such as a physician, by name.
    """

    __tablename__ = "signature"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("principal_id", "principal"),
        within("contact_id", "contact"),
        within("scan_id", "document_version"),
        CheckConstraint(
            "num_nonnulls(principal_id, contact_id, outside_name) = 1", name="one_signer"
        ),
        CheckConstraint("method in ('electronic', 'paper')", name="method"),
        Index("ix_signature_record", "tenant_id", "record_id", "id"),
        Index(
            "ix_signature_unscanned",
            "tenant_id",
            "signed_on",
            "id",
            postgresql_where=text("method = 'paper' and scan_id is null"),
        ),
        Index(
            "ix_signature_student_unscanned",
            "tenant_id",
            "student_id",
            "signed_on",
            "id",
            postgresql_where=text("method = 'paper' and scan_id is null"),
        ),
        {"schema": SCHEMA},
    )
    resource: str
    record_id: UUID
    student_id: UUID | None = None
    text_sha256: str
    capacity: str
    principal_id: UUID | None = None
    contact_id: UUID | None = None
    outside_name: str | None = None
    discipline: str | None = None
    licence_number: str | None = None
    method: str
    identity_shown: str
    signed_on: date
    scan_id: UUID | None = None
    device: str | None = None


class SignatureScan(TenantRow, table=True):
    """The scan of a paper that was signed before it was scanned; the newest counts."""

    __tablename__ = "signature_scan"
    __table_args__: ClassVar[Any] = (
        within("signature_id", "signature"),
        within("student_id", "student"),
        within("scan_id", "document_version"),
        Index("ix_signature_scan_signature", "tenant_id", "signature_id", "id"),
        {"schema": SCHEMA},
    )
    signature_id: UUID
    student_id: UUID
    scan_id: UUID
