"""What stands in a plan: levels, the family's view, outcomes or goals, transition, classroom supports."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from app.models.fields import CaseDate, Code, Flag, Line, Read, Text, Write
from app.models.words.plan import Domain, Setting, TransitionStep

Number = Annotated[int, Field(strict=True, ge=1, le=99)]
"""Of an outcome, goal or line: it stays the same from version to version."""


class Level(Write):
    """How the child is doing now in one domain, from objective criteria (34 CFR 303.344(a))."""

    domain: Domain
    description: Text
    source: Line | None = Field(default=None, description="Instrument, observation or report.")


class FamilyView(Write):
    """The family's own words; they stand in the plan only with its agreement (34 CFR 303.344(b))."""

    is_agreed: Flag
    concerns: Text | None = None
    priorities: Text | None = None
    resources: Text | None = None

    @model_validator(mode="after")
    def _nothing_without_agreement(self) -> Self:
        if not self.is_agreed and (self.concerns or self.priorities or self.resources):
            raise ValueError("without the family's agreement nothing of its view is written down")
        return self


class Outcome(Write):
    """A measurable result for child or family (34 CFR 303.344(c)); what is not yet known stays null."""

    number: Number
    is_family: Flag = False
    statement: Text
    criterion: Text | None = Field(default=None, description="How one sees that it is reached.")
    procedure: Text | None = Field(default=None, description="How progress is measured.")
    timeline: Line | None = Field(default=None, description="When progress is looked at.")


class Goal(Write):
    """A measurable annual goal (34 CFR 300.320(a)(2), (3))."""

    number: Number
    domain: Domain
    statement: Text
    baseline: Text | None = None
    measure: Text | None = None
    criterion: Text | None = None
    period: Line | None = None
    reporting: Line | None = Field(
        default=None, description="When the parents hear of the progress."
    )
    objectives: Annotated[list[Text], Field(max_length=10)] = Field(default_factory=list)


class OtherService(Write):
    """A need that Part C does not pay for, and the steps to meet it (34 CFR 303.344(e))."""

    service: Line
    steps: Text | None = None
    who: Line | None = None


class TransitionItem(Write):
    """One step of the transition plan (34 CFR 303.209(d), 303.344(h))."""

    step: TransitionStep
    text: Text
    due_on: CaseDate | None = None
    done_on: CaseDate | None = None


class Placement(Write):
    """Where a child of school age learns, and how much of it apart from others (34 CFR 300.320(a)(5))."""

    setting: Setting
    minutes_a_week: Annotated[int, Field(strict=True, ge=0, le=5000)]
    minutes_apart: Annotated[int, Field(strict=True, ge=0, le=5000)] = Field(
        description="Of these, outside the regular class."
    )
    explanation: Text | None = None


class Accommodation(Write):
    area: Line
    text: Text


class Strategy(Write):
    """A support in use, such as a pencil grip, a seat or a place at the front."""

    name: Line
    text: Text | None = None
    started_on: CaseDate | None = None
    started_by: Line | None = None
    status: Code | None = None
    last_checked_on: CaseDate | None = None
    next_check_on: CaseDate | None = None


Levels = Annotated[list[Level], Field(max_length=20)]
Outcomes = Annotated[list[Outcome], Field(max_length=40)]
Goals = Annotated[list[Goal], Field(max_length=40)]
OtherServices = Annotated[list[OtherService], Field(max_length=20)]
TransitionItems = Annotated[list[TransitionItem], Field(max_length=40)]
Accommodations = Annotated[list[Accommodation], Field(max_length=40)]
Strategies = Annotated[list[Strategy], Field(max_length=40)]


class LevelRead(Read):
    domain: Domain
    description: str
    source: str | None


class FamilyViewRead(Read):
    is_agreed: bool
    concerns: str | None
    priorities: str | None
    resources: str | None


class OutcomeRead(Read):
    number: int
    is_family: bool
    statement: str
    criterion: str | None
    procedure: str | None
    timeline: str | None


class GoalRead(Read):
    number: int
    domain: Domain
    statement: str
    baseline: str | None
    measure: str | None
    criterion: str | None
    period: str | None
    reporting: str | None
    objectives: list[str]


class OtherServiceRead(Read):
    service: str
    steps: str | None
    who: str | None


class TransitionItemRead(Read):
    step: TransitionStep
    text: str
    due_on: date | None
    done_on: date | None


class PlacementRead(Read):
    setting: Setting
    minutes_a_week: int
    minutes_apart: int
    explanation: str | None


class AccommodationRead(Read):
    area: str
    text: str


class StrategyRead(Read):
    name: str
    text: str | None
    started_on: date | None
    started_by: str | None
    status: str | None
    last_checked_on: date | None
    next_check_on: date | None
