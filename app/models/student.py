"""The student, the people around them, and their time in the program."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Computed, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from app.models.base import SCHEMA, Correctable, Record, json_column, list_column, name_key, within
from app.models.fields import EnrolmentState
from app.models.words.student import Aside, LinkState


def _phone_key() -> Column[str]:
    """The last ten digits: however a number was typed, it is the same number."""
    digits = r"right(regexp_replace(phone, '\D', '', 'g'), 10)"
    return Column("phone_key", Text(collation="C"), Computed(digits, persisted=True))


class Student(Record, table=True):
    """`version` rises with every change to the file, not only to this row."""

    __tablename__ = "student"
    __table_args__: ClassVar[Any] = (
        Index("ix_student_by_name", "tenant_id", "last_key", "first_key", "id"),
        Index("ix_student_by_birth", "tenant_id", "born_on", "last_key"),
        Index(
            "ix_student_merged",
            "tenant_id",
            "id",
            postgresql_where=text("merged_into_id is not null"),
        ),
        CheckConstraint("gestation_weeks between 20 and 45", name="gestation"),
        CheckConstraint("birth_weight_grams between 200 and 8000", name="birth_weight"),
        {"schema": SCHEMA},
    )
    first_name: str
    middle_name: str | None = None
    last_name: str
    preferred_name: str | None = None
    last_key: str = Field(default=None, sa_column=name_key("last_key", "last_name"))
    first_key: str = Field(default=None, sa_column=name_key("first_key", "first_name"))
    born_on: date
    sex: str | None = None
    gestation_weeks: int | None = None
    birth_weight_grams: int | None = None
    birth_order: int | None = None
    languages: list[str] = list_column()
    interpreter_needed: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    race_ethnicity: list[str] = list_column()
    address: dict[str, Any] | None = json_column(default=None)
    external_ids: list[dict[str, str]] = json_column(
        default_factory=list, sa_column_kwargs={"server_default": "[]", "nullable": False}
    )
    district_id: UUID | None = Field(default=None, foreign_key=f"{SCHEMA}.organisation.id")
    jurisdiction: str
    facts: dict[str, Any] = json_column(
        default_factory=dict, sa_column_kwargs={"server_default": "{}", "nullable": False}
    )
    merged_into_id: UUID | None = Field(
        default=None, description="Follows the student's link in state `merged`."
    )


class StudentName(Record, table=True):
    """A name the student had or is also known by. A sealed one is for supervisors and administrators alone."""

    __tablename__ = "student_name"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        CheckConstraint("use in ('former', 'alias')", name="use"),
        CheckConstraint("to_on >= from_on", name="order"),
        Index("ix_student_name_student", "tenant_id", "student_id", "id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    use: str
    first_name: str
    middle_name: str | None = None
    last_name: str
    from_on: date | None = None
    to_on: date | None = None
    is_sealed: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    reason: str | None = None
    entered_in_error: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})


class StudentLink(Record, table=True):
    """What a person decided of two files. Merging moves nothing: the other file is only read through this one."""

    __tablename__ = "student_link"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("other_id", "student"),
        CheckConstraint(f"state in ({', '.join(repr(s.value) for s in LinkState)})", name="state"),
        CheckConstraint("student_id <> other_id", name="two"),
        UniqueConstraint("tenant_id", "student_id", "other_id"),
        Index("ix_student_link_other", "tenant_id", "other_id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    other_id: UUID
    state: str
    score: int | None = None
    reasons: list[str] = list_column()


class Contact(Correctable, table=True):
    """A person around the student. Rights are recorded, never assumed."""

    __tablename__ = "contact"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        Index("ix_contact_student", "tenant_id", "student_id"),
        Index("ix_contact_phone", "tenant_id", "phone_key"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    first_name: str
    last_name: str | None = None
    relationship: str
    lives_with: bool | None = None
    holds_educational_rights: bool | None = None
    may_sign: bool | None = None
    may_receive_information: bool | None = None
    language: str | None = None
    interpreter_needed: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    phone: str | None = None
    phone_key: str | None = Field(default=None, sa_column=_phone_key())
    email: str | None = None
    address: dict[str, Any] | None = json_column(default=None)
    court_limits: list[dict[str, Any]] = json_column(
        default_factory=list, sa_column_kwargs={"server_default": "[]", "nullable": False}
    )
    preferred_channel: str | None = None
    preferred_hours: str | None = None
    accessibility_needs: str | None = None


class Enrolment(Record, table=True):
    """One Part C episode. Re-entry is a new one."""

    __tablename__ = "enrolment"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("referral_id", "referral"),
        CheckConstraint(
            f"state in ({', '.join(repr(s.value) for s in EnrolmentState)})", name="state"
        ),
        CheckConstraint(f"aside in ({', '.join(repr(s.value) for s in Aside)})", name="aside"),
        Index(
            "ix_enrolment_latest",
            "tenant_id",
            "student_id",
            "referred_on",
            "id",
            postgresql_include=["state"],
        ),
        Index(
            "ix_enrolment_exit",
            "tenant_id",
            "exited_on",
            "id",
            postgresql_where=text("exited_on is not null"),
        ),
        Index(
            "uq_enrolment_open",
            "tenant_id",
            "student_id",
            unique=True,
            postgresql_where=text("exited_on is null"),
        ),
        {"schema": SCHEMA},
    )
    student_id: UUID
    referral_id: UUID | None = None
    state: str = EnrolmentState.REFERRED.value
    referred_on: date
    exited_on: date | None = None
    exit_reason: str | None = None
    previous_id: UUID | None = Field(
        default=None, description="The episode before, when the child came back."
    )
    aside: str | None = Field(
        default=None, description="On hold or out of reach, wherever the way to a plan stands."
    )
    review_on: date | None = None
    contact_attempts: list[dict[str, Any]] = json_column(
        default_factory=list, sa_column_kwargs={"server_default": "[]", "nullable": False}
    )


class Assignment(Correctable, table=True):
    """Whose caseload the student is on, since when and until when (last day, inside)."""

    __tablename__ = "assignment"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("principal_id", "principal"),
        within("assessment_id", "assessment"),
        CheckConstraint("role in ('coordinator', 'therapist')", name="role"),
        Index(
            "uq_assignment_live",
            "tenant_id",
            "principal_id",
            "student_id",
            "role",
            unique=True,
            postgresql_where=text("to_on is null"),
        ),
        Index(
            "uq_assignment_coordinator",
            "tenant_id",
            "student_id",
            unique=True,
            postgresql_where=text("to_on is null and role = 'coordinator'"),
        ),
        Index("ix_assignment_student", "tenant_id", "student_id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    principal_id: UUID
    role: str
    from_on: date
    to_on: date | None = None
    discipline: str | None = None
    grounds: str | None = None
    assessment_id: UUID | None = None
