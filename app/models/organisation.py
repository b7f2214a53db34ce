"""Organisations are the tenants: programs, school districts, partner agencies, vendors."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import SCHEMA, Record, TenantRow, json_column, list_column
from app.models.fields import new_id


class Organisation(SQLModel, table=True):
    """Directory of tenants. Not itself a tenant's: names and numbers only, read-only to the API."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("kind in ('program', 'district', 'agency', 'vendor')", name="kind"),
        {"schema": SCHEMA},
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    name: str
    jurisdiction: str = "us-ca"
    time_zone: str = "America/Los_Angeles"
    number: str | None = None
    letterhead: list[str] = list_column()
    """Lines under the name on a letter: address, telephone."""


class Principal(Record, table=True):
    """A person or a system that may sign in, with its roles. Withdrawn by `is_active`."""

    __tablename__ = "principal"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("tenant_id", "subject"),
        CheckConstraint("kind in ('person', 'system')", name="kind"),
        {"schema": SCHEMA},
    )
    kind: str
    subject: str
    name: str
    roles: list[str] = list_column()
    is_active: bool = Field(default=True, sa_column_kwargs={"server_default": "true"})
    discipline: str | None = None
    languages: list[str] = list_column()
    areas: list[str] = list_column()
    """Places in which a person works: counties, towns, postal codes."""


class ClientCredential(TenantRow, table=True):
    """How a system proves itself. Secrets are kept as SHA-256 of 32 random bytes."""

    __tablename__ = "client_credential"
    __table_args__: ClassVar[Any] = (
        Index("ix_client_credential_principal", "tenant_id", "principal_id"),
        {"schema": SCHEMA},
    )
    principal_id: UUID
    secret_sha256: str | None = None
    public_keys: dict[str, Any] | None = json_column(default=None)


class Partnership(TenantRow, table=True):
    """A program's standing relation with an agency or a district."""

    __tablename__ = "partnership"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("tenant_id", "partner_id"),
        {"schema": SCHEMA},
    )
    partner_id: UUID = Field(foreign_key=f"{SCHEMA}.organisation.id")
    is_active: bool = Field(default=True, sa_column_kwargs={"server_default": "true"})


class SchoolCalendar(Record, table=True):
    """One school year of one district, as the program keeps it. Breaks are spans, both ends inside."""

    __tablename__ = "school_calendar"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("tenant_id", "district_id", "starts_on"),
        CheckConstraint("ends_on > starts_on", name="order"),
        {"schema": SCHEMA},
    )
    district_id: UUID = Field(foreign_key=f"{SCHEMA}.organisation.id")
    starts_on: date
    ends_on: date
    breaks: list[dict[str, str]] = json_column(
        default_factory=list, sa_column_kwargs={"server_default": "[]", "nullable": False}
    )


class Holiday(Record, table=True):
    """A day on which the program's offices are closed: by federal or State law, or by its own calendar."""

    __tablename__ = "holiday"
    __table_args__: ClassVar[Any] = (UniqueConstraint("tenant_id", "on_date"), {"schema": SCHEMA})
    on_date: date
    name: str
    is_public: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
