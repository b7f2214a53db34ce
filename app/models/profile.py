"""The dated parts of a student's profile: where the child lives and lived, what is known of its health."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import SCHEMA, Record, json_column, within
from app.models.words.student import HealthKind, ResidenceUse


class Residence(Record, table=True):
    """An address and the days on which it holds, both inside. `student.address` is the home of today."""

    __tablename__ = "residence"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        CheckConstraint(f"use in ({', '.join(repr(v.value) for v in ResidenceUse)})", name="use"),
        CheckConstraint("to_on >= from_on", name="order"),
        Index("ix_residence_student", "tenant_id", "student_id", "from_on", "id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    use: str
    address: dict[str, Any] = json_column(sa_column_kwargs={"nullable": False})
    from_on: date
    to_on: date | None = None
    reason: str | None = None
    entered_in_error: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})


class HealthEntry(Record, table=True):
    """What is known of the child's health, since when, and who said so. The medical part of the file."""

    __tablename__ = "health_entry"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        CheckConstraint(f"kind in ({', '.join(repr(v.value) for v in HealthKind)})", name="kind"),
        CheckConstraint("until_on >= on_date", name="order"),
        CheckConstraint("kind <> 'diagnosis' or system is not null", name="coded"),
        Index("ix_health_entry_student", "tenant_id", "student_id", "on_date", "id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    kind: str
    system: str | None = None
    code: str | None = None
    text: str
    certainty: str | None = None
    on_date: date
    until_on: date | None = None
    source: str
    entered_in_error: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})


class DistrictArea(Record, table=True):
    """Which district a postal code belongs to, as the program keeps it."""

    __tablename__ = "district_area"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("tenant_id", "postal_code"),
        {"schema": SCHEMA},
    )
    postal_code: str
    district_id: UUID = Field(foreign_key=f"{SCHEMA}.organisation.id")
