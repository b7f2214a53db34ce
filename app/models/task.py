"""Tasks of the program's people, and what the program has settled for itself."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from app.models.base import SCHEMA, Record, instant, json_column, within
from app.models.words.task import TaskSource, TaskState

NOT_OVER = text("state in ('open', 'snoozed')")


class Task(Record, table=True):
    """Something that one person is to do by a day.

    From a duty: `rule_id` and `occurrence` name it as the deadline's row does,
    and `legal_on` is its legal date. `escalate_on`: the day from which the
    supervisor is told that it is still open.
    """

    __tablename__ = "task"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("assignee_id", "principal"),
        CheckConstraint(f"state in ({', '.join(repr(s.value) for s in TaskState)})", name="state"),
        CheckConstraint(
            f"source in ({', '.join(repr(s.value) for s in TaskSource)})", name="source"
        ),
        Index("ix_task_due", "tenant_id", "due_on", "id"),
        Index("ix_task_assignee", "tenant_id", "assignee_id", "due_on", "id"),
        Index("ix_task_student", "tenant_id", "student_id", "due_on", "id"),
        Index(
            "ix_task_escalation",
            "tenant_id",
            "escalate_on",
            postgresql_where=text(f"{NOT_OVER} and escalated_at is null"),
        ),
        Index(
            "ix_task_escalated",
            "tenant_id",
            "due_on",
            "id",
            postgresql_where=text("escalated_at is not null"),
        ),
        Index("ix_task_source", "tenant_id", "source_id", postgresql_where=NOT_OVER),
        Index(
            "uq_task_duty",
            "tenant_id",
            "student_id",
            "rule_id",
            "occurrence",
            unique=True,
            postgresql_where=text(f"{NOT_OVER} and rule_id is not null"),
        ),
        {"schema": SCHEMA},
    )
    student_id: UUID | None = None
    source: str = TaskSource.PERSON.value
    source_id: UUID | None = None
    rule_id: str | None = None
    occurrence: str = Field(default="", sa_column_kwargs={"server_default": ""})
    title: str
    note: str | None = None
    assignee_id: UUID
    due_on: date
    legal_on: date | None = None
    escalate_on: date | None = None
    escalated_at: datetime | None = instant(default=None)
    state: str = TaskState.OPEN.value
    snoozed_until: date | None = None
    outcome: str | None = None


class ProgramSetting(Record, table=True):
    """What the program has settled for itself: one row a program, its content as ProgramSettings reads it."""

    __tablename__ = "program_setting"
    __table_args__: ClassVar[Any] = (UniqueConstraint("tenant_id"), {"schema": SCHEMA})
    settled: dict[str, Any] = json_column(
        default_factory=dict, sa_column_kwargs={"server_default": "{}", "nullable": False}
    )
