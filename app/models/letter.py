"""Letters as they were issued."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.models.base import SCHEMA, Record, json_column, list_column, within
from app.models.words.letter import LetterKind


class Letter(Record, table=True):
    """Issued, and never changed: the exact file, its hash, and the facts it was set from.

    `language_wanted` is the recipient's language where the letter could not be had in it.
    """

    __tablename__ = "letter"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("contact_id", "contact"),
        CheckConstraint(f"kind in ({', '.join(repr(k.value) for k in LetterKind)})", name="kind"),
        Index("ix_letter_student", "tenant_id", "student_id", "id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    kind: str
    language: str
    language_wanted: str | None = None
    contact_id: UUID | None = None
    organisation_id: UUID | None = Field(default=None, foreign_key=f"{SCHEMA}.organisation.id")
    made_on: date
    title: str
    content: dict[str, Any] = json_column(sa_column_kwargs={"nullable": False})
    sha256: str
    pdf: bytes
    is_accessible: bool
    problems: list[str] = list_column()
