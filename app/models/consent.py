"""What a parent allowed or refused, what was told to whom on which ground, and what a parent asked to see."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.models.base import SCHEMA, Correctable, Record, instant, list_column, within
from app.models.words.consent import ConsentDecision, ConsentKind, RecordRequestState


class Consent(Correctable, table=True):
    """A parent's written decision. Both the day of signing and the last day are inside; the day of revocation is not.

    A release names its recipient (`recipient_id`, `agency_id` for one of the
    directory, or `recipient_name` for any other), its purpose and the data it covers.
    `is_expired`: its last day is past, and what it let others read was taken back.
    """

    __tablename__ = "consent"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("contact_id", "contact"),
        within("agency_id", "agency"),
        within("scan_id", "document_version"),
        CheckConstraint(f"kind in ({', '.join(repr(k.value) for k in ConsentKind)})", name="kind"),
        CheckConstraint("decision in ('given', 'refused')", name="decision"),
        Index("ix_consent_student", "tenant_id", "student_id"),
        Index(
            "ix_consent_unscanned",
            "tenant_id",
            "signed_on",
            "id",
            postgresql_where=text("method = 'paper' and scan_id is null"),
        ),
        Index(
            "ix_consent_ending",
            "tenant_id",
            "expires_on",
            "id",
            postgresql_where=text(
                "expires_on is not null and revoked_on is null and not is_expired"
            ),
        ),
        {"schema": SCHEMA},
    )
    student_id: UUID
    contact_id: UUID
    kind: str = ConsentKind.RELEASE.value
    decision: str = Field(
        default=ConsentDecision.GIVEN.value, sa_column_kwargs={"server_default": "given"}
    )
    authority: str = Field(sa_column_kwargs={"server_default": "parent"})
    recipient_id: UUID | None = Field(default=None, foreign_key=f"{SCHEMA}.organisation.id")
    agency_id: UUID | None = None
    recipient_name: str | None = None
    purpose: str
    covers: list[str] = list_column()
    language: str
    interpreter_used: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    method: str
    scan_id: UUID | None = None
    witness: str | None = None
    signed_on: date
    expires_on: date | None = None
    is_expired: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    refused_reason: str | None = None
    revoked_on: date | None = None
    revoked_reason: str | None = None


class Disclosure(Correctable, table=True):
    """Records that left the program by hand: to whom, what, on which consent or legal exception."""

    __tablename__ = "disclosure"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("consent_id", "consent"),
        within("agency_id", "agency"),
        CheckConstraint("num_nonnulls(consent_id, exception) = 1", name="one_ground"),
        Index("ix_disclosure_student", "tenant_id", "student_id", "id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    recipient_id: UUID | None = Field(default=None, foreign_key=f"{SCHEMA}.organisation.id")
    agency_id: UUID | None = None
    recipient_name: str
    purpose: str
    covers: list[str] = list_column()
    consent_id: UUID | None = None
    exception: str | None = None
    disclosed_on: date
    channel: str
    note: str | None = None


class RecordRequest(Record, table=True):
    """A parent's request to see, copy, amend or destroy the record."""

    __tablename__ = "record_request"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("contact_id", "contact"),
        CheckConstraint(
            f"state in ({', '.join(repr(s.value) for s in RecordRequestState)})", name="state"
        ),
        Index("ix_record_request_student", "tenant_id", "student_id", "id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    contact_id: UUID
    kind: str
    state: str = RecordRequestState.RECEIVED.value
    received_on: date
    channel: str
    asks: str
    answered_on: date | None = None
    answer: str | None = None


class EmergencyAccess(Record, table=True):
    """Access of one person to one file that is not on their caseload: for a reason, for hours, reviewed."""

    __tablename__ = "emergency_access"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("principal_id", "principal"),
        CheckConstraint("finding in ('justified', 'not_justified')", name="finding"),
        Index("ix_emergency_access_person", "tenant_id", "principal_id", "student_id", "ends_at"),
        Index("ix_emergency_access_newest", "tenant_id", "id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    principal_id: UUID
    reason: str
    ends_at: datetime = instant(sa_column_kwargs={"nullable": False})
    finding: str | None = None
    finding_comment: str | None = None
    reviewed_at: datetime | None = instant(default=None)
    reviewed_by: UUID | None = None
