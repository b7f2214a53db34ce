"""What is done with agencies: talks, resources families are told of, referrals out."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.models.base import SCHEMA, Record, list_column, one_of, within
from app.models.words.agency import Direction, OutboundState, ResourceOutcome

UNANSWERED = text("state in ('sent', 'acknowledged')")


class AgencyContact(Record, table=True):
    """One talk with an agency. About a child only on a consent or a named exception of the law."""

    __tablename__ = "agency_contact"
    __table_args__: ClassVar[Any] = (
        within("agency_id", "agency"),
        within("agency_person_id", "agency_person"),
        within("principal_id", "principal"),
        within("student_id", "student"),
        within("consent_id", "consent"),
        within("disclosure_id", "disclosure"),
        one_of("direction", Direction),
        CheckConstraint(
            "num_nonnulls(consent_id, exception) = num_nonnulls(student_id)", name="one_ground"
        ),
        CheckConstraint("minutes between 0 and 1440", name="minutes"),
        Index("ix_agency_contact_day", "tenant_id", "on_date", "id"),
        Index("ix_agency_contact_agency", "tenant_id", "agency_id", "on_date", "id"),
        Index(
            "ix_agency_contact_follow_up",
            "tenant_id",
            "on_date",
            "id",
            postgresql_where=text("follow_up_on is not null"),
        ),
        Index("ix_agency_contact_student", "tenant_id", "student_id", "on_date", "id"),
        {"schema": SCHEMA},
    )
    agency_id: UUID
    agency_person_id: UUID | None = None
    principal_id: UUID
    student_id: UUID | None = None
    on_date: date
    channel: str
    direction: str
    topic: str
    summary: str | None = None
    minutes: int | None = None
    consent_id: UUID | None = None
    exception: str | None = None
    disclosure_id: UUID | None = None
    follow_up_on: date | None = None
    entered_in_error: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    error_reason: str | None = None


class ResourceGiven(Record, table=True):
    """A resource that a family was told of, and what came of it."""

    __tablename__ = "resource_given"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("agency_id", "agency"),
        within("agency_service_id", "agency_service"),
        within("contact_id", "contact"),
        one_of("outcome", ResourceOutcome),
        Index("ix_resource_given_student", "tenant_id", "student_id", "given_on", "id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    agency_id: UUID
    agency_service_id: UUID | None = None
    contact_id: UUID | None = None
    given_on: date
    channel: str
    language: str | None = None
    need: str
    outcome: str = Field(
        default=ResourceOutcome.UNKNOWN.value, sa_column_kwargs={"server_default": "unknown"}
    )
    outcome_on: date | None = None
    outcome_note: str | None = None
    follow_up_on: date | None = None


class OutboundReferral(Record, table=True):
    """A child referred to somebody outside, from the draft to the end. `owner_id` follows it up."""

    __tablename__ = "outbound_referral"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("agency_id", "agency"),
        within("agency_service_id", "agency_service"),
        within("agency_person_id", "agency_person"),
        within("owner_id", "principal"),
        within("disclosure_id", "disclosure"),
        one_of("state", OutboundState),
        Index("ix_outbound_referral_newest", "tenant_id", "id"),
        Index("ix_outbound_referral_student", "tenant_id", "student_id", "id"),
        Index("ix_outbound_referral_agency", "tenant_id", "agency_id", "id"),
        Index(
            "ix_outbound_referral_unanswered",
            "tenant_id",
            "answer_due_on",
            postgresql_where=UNANSWERED,
        ),
        {"schema": SCHEMA},
    )
    student_id: UUID
    agency_id: UUID
    agency_service_id: UUID | None = None
    agency_person_id: UUID | None = None
    owner_id: UUID
    state: str = OutboundState.DRAFT.value
    reason: str
    questions: str | None = None
    covers: list[str] = list_column()
    disclosure_id: UUID | None = None
    channel: str | None = None
    sent_on: date | None = None
    answer_due_on: date | None = None
    answered_on: date | None = None
    expected_on: date | None = None
    appointment_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    outcome: str | None = None
