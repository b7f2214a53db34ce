"""Tasks: made by people or from a duty, and what becomes of them."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.models.fields import CaseDate, Code, Line, Read, Text, Write, may_be_absent
from app.models.schemas.record import Reasoned
from app.models.words.task import TaskSource, TaskState


class TaskFilter(Write):
    """Which tasks."""

    student_id: UUID | None = None
    assignee_id: UUID | None = None
    is_mine: bool = False
    state: TaskState | None = None
    is_waiting: bool = False
    is_escalated: bool = False
    due_until: date | None = None


class TaskCreate(Write):
    """A task of one's own making, or one that stands for a duty of a student's file.

    A duty's task takes its title and its dates from the duty unless they are given.
    """

    title: Line | None = None
    note: Text | None = None
    student_id: UUID | None = None
    deadline_id: UUID | None = Field(
        default=None, description="The duty it stands for; closed by itself when the duty is met."
    )
    assignee_id: UUID | None = Field(default=None, description="The caller when absent.")
    due_on: CaseDate | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        """Raises: ValueError naming what is missing."""
        if self.deadline_id is not None and self.student_id is None:
            raise ValueError("a duty is one of a student: give student_id with deadline_id")
        if self.deadline_id is None and (self.title is None or self.due_on is None):
            raise ValueError("a task that stands for no duty needs a title and due_on")
        return self


class TaskUpdate(Write):
    """Merge patch of an unfinished task."""

    title: Line = may_be_absent()
    note: Text | None = None
    due_on: CaseDate = may_be_absent()


class TaskRead(Read):
    id: UUID
    version: int
    student_id: UUID | None
    source: TaskSource
    source_id: UUID | None = Field(description="The record that it follows up.")
    rule_id: str | None
    occurrence: str
    title: str
    note: str | None
    assignee_id: UUID
    due_on: date
    legal_on: date | None = Field(description="The duty's legal date, as it stands now.")
    escalate_on: date | None
    escalated_at: datetime | None
    state: TaskState
    snoozed_until: date | None
    outcome: str | None
    is_overdue: bool


class SnoozeTask(Reasoned):
    """Rest until a day, at most until the legal date."""

    act: Literal["snooze"]
    until: CaseDate


class WakeTask(Reasoned):
    act: Literal["wake"]


class FinishTask(Reasoned):
    """It is done. A duty's task closes by itself; it cannot be called done while the duty is open."""

    act: Literal["finish"]
    outcome: Text | None = None


class DismissTask(Reasoned):
    """It will not be done, and why."""

    act: Literal["dismiss"]
    reason_code: Code


class ReassignTask(Reasoned):
    act: Literal["reassign"]
    assignee_id: UUID


class ReopenTask(Reasoned):
    act: Literal["reopen"]
    reason_code: Code


TaskStep = Annotated[
    SnoozeTask | WakeTask | FinishTask | DismissTask | ReassignTask | ReopenTask,
    Field(discriminator="act"),
]
