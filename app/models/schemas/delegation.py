"""Delegated programmes: written, taught, carried out, checked."""

from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.models.fields import CaseDate, Code, Flag, Line, Read, Text, Write, may_be_absent
from app.models.schemas.record import Reasoned
from app.models.words.delegation import DelegationState, TrainingMethod

Steps = Annotated[list[Text], Field(min_length=1, max_length=30)]
Days = Annotated[int, Field(strict=True, ge=1, le=365)]


class DelegationFilter(Write):
    student_id: UUID | None = None
    state: DelegationState | None = None
    check_until: CaseDate | None = None


class DelegationCreate(Write):
    """What is delegated, to exactly one person, under whose supervision."""

    student_id: UUID
    line_id: UUID | None = Field(default=None, description="The service that it carries on.")
    title: Line
    steps: Steps = Field(description="What is done, in its order.")
    watch_for: Text | None = Field(default=None, description="When to stop, and whom to call.")
    supervisor_id: UUID | None = Field(
        default=None, description="The therapist who answers for it; the caller when absent."
    )
    principal_id: UUID | None = Field(
        default=None, description="An assistant or aide of the staff."
    )
    contact_id: UUID | None = Field(default=None, description="A parent or another contact.")
    outside_name: Line | None = Field(
        default=None, description="Somebody at a child care or school."
    )
    check_every_days: Days = Field(description="Supervision interval.")

    @model_validator(mode="after")
    def _is_one_persons(self) -> Self:
        """Raises: ValueError for nobody or two."""
        named = (self.principal_id, self.contact_id, self.outside_name)
        if sum(n is not None for n in named) != 1:
            raise ValueError("name one of principal_id, contact_id, outside_name")
        return self


class DelegationUpdate(Write):
    """Merge patch. Steps that change while it runs are taught anew before it goes on."""

    title: Line = may_be_absent()
    steps: Steps = may_be_absent()
    watch_for: Text | None = None
    check_every_days: Days = may_be_absent()


class DelegationRead(Read):
    id: UUID
    version: int
    student_id: UUID
    line_id: UUID | None
    state: DelegationState
    title: str
    steps: list[str]
    watch_for: str | None
    supervisor_id: UUID
    principal_id: UUID | None
    contact_id: UUID | None
    outside_name: str | None
    check_every_days: int
    trainings: list[dict[str, Any]] = Field(description="Day, method, trainer, and what was shown.")
    checks: list[dict[str, Any]] = Field(description="Day, who looked, what was found.")
    next_check_on: date | None
    ended_on: date | None


class _Done(Reasoned):
    on: CaseDate | None = Field(default=None, description="Today when absent.")


class TrainDelegate(_Done):
    """It was taught; the person may carry it out from now on, if they have shown it themselves."""

    act: Literal["train"]
    method: TrainingMethod
    has_shown: Flag = Field(description="Whether the person has done it before the trainer's eyes.")
    topics: Text | None = None


class CheckDelegate(_Done):
    """The supervisor looked on; the next check follows from the interval."""

    act: Literal["check"]
    found: Text
    goes_on: Flag = Field(description="False: it pauses until it is taught anew.")


class PauseDelegation(_Done):
    act: Literal["pause"]
    reason_code: Code


class EndDelegation(_Done):
    act: Literal["end"]
    reason_code: Code


DelegationStep = Annotated[
    TrainDelegate | CheckDelegate | PauseDelegation | EndDelegation, Field(discriminator="act")
]
