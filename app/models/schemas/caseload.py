"""Caseloads of the staff, handing students over, and leave."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.models.fields import Bounded, CaseDate, Flag, Line, Read, Text, Write, may_be_absent
from app.models.words.staff import CredentialKind, Discipline, LeaveKind

CaseRole = Literal["coordinator", "therapist"]
MOST_AT_ONCE = 200


class Load(Read):
    """What somebody carries in one role, in points against the program's target."""

    role: CaseRole
    students: int
    points: int
    target: int | None
    percent: int | None = Field(description="Points in percent of the target.")


class CaseloadRead(Read):
    principal_id: UUID
    name: str
    roles: list[str]
    is_on_leave: bool = Field(description="Away today.")
    languages: list[str]
    areas: list[str]
    loads: Bounded[Load]


class ReassignmentCreate(Write):
    """Students of one person go to another, all in one commit. A preview changes nothing."""

    from_principal_id: UUID
    to_principal_id: UUID
    role: CaseRole
    student_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)] | None = Field(
        default=None, description="All that the person carries in the role when absent."
    )
    grounds: Text
    is_preview: Flag

    @model_validator(mode="after")
    def _goes_to_somebody_else(self) -> Self:
        """Raises: ValueError for one person twice."""
        if self.from_principal_id == self.to_principal_id:
            raise ValueError("students go from one person to another")
        return self


class ReassignedStudent(Read):
    student_id: UUID
    assignment_id: UUID = Field(description="The one that ends.")
    refusal: str | None = Field(description="Why the student would stay; null when it goes.")


class ReassignmentRead(Read):
    is_preview: bool
    students: Bounded[ReassignedStudent]


class LeaveCreate(Write):
    """Both days inside. The supervisor gets a task for what it touches."""

    kind: LeaveKind
    from_on: CaseDate
    to_on: CaseDate
    cover_id: UUID | None = Field(default=None, description="Who stands in.")
    supervisor_id: UUID | None = Field(
        default=None, description="Whose task the cover is; the caller when absent."
    )
    note: Line | None = None


class LeaveUpdate(Write):
    """Merge patch; a leave that is not taken is cancelled."""

    kind: LeaveKind = may_be_absent()
    from_on: CaseDate = may_be_absent()
    to_on: CaseDate = may_be_absent()
    cover_id: UUID | None = None
    note: Line | None = None
    is_cancelled: Flag = may_be_absent()


class LeaveRead(Read):
    id: UUID
    version: int
    principal_id: UUID
    kind: LeaveKind
    from_on: date
    to_on: date
    cover_id: UUID | None
    note: str | None
    is_cancelled: bool


class TouchedMeeting(Read):
    id: UUID
    student_id: UUID | None
    kind: str
    starts_at: datetime


class LeaveFile(Read):
    """A leave with what it touches: meetings in those days, and the students carried."""

    leave: LeaveRead
    meetings: Bounded[TouchedMeeting]
    student_ids: Bounded[UUID]


class LackingCredentials(Read):
    """A colleague without a valid credential of a kind that the program requires of their role."""

    id: UUID = Field(description="Of the person.")
    name: str
    kinds: list[CredentialKind]
    on_date: date = Field(
        description="Since when: the day after the last one ended, else the day on which they were let in."
    )


class ExpiringCredential(Read):
    id: UUID
    principal_id: UUID
    name: str
    kind: CredentialKind
    title: str
    discipline: Discipline | None
    on_date: date = Field(description="Its last day; before today, it has ended.")
