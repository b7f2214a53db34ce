"""The directory: organisations outside the program, their places, people and services."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.models.base import SCHEMA, Record, json_column, list_column, name_key, one_of, within
from app.models.words.agency import AgencyKind, AgencyStatus, Capacity, OfferStatus

ACTIVE = AgencyStatus.ACTIVE.value


class Agency(Record, table=True):
    """An organisation that families are sent to or children come from; linked to its tenant where it is a partner."""

    __tablename__ = "agency"
    __table_args__: ClassVar[Any] = (
        one_of("kind", AgencyKind),
        one_of("status", AgencyStatus),
        Index("ix_agency_name", "tenant_id", "name_key", "id"),
        Index(
            "uq_agency_partner",
            "tenant_id",
            "organisation_id",
            unique=True,
            postgresql_where=text("organisation_id is not null"),
        ),
        {"schema": SCHEMA},
    )
    name: str
    name_key: str = Field(default=None, sa_column=name_key("name_key", "name"))
    alternate_name: str | None = None
    kind: str
    description: str | None = None
    organisation_id: UUID | None = Field(default=None, foreign_key=f"{SCHEMA}.organisation.id")
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    status: str = Field(default=ACTIVE, sa_column_kwargs={"server_default": ACTIVE})
    inactive_reason: str | None = None


class AgencySite(Record, table=True):
    """A place of an agency. `hours`: weekdays with their local opening times."""

    __tablename__ = "agency_site"
    __table_args__: ClassVar[Any] = (
        within("agency_id", "agency"),
        one_of("status", AgencyStatus),
        Index("ix_agency_site_agency", "tenant_id", "agency_id", "id"),
        {"schema": SCHEMA},
    )
    agency_id: UUID
    name: str
    address: dict[str, Any] | None = json_column(default=None)
    phone: str | None = None
    phone_extension: int | None = None
    hours: list[dict[str, Any]] = json_column(
        default_factory=list, sa_column_kwargs={"server_default": "[]", "nullable": False}
    )
    hours_note: str | None = None
    accessibility: list[str] = list_column()
    status: str = Field(default=ACTIVE, sa_column_kwargs={"server_default": ACTIVE})


class AgencyPerson(Record, table=True):
    """Somebody who works at an agency."""

    __tablename__ = "agency_person"
    __table_args__: ClassVar[Any] = (
        within("agency_id", "agency"),
        within("site_id", "agency_site"),
        one_of("status", AgencyStatus),
        Index("ix_agency_person_agency", "tenant_id", "agency_id", "id"),
        {"schema": SCHEMA},
    )
    agency_id: UUID
    site_id: UUID | None = None
    name: str
    role: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    preferred_channel: str | None = None
    languages: list[str] = list_column()
    note: str | None = None
    status: str = Field(default=ACTIVE, sa_column_kwargs={"server_default": ACTIVE})


class AgencyService(Record, table=True):
    """What an agency offers, to whom, where, and whether it has room. Ages in months, both ends inside."""

    __tablename__ = "agency_service"
    __table_args__: ClassVar[Any] = (
        within("agency_id", "agency"),
        within("site_id", "agency_site"),
        one_of("status", OfferStatus),
        one_of("capacity", Capacity),
        CheckConstraint("max_months >= min_months", name="ages"),
        Index("ix_agency_service_agency", "tenant_id", "agency_id", "id"),
        Index("ix_agency_service_kind", "tenant_id", "kind", "agency_id"),
        {"schema": SCHEMA},
    )
    agency_id: UUID
    site_id: UUID | None = None
    name: str
    kind: str
    description: str | None = None
    min_months: int | None = None
    max_months: int | None = None
    areas: list[str] = list_column()
    languages: list[str] = list_column()
    capacity: str | None = None
    capacity_updated_on: date | None = None
    waitlist_weeks: int | None = None
    eligibility: str | None = None
    how_to_apply: str | None = None
    cost: str | None = None
    status: str = Field(default=ACTIVE, sa_column_kwargs={"server_default": ACTIVE})
