"""What was found out about a child, by whom and how, and what the team decided on it."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.models.base import SCHEMA, Correctable, Record, TenantRow, json_column, within
from app.models.words.assessment import AssessmentState

EMPTY_LIST = {"server_default": "[]", "nullable": False}


class Assessment(Record, table=True):
    """One screening, evaluation or assessment. Its report is signed as one exact text, then only added to."""

    __tablename__ = "assessment"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("consent_id", "consent"),
        CheckConstraint(
            f"state in ({', '.join(repr(s.value) for s in AssessmentState)})", name="state"
        ),
        Index("ix_assessment_student", "tenant_id", "student_id", "id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    kind: str
    state: str = AssessmentState.PLANNED.value
    planned_on: date | None = None
    consent_id: UUID | None = None
    begun_on: date | None = None
    completed_on: date | None = None
    shared_on: date | None = None
    language: str
    interpreter_used: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    examiners: list[dict[str, Any]] = json_column(default_factory=list, sa_column_kwargs=EMPTY_LIST)
    sources: list[dict[str, Any]] = json_column(default_factory=list, sa_column_kwargs=EMPTY_LIST)
    co_signers: list[dict[str, Any]] = json_column(
        default_factory=list,
        sa_column_kwargs=EMPTY_LIST,
        description="Who signs beside an assistant or intern who signed, as their supervisor.",
    )
    limits: str | None = None
    strengths: str | None = None
    needs: str | None = None
    summary: str | None = None
    came_from_id: UUID | None = Field(
        default=None,
        foreign_key=f"{SCHEMA}.organisation.id",
        description="The program whose report it is, where it came with the child.",
    )
    signed_elsewhere: list[dict[str, Any]] = json_column(
        default_factory=list, sa_column_kwargs=EMPTY_LIST
    )


class Addendum(TenantRow, table=True):
    """What was added to a text after it was signed; the text itself stays as it was."""

    __tablename__ = "addendum"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        Index("ix_addendum_record", "tenant_id", "record_id", "id"),
        {"schema": SCHEMA},
    )
    resource: str
    record_id: UUID
    student_id: UUID
    text: str


class EligibilityDecision(Correctable, table=True):
    """A team's decision, with the question put to the rules and their answer, word for word."""

    __tablename__ = "eligibility_decision"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        Index("ix_eligibility_decision_student", "tenant_id", "student_id", "decided_on", "id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    program: str
    decided_on: date
    is_eligible: bool
    category: str
    assessment_ids: list[str] = json_column(default_factory=list, sa_column_kwargs=EMPTY_LIST)
    team: list[dict[str, Any]] = json_column(default_factory=list, sa_column_kwargs=EMPTY_LIST)
    statement: str
    question: dict[str, Any] = json_column(sa_column_kwargs={"nullable": False})
    answer: dict[str, Any] = json_column(sa_column_kwargs={"nullable": False})
    policy_id: str
    rulebook_sha256: str
    notice_sent_on: date | None = None
    other_help: str | None = None
    rescreen_on: date | None = None
