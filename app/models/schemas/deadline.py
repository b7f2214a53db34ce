"""Deadlines: explained for one student, listed by due date, and their history."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from app.models.fields import CaseDate, Code, Read, Write
from app.models.schemas.rule import ObligationRead
from app.models.schemas.student import DeadlineState


class AttemptRead(Read):
    on: date
    how: str


class DeadlineNoteRead(Read):
    """What people said of one duty: why it was late, that it does not apply, that it was waived."""

    rule_id: str
    occurrence: str
    cause: str | None
    cause_reason: str | None
    cause_evidence: str | None
    attempts: list[AttemptRead]
    dismissed_at: datetime | None
    dismissed_by: UUID | None
    dismissed_reason: str | None
    waived_on: date | None
    waived_by_id: UUID | None
    waiver_text: str | None


class StudentDeadlines(Read):
    """What the law asks for this student on a day, each with its reason."""

    rulebook: dict[str, str]
    as_of: date
    derived: dict[str, date]
    obligations: list[ObligationRead]
    notes: list[DeadlineNoteRead]


DueState = Literal["overdue", "due_soon", "open", "tolled", "dismissed", "incomplete"]
"""What the due list can be asked for; `incomplete` waits for a fact or a calendar, see `missing`."""


class DueFilter(Write):
    """Which duties of the due list. Null: not asked for; both days are inside."""

    state: DueState | None = None
    due_from: CaseDate | None = None
    due_until: CaseDate | None = None
    rule_id: Code | None = None
    stage: Code | None = None
    principal_id: UUID | None = None


class DueRow(Read):
    """One open duty of the due list."""

    id: UUID
    rule_id: str
    title: str | None
    occurrence: str
    due_on: date | None = Field(description="Null while a pause without end holds it.")
    due_on_unadjusted: date | None
    actor: str
    student_id: UUID
    first_name: str
    last_name: str
    state: DeadlineState


class DeadlineChangeRead(Read):
    """A deadline that came, moved, was met or fell away, and why."""

    id: UUID
    created_at: datetime
    created_by: UUID | None
    rule_id: str
    occurrence: str
    cause: str
    cause_event_id: UUID | None
    from_status: str | None
    to_status: str | None
    from_due_on: date | None
    to_due_on: date | None


class AccessRead(Read):
    """One line of the record of access (34 CFR 303.406)."""

    id: UUID
    created_at: datetime
    created_by: UUID | None
    party: str
    action: str
    resource: str
    purpose: str
    student_id: UUID | None
    detail: dict[str, Any] | None
