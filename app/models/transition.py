"""The hand-over: the notice to the district, the frozen packet."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from app.models.base import SCHEMA, Record, TenantRow, instant, json_column, within
from app.models.words.transition import PacketResultKind


class LeaNotice(Record, table=True):
    """Published into the district's tenant: the limited items of 34 CFR 303.401(d), nothing else.

    The id is that of the student in the program's file.
    """

    __tablename__ = "lea_notice"
    __table_args__: ClassVar[Any] = (
        Index("ix_lea_notice_born", "tenant_id", "born_on", "id"),
        {"schema": SCHEMA},
    )
    program_id: UUID
    child_first_name: str
    child_last_name: str
    born_on: date
    parents: list[dict[str, Any]] = json_column(sa_column_kwargs={"nullable": False})
    notified_on: date
    withdrawn_at: datetime | None = instant(default=None)


class Packet(Record, table=True):
    """A released packet in the program's file: frozen text, its hash, and for whom."""

    __tablename__ = "packet"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("consent_id", "consent"),
        UniqueConstraint("tenant_id", "student_id", "district_id", "number"),
        Index(
            "ix_packet_unpulled",
            "tenant_id",
            "released_on",
            "id",
            postgresql_where=text("pulled_at is null and withdrawn_at is null"),
        ),
        {"schema": SCHEMA},
    )
    student_id: UUID
    district_id: UUID = Field(foreign_key=f"{SCHEMA}.organisation.id")
    consent_id: UUID
    number: int
    released_on: date
    sha256: str
    content: str
    withdrawn_at: datetime | None = instant(default=None)
    pulled_at: datetime | None = instant(default=None)
    received_on: date | None = None


class TransitionPacket(Record, table=True):
    """Published into the district's tenant while the consent lives; content is emptied on withdrawal."""

    __tablename__ = "transition_packet"
    __table_args__: ClassVar[Any] = (
        Index("ix_transition_packet_newest", "tenant_id", "released_at", "id"),
        Index("ix_transition_packet_student", "tenant_id", "student_id"),
        Index("ix_transition_packet_program", "tenant_id", "program_id", "released_at", "id"),
        Index(
            "ix_transition_packet_there",
            "tenant_id",
            "released_at",
            "id",
            postgresql_where=text("withdrawn_at is null"),
        ),
        Index(
            "ix_transition_packet_gone",
            "tenant_id",
            "released_at",
            "id",
            postgresql_where=text("withdrawn_at is not null"),
        ),
        {"schema": SCHEMA},
    )
    program_id: UUID
    student_id: UUID
    number: int
    released_at: datetime = instant(sa_column_kwargs={"nullable": False})
    sha256: str
    content: str | None = None
    withdrawn_at: datetime | None = instant(default=None)
    first_pulled_at: datetime | None = instant(default=None)
    received_on: date | None = None


class PacketResult(TenantRow, table=True):
    """What the district found, one row an answer; the same row stands in the district's and the program's tenant."""

    __tablename__ = "packet_result"
    __table_args__: ClassVar[Any] = (
        CheckConstraint(
            f"result in ({', '.join(repr(k.value) for k in PacketResultKind)})", name="result"
        ),
        Index("ix_packet_result_packet", "tenant_id", "packet_id", "id"),
        {"schema": SCHEMA},
    )
    packet_id: UUID
    student_id: UUID
    result: str
    on_date: date
    note: str | None = None


class TransitionPlan(Record, table=True):
    """The plan within the IFSP (34 CFR 303.209(d), 303.344(h)). One at a time; a later one replaces it."""

    __tablename__ = "transition_plan"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        CheckConstraint("state in ('draft', 'established', 'replaced')", name="state"),
        Index(
            "uq_transition_plan_current",
            "tenant_id",
            "student_id",
            unique=True,
            postgresql_where=text("state <> 'replaced'"),
        ),
        Index("ix_transition_plan_student", "tenant_id", "student_id", "id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    state: str = "draft"
    is_potentially_eligible: bool | None = None
    options_reviewed: str | None = None
    family_part: str | None = None
    future_placement: str | None = None
    preparation: str | None = None
    services: str | None = None
    steps: list[dict[str, Any]] = json_column(
        default_factory=list, sa_column_kwargs={"server_default": "[]", "nullable": False}
    )
    established_on: date | None = None


class TransitionSetting(Record, table=True):
    """How a program lets the service work for it. `notify_lead_days` None: nobody is notified by itself."""

    __tablename__ = "transition_setting"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("tenant_id"),
        CheckConstraint("notify_lead_days between 0 and 180", name="lead"),
        {"schema": SCHEMA},
    )
    notify_lead_days: int | None = None
    state_agency_id: UUID | None = Field(default=None, foreign_key=f"{SCHEMA}.organisation.id")
