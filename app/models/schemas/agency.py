"""The directory of agencies: organisations, places, people, services."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.models.fields import (
    Bounded,
    CaseDate,
    Language,
    Line,
    Phone,
    Read,
    Text,
    Write,
    may_be_absent,
)
from app.models.schemas.person import Address, AddressRead, Areas, Email, Languages
from app.models.words.agency import (
    AgencyKind,
    AgencyStatus,
    Capacity,
    Channel,
    OfferKind,
    OfferStatus,
    Weekday,
)

Website = Annotated[
    str, StringConstraints(strict=True, max_length=300, pattern=r"^https?://[^\s<>\"]+$")
]
Clock = Annotated[str, StringConstraints(strict=True, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""Local time of day, such as 08:30."""
Months = Annotated[int, Field(strict=True, ge=0, le=264)]
Extension = Annotated[int, Field(strict=True, ge=0, le=999_999)]
Weeks = Annotated[int, Field(strict=True, ge=0, le=520)]


class AgencyFilter(Write):
    """Which agencies; a service must match everything that is asked of services at once."""

    name: str | None = None
    service: OfferKind | None = None
    area: str | None = None
    language: Language | None = None
    capacity: Capacity | None = None
    status: AgencyStatus = AgencyStatus.ACTIVE


class AgencyCreate(Write):
    """An organisation outside the program."""

    name: Line
    alternate_name: Line | None = None
    kind: AgencyKind
    description: Text | None = None
    organisation_id: UUID | None = Field(
        default=None, description="The partner that it is, of GET /v1/partners; one entry each."
    )
    phone: Phone | None = None
    email: Email | None = None
    website: Website | None = None


class AgencyUpdate(Write):
    """Merge patch. An agency that is gone becomes inactive, with the reason; nothing is deleted."""

    name: Line = may_be_absent()
    alternate_name: Line | None = None
    kind: AgencyKind = may_be_absent()
    description: Text | None = None
    organisation_id: UUID | None = None
    phone: Phone | None = None
    email: Email | None = None
    website: Website | None = None
    status: AgencyStatus = may_be_absent()
    inactive_reason: Line | None = None


class AgencyRead(Read):
    id: UUID
    version: int
    name: str
    alternate_name: str | None
    kind: AgencyKind
    description: str | None
    organisation_id: UUID | None
    phone: str | None
    email: str | None
    website: str | None
    status: AgencyStatus
    inactive_reason: str | None


class OpenHours(Write):
    """One span of a day, on each of the weekdays."""

    days: Annotated[list[Weekday], Field(min_length=1, max_length=7)]
    opens_at: Clock
    closes_at: Clock


class OpenHoursRead(Read):
    days: list[Weekday]
    opens_at: str
    closes_at: str


Hours = Annotated[list[OpenHours], Field(max_length=20)]


class AgencySiteCreate(Write):
    name: Line
    address: Address | None = None
    phone: Phone | None = None
    phone_extension: Extension | None = None
    hours: Hours = Field(default_factory=list)
    hours_note: Line | None = None
    accessibility: Annotated[list[Line], Field(max_length=20)] = Field(default_factory=list)


class AgencySiteUpdate(Write):
    """Merge patch; address and hours are given whole."""

    name: Line = may_be_absent()
    address: Address | None = None
    phone: Phone | None = None
    phone_extension: Extension | None = None
    hours: Hours = may_be_absent()
    hours_note: Line | None = None
    accessibility: Annotated[list[Line], Field(max_length=20)] = may_be_absent()
    status: AgencyStatus = may_be_absent()


class AgencySiteRead(Read):
    id: UUID
    version: int
    agency_id: UUID
    name: str
    address: AddressRead | None
    phone: str | None
    phone_extension: int | None
    hours: list[OpenHoursRead]
    hours_note: str | None
    accessibility: list[str]
    status: AgencyStatus


class AgencyPersonCreate(Write):
    """Somebody who works there, and how to reach them."""

    site_id: UUID | None = None
    name: Line
    role: Line | None = None
    phone: Phone | None = None
    fax: Phone | None = None
    email: Email | None = None
    preferred_channel: Channel | None = None
    languages: Languages = Field(default_factory=list)
    note: Text | None = None


class AgencyPersonUpdate(Write):
    """Merge patch."""

    site_id: UUID | None = None
    name: Line = may_be_absent()
    role: Line | None = None
    phone: Phone | None = None
    fax: Phone | None = None
    email: Email | None = None
    preferred_channel: Channel | None = None
    languages: Languages = may_be_absent()
    note: Text | None = None
    status: AgencyStatus = may_be_absent()


class AgencyPersonRead(Read):
    id: UUID
    version: int
    agency_id: UUID
    site_id: UUID | None
    name: str
    role: str | None
    phone: str | None
    fax: str | None
    email: str | None
    preferred_channel: Channel | None
    languages: list[str]
    note: str | None
    status: AgencyStatus


class AgencyServiceCreate(Write):
    """What is offered, to whom, where, and whether there is room."""

    site_id: UUID | None = None
    name: Line
    kind: OfferKind
    description: Text | None = None
    min_months: Months | None = Field(default=None, description="Youngest age, in months.")
    max_months: Months | None = Field(default=None, description="Oldest age, in months, inside.")
    areas: Areas = Field(
        default_factory=list, description="Places served: counties, towns, postal codes."
    )
    languages: Languages = Field(default_factory=list)
    capacity: Capacity | None = None
    capacity_updated_on: CaseDate | None = Field(
        default=None, description="When the agency last said so; today when `capacity` is given."
    )
    waitlist_weeks: Weeks | None = None
    eligibility: Text | None = None
    how_to_apply: Text | None = None
    cost: Line | None = None


class AgencyServiceUpdate(Write):
    """Merge patch. A new `capacity` is dated today unless the patch says when it was told."""

    site_id: UUID | None = None
    name: Line = may_be_absent()
    kind: OfferKind = may_be_absent()
    description: Text | None = None
    min_months: Months | None = None
    max_months: Months | None = None
    areas: Areas = may_be_absent()
    languages: Languages = may_be_absent()
    capacity: Capacity | None = None
    capacity_updated_on: CaseDate | None = None
    waitlist_weeks: Weeks | None = None
    eligibility: Text | None = None
    how_to_apply: Text | None = None
    cost: Line | None = None
    status: OfferStatus = may_be_absent()


class AgencyServiceRead(Read):
    id: UUID
    version: int
    agency_id: UUID
    site_id: UUID | None
    name: str
    kind: OfferKind
    description: str | None
    min_months: int | None
    max_months: int | None
    areas: list[str]
    languages: list[str]
    capacity: Capacity | None
    capacity_updated_on: date | None
    waitlist_weeks: int | None
    eligibility: str | None
    how_to_apply: str | None
    cost: str | None
    status: OfferStatus


class AgencyRow(Read):
    """An agency as the search shows it, with what it offers now."""

    agency: AgencyRead
    services: Bounded[AgencyServiceRead]


class AgencyFile(Read):
    """An agency with everything the directory knows of it, inactive entries too."""

    agency: AgencyRead
    sites: Bounded[AgencySiteRead]
    people: Bounded[AgencyPersonRead]
    services: Bounded[AgencyServiceRead]
