"""Meetings: when, for whom, who was asked, who came, what was decided."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.models.base import SCHEMA, Record, instant, json_column, one_of, within
from app.models.words.meeting import (
    CalledOffBy,
    InviteeReply,
    InviteeRole,
    MeetingKind,
    MeetingState,
)


class Meeting(Record, table=True):
    """One meeting. `earlier`: each time it was to be held before, and why it was moved."""

    __tablename__ = "meeting"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("event_id", "case_event"),
        one_of("kind", MeetingKind),
        one_of("state", MeetingState),
        one_of("called_off_by", CalledOffBy),
        CheckConstraint("ends_at > starts_at", name="order"),
        Index("ix_meeting_start", "tenant_id", "starts_at", "id"),
        Index("ix_meeting_student", "tenant_id", "student_id", "starts_at", "id"),
        {"schema": SCHEMA},
    )
    student_id: UUID | None = None
    kind: str
    title: str
    state: str = MeetingState.PROPOSED.value
    starts_at: datetime = instant(sa_column_kwargs={"nullable": False})
    ends_at: datetime = instant(sa_column_kwargs={"nullable": False})
    place: str | None = None
    video_link: str | None = None
    interpreter_language: str | None = None
    notice_sent_on: date | None = None
    short_notice_reason: str | None = None
    overlap_reason: str | None = None
    earlier: list[dict[str, Any]] = json_column(
        default_factory=list, sa_column_kwargs={"server_default": "[]", "nullable": False}
    )
    called_off_by: str | None = None
    held_on: date | None = None
    gaps_reason: str | None = None
    decisions: str | None = None
    event_id: UUID | None = None


class MeetingInvitee(Record, table=True):
    """Somebody who is asked to a meeting: a colleague, somebody around the child, of an agency, or by name."""

    __tablename__ = "meeting_invitee"
    __table_args__: ClassVar[Any] = (
        within("meeting_id", "meeting"),
        within("student_id", "student"),
        within("principal_id", "principal"),
        within("contact_id", "contact"),
        within("agency_person_id", "agency_person"),
        one_of("role", InviteeRole),
        one_of("reply", InviteeReply),
        CheckConstraint(
            "num_nonnulls(principal_id, contact_id, agency_person_id, outside_name) = 1",
            name="one_person",
        ),
        Index("ix_meeting_invitee_meeting", "tenant_id", "meeting_id", "id"),
        Index(
            "ix_meeting_invitee_colleague",
            "tenant_id",
            "principal_id",
            "meeting_id",
            postgresql_where=text("principal_id is not null"),
        ),
        {"schema": SCHEMA},
    )
    meeting_id: UUID
    student_id: UUID | None = None
    role: str
    principal_id: UUID | None = None
    contact_id: UUID | None = None
    agency_person_id: UUID | None = None
    outside_name: str | None = None
    reply: str = Field(
        default=InviteeReply.WAITING.value, sa_column_kwargs={"server_default": "waiting"}
    )
    reply_note: str | None = None
    attended: bool | None = None
