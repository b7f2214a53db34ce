"""Plans (IFSP, IEP) version by version, their meetings, the parents' decisions on each service."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.models.base import SCHEMA, Record, TenantRow, instant, json_column, within
from app.models.words import plan as words


def one_of(column: str, values: Any) -> str:
    return f"{column} in ({', '.join(repr(v.value) for v in values)})"


def json_list() -> Any:
    return json_column(
        default_factory=list, sa_column_kwargs={"server_default": "[]", "nullable": False}
    )


def json_or_null() -> Any:
    """None is SQL's null, so that "not said" can be asked for."""
    return Field(default=None, sa_type=JSONB(none_as_null=True))


class Plan(Record, table=True):
    """One version of a plan, whole. `number` counts a student's versions within one program."""

    __tablename__ = "plan"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("base_id", "plan"),
        within("coordinator_id", "principal"),
        UniqueConstraint("tenant_id", "student_id", "program", "number"),
        CheckConstraint(one_of("program", words.Program), name="program"),
        CheckConstraint(one_of("type", words.PlanType), name="type"),
        CheckConstraint(one_of("state", words.PlanState), name="state"),
        CheckConstraint("ends_on >= starts_on", name="order"),
        Index("ix_plan_student", "tenant_id", "student_id", "id"),
        Index(
            "uq_plan_live", "tenant_id", "student_id", "program", unique=True,
            postgresql_where=text(one_of("state", words.LIVE)),
        ),
        Index(
            "uq_plan_open", "tenant_id", "student_id", "program", unique=True,
            postgresql_where=text(f"{one_of('state', words.OPEN)} and type <> 'interim'"),
        ),
        {"schema": SCHEMA},
    )  # fmt: skip
    student_id: UUID
    program: str
    type: str
    number: int
    base_id: UUID | None = None
    state: str = words.PlanState.DRAFT.value
    language: str | None = None
    coordinator_id: UUID | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    reason: str | None = None
    asked_by_parent_on: date | None = None
    levels: list[dict[str, Any]] = json_list()
    family: dict[str, Any] | None = json_or_null()
    outcomes: list[dict[str, Any]] = json_list()
    goals: list[dict[str, Any]] = json_list()
    other_services: list[dict[str, Any]] = json_list()
    transition: list[dict[str, Any]] = json_list()
    placement: dict[str, Any] | None = json_or_null()
    accommodations: list[dict[str, Any]] = json_list()
    strategies: list[dict[str, Any]] = json_list()
    held_on: date | None = None
    reviewed_on: date | None = None
    signed_on: date | None = None
    ended_on: date | None = None
    signed_text: str | None = None
    text_sha256: str | None = None


class PlanMeeting(Record, table=True):
    """A meeting on a plan, or a review of it. `earlier` keeps each date it was moved from, and why."""

    __tablename__ = "plan_meeting"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("plan_id", "plan"),
        CheckConstraint(one_of("kind", words.MeetingKind), name="kind"),
        CheckConstraint(one_of("state", words.MeetingState), name="state"),
        Index("ix_plan_meeting_plan", "tenant_id", "plan_id", "id"),
        Index(
            "uq_plan_meeting_set", "tenant_id", "plan_id", unique=True,
            postgresql_where=text("state = 'set'"),
        ),
        {"schema": SCHEMA},
    )  # fmt: skip
    student_id: UUID
    plan_id: UUID
    kind: str
    state: str
    starts_at: datetime | None = instant(default=None)
    place: str | None = None
    notice_sent_on: date | None = None
    notice_language: str | None = None
    participants: list[dict[str, Any]] = json_list()
    earlier: list[dict[str, Any]] = json_list()
    held_on: date | None = None
    findings: str | None = None


class PlanDecision(TenantRow, table=True):
    """What one parent decided on one service of a version, under which signature. Never changed."""

    __tablename__ = "plan_decision"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("plan_id", "plan"),
        within("line_id", "service_line"),
        within("contact_id", "contact"),
        within("signature_id", "signature"),
        Index("ix_plan_decision_plan", "tenant_id", "plan_id", "id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    plan_id: UUID
    line_id: UUID
    contact_id: UUID
    signature_id: UUID
    is_consented: bool
    decided_on: date
    court_order_on: date | None = None
