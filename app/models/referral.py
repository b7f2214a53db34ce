"""A referral in, and what its sender may read of it."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.models.base import SCHEMA, Record, instant, json_column, list_column, within
from app.models.fields import ReferralState

STATES = ", ".join(f"'{s.value}'" for s in ReferralState)


class Referral(Record, table=True):
    """Belongs to the program that received it. `submitted` is the sender's words, never edited."""

    __tablename__ = "referral"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("interim_coordinator_id", "principal"),
        CheckConstraint(f"state in ({STATES})", name="state"),
        Index(
            "uq_referral_sender_ref",
            "tenant_id",
            "sender_id",
            "sender_ref",
            unique=True,
            postgresql_where=text("sender_ref is not null"),
        ),
        Index("ix_referral_worklist", "tenant_id", "state", "received_on", "id"),
        Index(
            "ix_referral_student",
            "tenant_id",
            "student_id",
            postgresql_where=text("student_id is not null"),
        ),
        Index("ix_referral_day", "tenant_id", "received_on", "id"),
        {"schema": SCHEMA},
    )
    state: str = ReferralState.SUBMITTED.value
    received_on: date
    channel: str
    urgency: str = "routine"
    sender_id: UUID | None = Field(
        default=None,
        description="Organisation that sent it; None when taken by phone or in person.",
    )
    sender_ref: str | None = None
    child_first_name: str
    child_last_name: str
    born_on: date
    submitted: dict[str, Any] = json_column(sa_column_kwargs={"nullable": False})
    may_report_back: bool = False
    ifsp_due_on: date | None = None
    reason_code: str | None = None
    comment: str | None = None
    decided_at: datetime | None = instant(default=None)
    student_id: UUID | None = None
    interim_coordinator_id: UUID | None = Field(
        default=None, description="Who answers for the child until there is a file."
    )
    wanted: list[str] = list_column()
    question: str | None = None
    answer_due_on: date | None = None
    additions: list[dict[str, Any]] = json_column(
        default_factory=list, sa_column_kwargs={"server_default": "[]", "nullable": False}
    )
    """What came in after the referral; `submitted` stays as it was sent."""
    contact_attempts: list[dict[str, Any]] = json_column(
        default_factory=list, sa_column_kwargs={"server_default": "[]", "nullable": False}
    )
    redirected_to_id: UUID | None = None
    redirected_to: str | None = None
    possible_duplicates: int = Field(
        default=0,
        sa_column_kwargs={"server_default": "0"},
        description="Students who looked like this child when the referral came (`eb.alike_on_receipt`).",
    )
    duplicates_reviewed: list[str] = list_column()
    """Ids of students whom somebody looked at before the child was taken in."""


class ReferralStatus(Record, table=True):
    """Published into the sender's tenant: state, dates and the outcome a live consent allows."""

    __tablename__ = "referral_status"
    __table_args__: ClassVar[Any] = (
        Index("ix_referral_status_newest", "tenant_id", "received_on", "id"),
        {"schema": SCHEMA},
    )
    program_id: UUID
    sender_ref: str | None = None
    state: str
    outcome: str | None = None
    received_on: date
    milestones: list[dict[str, str]] = json_column(
        default_factory=list, sa_column_kwargs={"server_default": "[]", "nullable": False}
    )
    wanted: list[str] = list_column()
    question: str | None = None
    answer_due_on: date | None = None
    shared_after: int = Field(
        default=0,
        sa_column_kwargs={"server_default": "0"},
        description="Version up to which its history is told as without a consent.",
    )
    contact_attempts: list[dict[str, str]] = json_column(
        default_factory=list, sa_column_kwargs={"server_default": "[]", "nullable": False}
    )
