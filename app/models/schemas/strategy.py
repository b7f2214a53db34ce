"""Strategies: written down, begun, looked at, ended."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from app.models.fields import CaseDate, Code, Flag, Line, Read, Text, Write, may_be_absent
from app.models.schemas.record import Reasoned
from app.models.words.strategy import StrategyArea, StrategyFinding, StrategyState

Days = Annotated[int, Field(strict=True, ge=1, le=365)]


class SheetPhoto(Write):
    """A picture on the family's sheet."""

    document_version_id: UUID = Field(
        description="A version of a document of the same student, JPEG or PNG."
    )
    alt: Line = Field(description="What is on it, for those who cannot see it.")
    caption: Line
    is_of_child: Flag = Field(
        default=True, description="False for a drawing: a photograph needs the parent's consent."
    )


class SheetPhotoRead(Read):
    document_version_id: UUID
    alt: str
    caption: str
    is_of_child: bool


Steps = Annotated[list[Line], Field(max_length=30)]
Photos = Annotated[list[SheetPhoto], Field(max_length=6)]


class StrategyFilter(Write):
    student_id: UUID | None = None
    state: StrategyState | None = None
    check_until: CaseDate | None = None


class StrategyCreate(Write):
    """What is done differently for the child, in words that an aide or a parent can follow."""

    student_id: UUID
    line_id: UUID | None = Field(default=None, description="The service that it belongs to.")
    area: StrategyArea
    title: Line
    how: Text = Field(description="What is done, by whom, when.")
    place: Line | None = Field(default=None, description="Where: at home, in the class, at meals.")
    goal: Text | None = Field(
        default=None, description="A home programme's goal, in the family's words."
    )
    steps: Steps = Field(default=[], description="What is done, in its order.")
    when_in_day: Line | None = Field(default=None, description="At which moments of the day.")
    how_often: Line | None = None
    watch_for: Text | None = Field(default=None, description="What to look out for meanwhile.")
    stop_when: Text | None = Field(default=None, description="When to stop at once.")
    whom_to_call: Line | None = Field(default=None, description="Whom, and the number.")
    photos: Photos = Field(default=[], description="Pictures for the family's sheet.")
    started_on: CaseDate | None = Field(
        default=None, description="When it was begun; absent: it is planned yet."
    )
    check_every_days: Days | None = Field(
        default=None, description="How often somebody looks whether it helps."
    )


class StrategyUpdate(Write):
    """Merge patch of one that has not ended."""

    line_id: UUID | None = None
    area: StrategyArea = may_be_absent()
    title: Line = may_be_absent()
    how: Text = may_be_absent()
    place: Line | None = None
    goal: Text | None = None
    steps: Steps = may_be_absent()
    when_in_day: Line | None = None
    how_often: Line | None = None
    watch_for: Text | None = None
    stop_when: Text | None = None
    whom_to_call: Line | None = None
    photos: Photos = may_be_absent()
    check_every_days: Days | None = None
    next_check_on: CaseDate | None = None


class StrategyRead(Read):
    id: UUID
    version: int
    student_id: UUID
    line_id: UUID | None
    state: StrategyState
    area: StrategyArea
    title: str
    how: str
    place: str | None
    goal: str | None
    steps: list[str]
    when_in_day: str | None
    how_often: str | None
    watch_for: str | None
    stop_when: str | None
    whom_to_call: str | None
    photos: list[SheetPhotoRead]
    started_on: date | None
    started_by_id: UUID | None = Field(description="Who began it.")
    check_every_days: int | None
    checks: list[dict[str, Any]] = Field(description="Day, who looked, what it showed.")
    last_checked_on: date | None
    next_check_on: date | None
    ended_on: date | None


class _Done(Reasoned):
    on: CaseDate | None = Field(default=None, description="Today when absent.")


class StartStrategy(_Done):
    """It is done from now on; also one that rested."""

    act: Literal["start"]


class CheckStrategy(_Done):
    """Somebody looked whether it helps; the next check follows from the interval, or is named."""

    act: Literal["check"]
    finding: StrategyFinding
    found: Text | None = Field(default=None, description="What was seen.")
    next_check_on: CaseDate | None = None


class PauseStrategy(_Done):
    act: Literal["pause"]
    reason_code: Code


class EndStrategy(_Done):
    act: Literal["end"]
    reason_code: Code


StrategyStep = Annotated[
    StartStrategy | CheckStrategy | PauseStrategy | EndStrategy, Field(discriminator="act")
]
