"""Strategies: written down, begun, looked at, ended."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from app.models.fields import CaseDate, Code, Line, Read, Text, Write, may_be_absent
from app.models.schemas.record import Reasoned
from app.models.words.strategy import StrategyArea, StrategyFinding, StrategyState

Days = Annotated[int, Field(strict=True, ge=1, le=365)]


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
