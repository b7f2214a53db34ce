"""What a note tells of a visit, part by part."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.models.fields import CaseDate, Line, Read, Text, Write
from app.models.schemas.plan_content import Number


class OutcomeProgress(Write):
    """An outcome or goal of a plan, by its number there, or one in words; and how far it is."""

    plan_id: UUID | None = None
    number: Number | None = Field(default=None, description="Of the outcome or goal in `plan_id`.")
    goal: Text | None = Field(default=None, description="Where it stands in no plan.")
    progress: Text | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.plan_id is None) != (self.number is None):
            raise ValueError("`plan_id` and `number` name an outcome together")
        if (self.plan_id is None) == (self.goal is None):
            raise ValueError("it names an outcome of a plan, or a goal in words")
        return self


class VisitContent(Write):
    """All of it may be left out: what should be there and is not is told in `warnings`."""

    present: Annotated[list[Line], Field(max_length=20)] = Field(
        default_factory=list, description="Who was there."
    )
    since_last_time: Text | None = Field(default=None, description="From the family.")
    therapist_did: Text | None = None
    caregiver_did: Text | None = Field(default=None, description="Did and tried.")
    child_responded: Text | None = None
    outcomes: Annotated[list[OutcomeProgress], Field(max_length=40)] = Field(default_factory=list)
    strategies_left: Text | None = Field(default=None, description="What the family goes on with.")
    plan_until_next: Text | None = None
    next_on: CaseDate | None = Field(
        default=None, description="Of the next visit; not before this one."
    )
    acknowledged_by: Line | None = Field(
        default=None, description="The caregiver who acknowledged it, where that is required."
    )


class OutcomeProgressRead(Read):
    plan_id: UUID | None
    number: int | None
    goal: str | None
    progress: str | None


class VisitContentRead(Read):
    present: list[str]
    since_last_time: str | None
    therapist_did: str | None
    caregiver_did: str | None
    child_responded: str | None
    outcomes: list[OutcomeProgressRead]
    strategies_left: str | None
    plan_until_next: str | None
    next_on: date | None
    acknowledged_by: str | None
