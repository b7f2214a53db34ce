"""Meetings: set, moved, held, called off; who is asked and who came."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.models.fields import (
    Bounded,
    CaseDate,
    Code,
    Flag,
    Instant,
    Language,
    Line,
    Read,
    Text,
    Write,
    may_be_absent,
)
from app.models.schemas.record import Reasoned
from app.models.words.meeting import (
    CalledOffBy,
    InviteeReply,
    InviteeRole,
    MeetingKind,
    MeetingState,
)

VideoLink = Annotated[
    str, StringConstraints(strict=True, max_length=500, pattern=r"^https://[^\s<>\"]+$")
]


class MeetingFilter(Write):
    student_id: UUID | None = None
    kind: MeetingKind | None = None
    state: MeetingState | None = None
    principal_id: UUID | None = None
    starts_from: datetime | None = None
    starts_until: datetime | None = None


class InviteeCreate(Write):
    """Exactly one of the four says who it is."""

    role: InviteeRole
    principal_id: UUID | None = None
    contact_id: UUID | None = None
    agency_person_id: UUID | None = None
    outside_name: Line | None = None

    @model_validator(mode="after")
    def _is_one_person(self) -> Self:
        """Raises: ValueError for none or several."""
        named = (self.principal_id, self.contact_id, self.agency_person_id, self.outside_name)
        if sum(n is not None for n in named) != 1:
            raise ValueError("name one of principal_id, contact_id, agency_person_id, outside_name")
        return self


class InviteeUpdate(Write):
    """Merge patch: what they answered, and afterwards whether they came."""

    role: InviteeRole = may_be_absent()
    reply: InviteeReply = may_be_absent()
    reply_note: Line | None = None
    attended: Flag | None = None


class InviteeRead(Read):
    id: UUID
    version: int
    meeting_id: UUID
    role: InviteeRole
    principal_id: UUID | None
    contact_id: UUID | None
    agency_person_id: UUID | None
    outside_name: str | None
    reply: InviteeReply
    reply_note: str | None
    attended: bool | None


class _Time(Write):
    starts_at: Instant
    ends_at: Instant

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        """Raises: ValueError for an end before the start, or more than a day later."""
        if not 0 < (self.ends_at - self.starts_at).total_seconds() <= 24 * 3600:
            raise ValueError("a meeting ends after it starts, within a day")
        return self


class MeetingCreate(_Time):
    """A meeting that is proposed to those who are asked; a team may meet without a student."""

    student_id: UUID | None = None
    kind: MeetingKind
    title: Line
    place: Line | None = None
    video_link: VideoLink | None = None
    interpreter_language: Language | None = None
    invitees: Annotated[list[InviteeCreate], Field(max_length=50)] = Field(default_factory=list)
    overlap_reason: Line | None = Field(
        default=None, description="Why somebody is asked who has another meeting at that hour."
    )

    @model_validator(mode="after")
    def _is_about_a_student(self) -> Self:
        """Raises: ValueError for a meeting of the law without a child."""
        if self.student_id is None and self.kind not in {MeetingKind.TEAM, MeetingKind.OTHER}:
            raise ValueError("a meeting of this kind is about a student: give student_id")
        return self


class MeetingUpdate(Write):
    """Merge patch; the hour moves by a step, with its reason."""

    title: Line = may_be_absent()
    place: Line | None = None
    video_link: VideoLink | None = None
    interpreter_language: Language | None = None
    decisions: Text | None = None


class EarlierTime(Read):
    starts_at: datetime
    ends_at: datetime
    reason_code: str | None
    comment: str | None


class MeetingRead(Read):
    id: UUID
    version: int
    student_id: UUID | None
    kind: MeetingKind
    title: str
    state: MeetingState
    starts_at: datetime
    ends_at: datetime
    place: str | None
    video_link: str | None
    interpreter_language: str | None
    notice_sent_on: date | None
    short_notice_reason: str | None
    overlap_reason: str | None
    earlier: list[EarlierTime] = Field(
        description="When it was to be held before, and why it moved."
    )
    called_off_by: CalledOffBy | None
    held_on: date | None
    gaps_reason: str | None = Field(
        description="Why it was held without notice, or without somebody the law names."
    )
    decisions: str | None
    event_id: UUID | None = Field(description="What it recorded on the file.")


class MeetingFile(Read):
    """A meeting with everybody who is asked."""

    meeting: MeetingRead
    invitees: Bounded[InviteeRead]


class ConfirmMeeting(Reasoned):
    """Written notice went out; where the program asks for days of notice, fewer need the family's reason."""

    act: Literal["confirm"]
    notice_sent_on: CaseDate
    short_notice_reason: Line | None = None


class RescheduleMeeting(Reasoned, _Time):
    """Another hour; the former one stays with its reason, and notice goes out anew."""

    act: Literal["reschedule"]
    reason_code: Code
    overlap_reason: Line | None = None


class HoldMeeting(Reasoned):
    """It was held: who came, what was decided. A meeting of the law is recorded on the file by it.

    One on an IFSP or IEP had written notice and those without whom it is none, or says why not; one on an IFSP a parent.
    """

    act: Literal["hold"]
    held_on: CaseDate | None = Field(
        default=None, description="The day it was set for when absent."
    )
    attended: Annotated[list[UUID], Field(min_length=1, max_length=50)] = Field(
        description="Ids of the invitees who came."
    )
    decisions: Text | None = None
    delay_reason: Code | None = Field(
        default=None,
        description="Why it was held after its due date, where it was: a code of `GET /v1/indicators`.",
    )
    gaps_reason: Line | None = Field(
        default=None,
        description="Why it was held without written notice, or without somebody the law names.",
    )


class MissMeeting(Reasoned):
    """It was not held, though nobody had called it off."""

    act: Literal["miss"]
    reason_code: Code
    called_off_by: CalledOffBy


class CancelMeeting(Reasoned):
    act: Literal["cancel"]
    reason_code: Code
    called_off_by: CalledOffBy


class ReopenMeeting(Reasoned):
    """It was not held after all; what it recorded on the file is marked as entered in error."""

    act: Literal["reopen"]
    reason_code: Code


MeetingStep = Annotated[
    ConfirmMeeting | RescheduleMeeting | HoldMeeting | MissMeeting | CancelMeeting | ReopenMeeting,
    Field(discriminator="act"),
]
