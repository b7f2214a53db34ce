"""What students are found by. Triggers keep these rows, so that no writer can forget them; nobody else writes here."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Column, Index, Text, text
from sqlmodel import Field, SQLModel

from app.models.base import SCHEMA, within


def _key(name: str) -> Column[str]:
    """`C` collation: compared with = and bounds, which row-level security can use an index for."""
    return Column(name, Text(collation="C"), primary_key=True)


class NameForm(SQLModel, table=True):
    """One order or part of a name a student has or had, as one key: family name first, given name first, one of two surnames."""

    __tablename__ = "name_form"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        Index("ix_name_form_student", "tenant_id", "student_id"),
        Index("ix_name_form_born", "tenant_id", "born_on", "form"),
        Index(
            "ix_name_form_sound",
            "tenant_id",
            "sound",
            "born_on",
            postgresql_where=text("sound is not null"),
        ),
        {"schema": SCHEMA},
    )
    tenant_id: UUID = Field(primary_key=True)
    form: str = Field(sa_column=_key("form"))
    student_id: UUID = Field(primary_key=True)
    sound: str | None = Field(default=None, sa_column=Column("sound", Text(collation="C")))
    born_on: date
    is_sealed: bool


class NameVariant(SQLModel, table=True):
    """A word of some student's name, whole and with each letter left out: two words one slip apart share a variant."""

    __tablename__ = "name_variant"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    tenant_id: UUID = Field(primary_key=True)
    variant: str = Field(sa_column=_key("variant"))
    word: str = Field(sa_column=_key("word"))


class StudentKey(SQLModel, table=True):
    """An identifier (`identifier`) or a present address (`place`) of a student, normalised."""

    __tablename__ = "student_key"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        Index("ix_student_key_student", "tenant_id", "student_id"),
        {"schema": SCHEMA},
    )
    tenant_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    key: str = Field(sa_column=_key("key"))
    student_id: UUID = Field(primary_key=True)
