"""Talks with agencies, and resources that families are told of."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.models.fields import (
    CaseDate,
    Flag,
    Language,
    Line,
    PacketItem,
    Read,
    Text,
    Write,
    may_be_absent,
)
from app.models.words.agency import Channel, Direction, ResourceOutcome
from app.models.words.consent import DisclosureException, ReleasePurpose

Minutes = Annotated[int, Field(strict=True, ge=0, le=1440)]
Told = Annotated[list[PacketItem], Field(max_length=len(PacketItem))]


class ContactFilter(Write):
    student_id: UUID | None = None
    agency_id: UUID | None = None
    follow_up_until: date | None = None


class AgencyContactCreate(Write):
    """One talk. About a child it needs exactly one ground: a live consent that names the agency, or an exception."""

    agency_id: UUID
    agency_person_id: UUID | None = None
    principal_id: UUID | None = Field(
        default=None, description="Our person; the caller when absent."
    )
    student_id: UUID | None = Field(default=None, description="The child who was talked about.")
    on: CaseDate | None = Field(default=None, description="Today when absent.")
    channel: Channel
    direction: Direction
    topic: Line
    summary: Text | None = None
    minutes: Minutes | None = None
    consent_id: UUID | None = None
    exception: DisclosureException | None = None
    purpose: ReleasePurpose = ReleasePurpose.CARE_COORDINATION
    told: Told = Field(
        default_factory=list,
        description="Parts of the record that were told; written into the record of disclosures.",
    )
    follow_up_on: CaseDate | None = Field(default=None, description="Makes a task of that day.")

    @model_validator(mode="after")
    def _has_its_ground(self) -> Self:
        """Raises: ValueError for a child without a ground, or a ground without a child."""
        grounds = (self.consent_id is not None) + (self.exception is not None)
        if self.student_id is not None and grounds != 1:
            raise ValueError("a talk about a child needs either consent_id or exception")
        if self.student_id is None and (grounds or self.told):
            raise ValueError("consent_id, exception and told speak of a child: give student_id")
        return self


class AgencyContactUpdate(Write):
    """Merge patch; an entry made in error is marked so, with the reason, and stays."""

    topic: Line = may_be_absent()
    summary: Text | None = None
    minutes: Minutes | None = None
    follow_up_on: CaseDate | None = None
    entered_in_error: Flag = may_be_absent()
    error_reason: Line | None = None


class AgencyContactRead(Read):
    id: UUID
    version: int
    agency_id: UUID
    agency_person_id: UUID | None
    principal_id: UUID
    student_id: UUID | None
    on_date: date
    channel: Channel
    direction: Direction
    topic: str
    summary: str | None
    minutes: int | None
    consent_id: UUID | None
    exception: DisclosureException | None
    disclosure_id: UUID | None = Field(description="What was told of the record, where it was.")
    follow_up_on: date | None
    entered_in_error: bool
    error_reason: str | None


class ResourceGivenCreate(Write):
    """A family was told of an agency or one of its services."""

    agency_id: UUID
    agency_service_id: UUID | None = None
    contact_id: UUID | None = Field(default=None, description="Who was told.")
    given_on: CaseDate | None = Field(default=None, description="Today when absent.")
    channel: Channel
    language: Language | None = None
    need: Text = Field(description="What the family needs it for.")
    follow_up_on: CaseDate | None = Field(default=None, description="Makes a task of that day.")


class ResourceGivenUpdate(Write):
    """Merge patch; the outcome ends the follow-up."""

    need: Text = may_be_absent()
    outcome: ResourceOutcome = may_be_absent()
    outcome_on: CaseDate | None = None
    outcome_note: Text | None = None
    follow_up_on: CaseDate | None = None


class ResourceGivenRead(Read):
    id: UUID
    version: int
    student_id: UUID
    agency_id: UUID
    agency_service_id: UUID | None
    contact_id: UUID | None
    given_on: date
    channel: Channel
    language: str | None
    need: str
    outcome: ResourceOutcome
    outcome_on: date | None
    outcome_note: str | None
    follow_up_on: date | None
