"""The hand-over: the notice to the district, the frozen packet."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import SCHEMA, Record, instant, json_column, within


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


class TransitionPacket(Record, table=True):
    """Published into the district's tenant while the consent lives; content is emptied on withdrawal."""

    __tablename__ = "transition_packet"
    __table_args__: ClassVar[Any] = (
        Index("ix_transition_packet_newest", "tenant_id", "released_at", "id"),
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
