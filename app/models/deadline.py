"""What happened (events, pauses) and what the law therefore asks for (deadlines)."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from app.models.base import SCHEMA, Record, TenantRow, instant, json_column, list_column, within

EMPTY_LIST = {"server_default": "[]", "nullable": False}


def _list_of(type_: Any) -> Any:
    return Field(sa_type=ARRAY(type_), sa_column_kwargs={"nullable": False})


class CaseEvent(TenantRow, table=True):
    """A dated fact of the file, in the vocabulary of the rulebook. Corrected, never deleted."""

    __tablename__ = "case_event"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        Index("ix_case_event_student", "tenant_id", "student_id", "on_date"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    type: str
    on_date: date
    data: dict[str, Any] = json_column(
        default_factory=dict, sa_column_kwargs={"server_default": "{}", "nullable": False}
    )
    entered_in_error: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    error_reason: str | None = None


class CasePause(Record, table=True):
    """An interval in which a clock stands still, with its evidence. No end: still paused."""

    __tablename__ = "case_pause"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        CheckConstraint("to_on is null or to_on >= from_on", name="order"),
        Index("ix_case_pause_student", "tenant_id", "student_id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    reason: str
    from_on: date
    to_on: date | None = None
    evidence: str
    attempts: list[dict[str, str]] = json_column(default_factory=list, sa_column_kwargs=EMPTY_LIST)
    entered_in_error: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})


class Deadline(Record, table=True):
    """One duty of the law towards one student, as last computed.

    `status` does not depend on today; overdue, due soon and tolled are derived
    when read (`eb.deadline_state`).
    """

    __tablename__ = "deadline"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        UniqueConstraint("tenant_id", "student_id", "rule_id", "occurrence"),
        CheckConstraint(
            "status in ('waiting_for_trigger', 'open', 'met', 'met_late', 'excused', 'waived_by_family')",
            name="status",
        ),
        Index(
            "ix_deadline_next",
            "tenant_id",
            "student_id",
            "due_on",
            "id",
            postgresql_include=["rule_id", "status", "tolled_from", "tolled_to"],
            postgresql_where=text("status = 'open'"),
        ),
        Index(
            "ix_deadline_due",
            "tenant_id",
            "due_on",
            "id",
            postgresql_where=text("status = 'open' and due_on is not null"),
        ),
        {"schema": SCHEMA},
    )
    student_id: UUID
    rule_id: str
    rule_version: str
    occurrence: str = ""
    stage: str
    kind: str
    actor: str
    status: str
    due_on: date | None = None
    due_on_unadjusted: date | None = None
    due_on_rolled: date | None = None
    window_opens_on: date | None = None
    trigger_event: str | None = None
    trigger_event_id: UUID | None = None
    trigger_on: date | None = None
    satisfied_on: date | None = None
    tolled_from: date | None = None
    tolled_to: date | None = None
    pauses: list[dict[str, Any]] = json_column(default_factory=list, sa_column_kwargs=EMPTY_LIST)
    missing: list[str] = list_column()
    rulebook_sha256: str
    """Of the rulebook by which the row was last changed; a later one that gave the same left it."""


class ClockChange(TenantRow, table=True):
    """History of deadlines: what one cause changed of a child's at once, who caused it and when. Append-only.

    Each deadline that came, moved, was met or fell away has one place in every list.
    """

    __tablename__ = "clock_change"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        CheckConstraint(
            "cardinality(rule_ids) > 0"
            " and cardinality(occurrences) = cardinality(rule_ids)"
            " and cardinality(from_statuses) = cardinality(rule_ids)"
            " and cardinality(to_statuses) = cardinality(rule_ids)"
            " and cardinality(from_due_on) = cardinality(rule_ids)"
            " and cardinality(to_due_on) = cardinality(rule_ids)",
            name="lists",
        ),
        Index("ix_clock_change_student", "tenant_id", "student_id", "id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    cause: str
    cause_event_id: UUID | None = None
    rule_ids: list[str] = _list_of(Text)
    occurrences: list[str] = _list_of(Text)
    from_statuses: list[str | None] = _list_of(Text)
    to_statuses: list[str | None] = _list_of(Text)
    from_due_on: list[date | None] = _list_of(Date)
    to_due_on: list[date | None] = _list_of(Date)


class DeadlineChange(TenantRow, table=True):
    """One deadline's part of a change. So history was kept before `ClockChange`: it is read, and written no more."""

    __tablename__ = "deadline_change"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        Index("ix_deadline_change_student", "tenant_id", "student_id", "rule_id", "created_at"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    rule_id: str
    occurrence: str = ""
    cause: str
    cause_event_id: UUID | None = None
    from_status: str | None = None
    to_status: str | None = None
    from_due_on: date | None = None
    to_due_on: date | None = None


class DeadlineNote(Record, table=True):
    """What people said of one duty: why it was late, that it does not apply, that the family waived it.

    Keyed as the duty is, not by the deadline's id: the row of a duty comes and
    goes with each computation, what was said of it stays.
    """

    __tablename__ = "deadline_note"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("waived_by_id", "contact"),
        UniqueConstraint("tenant_id", "student_id", "rule_id", "occurrence"),
        CheckConstraint(
            "cause in ('family', 'consent_withheld', 'system', 'other_agency')", name="cause"
        ),
        {"schema": SCHEMA},
    )
    student_id: UUID
    rule_id: str
    occurrence: str = ""
    cause: str | None = None
    cause_reason: str | None = None
    cause_evidence: str | None = None
    attempts: list[dict[str, str]] = json_column(default_factory=list, sa_column_kwargs=EMPTY_LIST)
    dismissed_at: datetime | None = instant(default=None)
    dismissed_by: UUID | None = None
    dismissed_reason: str | None = None
    waived_on: date | None = None
    waived_by_id: UUID | None = None
    waiver_text: str | None = None


class Recomputation(Record, table=True):
    """A pass over many files, batch by batch: `last_student_id` is how far it has come.

    It goes from the file after `after_id` up to that of `until_id`, without a
    bound where there is none: processes that share a program take a part each.
    """

    __tablename__ = "recomputation"
    __table_args__: ClassVar[Any] = (
        Index(
            "ix_recomputation_unfinished",
            "tenant_id",
            "id",
            postgresql_where=text("done_at is null"),
        ),
        {"schema": SCHEMA},
    )
    cause: str
    district_id: UUID | None = Field(default=None, foreign_key=f"{SCHEMA}.organisation.id")
    rulebook_sha256: str
    after_id: UUID | None = None
    until_id: UUID | None = None
    rules: list[str] | None = Field(default=None, sa_type=ARRAY(Text))
    """Rules to compute; None: all."""
    last_student_id: UUID | None = None
    moved: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    done_at: datetime | None = instant(default=None)
