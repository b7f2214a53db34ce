"""Referrals to somebody outside: written, sent on a ground, answered, followed to the end."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.models.fields import CaseDate, Code, Line, Read, Text, Write, may_be_absent
from app.models.schemas.consent import Channel, Covers
from app.models.schemas.record import Reasoned
from app.models.words.agency import OutboundState
from app.models.words.consent import DisclosureException


class OutboundFilter(Write):
    student_id: UUID | None = None
    agency_id: UUID | None = None
    state: OutboundState | None = None


class OutboundReferralCreate(Write):
    student_id: UUID
    agency_id: UUID
    agency_service_id: UUID | None = None
    agency_person_id: UUID | None = None
    reason: Text = Field(description="Why this child is referred.")
    questions: Text | None = Field(default=None, description="What the agency is asked.")


class OutboundReferralUpdate(Write):
    """Merge patch of one that was not sent yet."""

    agency_service_id: UUID | None = None
    agency_person_id: UUID | None = None
    reason: Text = may_be_absent()
    questions: Text | None = None


class OutboundReferralRead(Read):
    id: UUID
    version: int
    student_id: UUID
    agency_id: UUID
    agency_service_id: UUID | None
    agency_person_id: UUID | None
    owner_id: UUID = Field(description="Who follows it up.")
    state: OutboundState
    reason: str
    questions: str | None
    covers: list[str] = Field(description="Parts of the record that went with it.")
    disclosure_id: UUID | None
    channel: str | None
    sent_on: date | None
    answer_due_on: date | None = Field(description="Day after which it counts as unanswered.")
    answered_on: date | None
    expected_on: date | None
    appointment_on: date | None
    started_on: date | None
    ended_on: date | None
    outcome: str | None


class _Dated(Reasoned):
    on: CaseDate | None = Field(default=None, description="Today when absent.")


class AskConsent(Reasoned):
    """The parent was asked; it waits for the consent."""

    act: Literal["ask_consent"]


class SendReferral(_Dated):
    """It goes out, on a live consent that names the agency for referral_out, or on a named exception."""

    act: Literal["send"]
    channel: Channel
    covers: Covers
    consent_id: UUID | None = None
    exception: DisclosureException | None = None

    @model_validator(mode="after")
    def _has_one_ground(self) -> Self:
        """Raises: ValueError for none or two."""
        if (self.consent_id is None) == (self.exception is None):
            raise ValueError("give either consent_id or exception")
        return self


class AcknowledgeReferral(_Dated):
    """They have it."""

    act: Literal["acknowledge"]


class AcceptReferral(_Dated):
    act: Literal["accept"]


class WaitlistReferral(_Dated):
    act: Literal["waitlist"]
    expected_on: CaseDate | None = None


class DeclineReferral(_Dated):
    act: Literal["decline"]
    reason_code: Code


class ScheduleReferral(Reasoned):
    """The family has a day there."""

    act: Literal["schedule"]
    appointment_on: CaseDate


class MissReferral(_Dated):
    """The family did not come."""

    act: Literal["miss"]
    reason_code: Code


class BeginReferral(_Dated):
    act: Literal["begin"]


class CompleteReferral(_Dated):
    act: Literal["complete"]
    outcome: Text


class CancelReferral(_Dated):
    act: Literal["cancel"]
    reason_code: Code
    outcome: Line | None = None


OutboundStep = Annotated[
    AskConsent
    | SendReferral
    | AcknowledgeReferral
    | AcceptReferral
    | WaitlistReferral
    | DeclineReferral
    | ScheduleReferral
    | MissReferral
    | BeginReferral
    | CompleteReferral
    | CancelReferral,
    Field(discriminator="act"),
]
