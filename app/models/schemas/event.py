"""Dated facts of the file and pauses of a clock."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.models.fields import CaseDate, Code, Flag, Line, Read, Text, Write, may_be_absent
from app.models.schemas.deadline import AttemptRead
from app.models.schemas.lateness import Attempt

Attempts = Annotated[list[Attempt], Field(max_length=50)]
Scalar = Flag | Annotated[int, Field(strict=True, ge=-1_000_000, le=1_000_000)] | Line | None
EventData = Annotated[
    dict[Code, Scalar | Annotated[list[Line], Field(max_length=30)]], Field(max_length=20)
]


class EventCreate(Write):
    """Something that happened. `type` is an event of the rulebook (`GET /v1/rulebook/vocabulary`)."""

    type: Code
    on: CaseDate = Field(
        description="The legal day in the program's civil time; not in the future."
    )
    data: EventData = Field(
        default_factory=dict,
        description="What the event carries, for example `eligible` or `services`.",
    )


class EventCorrection(Write):
    """Marks an event as entered in error. The event stays on the file and counts no longer."""

    reason: Text


class EventRead(Read):
    id: UUID
    type: str
    on: date = Field(validation_alias="on_date")
    data: dict[str, Any]
    entered_in_error: bool
    error_reason: str | None
    created_at: datetime


class PauseCreate(Write):
    """An interval in which a clock stands still, for a reason the law knows."""

    reason: Code
    from_on: CaseDate = Field(description="First paused day, not before birth.")
    to_on: CaseDate | None = Field(
        default=None,
        description="Last paused day; null while it lasts. It lies ahead only for a reason that is `fixed_ahead`.",
    )
    evidence: Text = Field(
        description="What is in the record: what was asked, what the family said."
    )
    attempts: Attempts = Field(
        default_factory=list,
        description="When and how the parent was asked; as many as the reason needs (`GET /v1/rulebook/vocabulary`).",
    )


class PauseUpdate(Write):
    """Merge patch of a pause: give it its end, or say that it was entered in error."""

    from_on: CaseDate = may_be_absent()
    to_on: CaseDate | None = None
    evidence: Text = may_be_absent()
    attempts: Attempts = may_be_absent()
    entered_in_error: Flag = may_be_absent()


class PauseRead(Read):
    id: UUID
    version: int
    reason: str
    from_on: date
    to_on: date | None
    evidence: str
    attempts: list[AttemptRead]
    entered_in_error: bool
