"""A question about dates, and its answer. Nothing of it is stored."""

from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, StrictBool, StrictInt, StringConstraints, model_validator

from app.models.fields import CaseDate, Code, Line, Read, Text, Write

MAX_SPAN_YEARS = 2
MAX_LISTED = 1000
State = Literal[
    "not_applicable", "waiting_for_trigger", "open", "due_soon", "met", "met_late", "overdue",
    "tolled", "excused", "waived_by_family",
]  # fmt: skip
Status = Literal[
    "not_applicable", "waiting_for_trigger", "open", "met", "met_late", "excused", "waived_by_family"
]  # fmt: skip
EventData = Annotated[
    dict[str, Any],
    Field(max_length=50, description="What the event carries, such as the services consented to."),
]
FactName = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=80)]
FactValue = StrictBool | StrictInt | Line | None


class RuleEvent(Write):
    """Something that happened. One after `as_of`, or before birth, is left out."""

    type: Code
    on: CaseDate
    data: EventData = Field(default_factory=dict)


class RulePause(Write):
    """An interval in which clocks stand still, both ends inside."""

    reason: Code
    from_on: CaseDate
    to_on: CaseDate | None = Field(default=None, description="Null: still paused.")
    evidence: Text | None = None


class RuleSpan(Write):
    """Days without school, both ends inside."""

    from_on: CaseDate
    to_on: CaseDate

    @model_validator(mode="after")
    def _is_short(self) -> Self:
        if self.to_on.year - self.from_on.year > MAX_SPAN_YEARS:
            raise ValueError("a break lasts two years at most")
        return self


class RuleSchoolYear(Write):
    """One school year of the responsible district: first and last regular school day, breaks."""

    starts_on: CaseDate
    ends_on: CaseDate
    breaks: list[RuleSpan] = Field(default_factory=list, max_length=60)


class RuleCalendar(Write):
    """What is left out is not known, and named in `missing` where a date hangs on it."""

    holidays: list[CaseDate] = Field(
        default_factory=list,
        max_length=1000,
        description="Federal and State holidays. A year with fewer than ten of them is not known.",
    )
    closures: list[CaseDate] = Field(
        default_factory=list,
        max_length=1000,
        description="Other days on which the agency is closed: no working days, but business days all the same.",
    )
    school_years: list[RuleSchoolYear] = Field(default_factory=list, max_length=40)


class EvaluateRequest(Write):
    """One case, as far as the rules look at it. No name, no id."""

    jurisdiction: Code
    as_of: CaseDate | None = Field(default=None, description="Null: today, in UTC.")
    born_on: CaseDate
    events: list[RuleEvent] = Field(
        default_factory=list,
        max_length=500,
        description=f"Lists in their data, such as services, hold {MAX_LISTED} items in all at most.",
    )
    pauses: list[RulePause] = Field(default_factory=list, max_length=200)
    facts: dict[FactName, FactValue] = Field(default_factory=dict, max_length=200)
    calendar: RuleCalendar | None = None
    rules: list[Code] | None = Field(
        default=None, max_length=200, description="Only these rules; null: all of the jurisdiction."
    )

    @model_validator(mode="after")
    def _lists_few(self) -> Self:
        """Each service is a duty of its own, and the answer sixty times as long as its name."""
        listed = (v for event in self.events for v in event.data.values() if isinstance(v, list))
        if sum(map(len, listed)) > MAX_LISTED:
            raise ValueError(f"the data of all events list {MAX_LISTED} items at most")
        return self


class RulebookRef(Read):
    """Which rulebook answered."""

    version: str
    sha256: str


class CountedPauseRead(Read):
    """A pause as it counted against one clock; `days` were not counted."""

    reason: str
    from_on: date
    to_on: date | None
    days: int


class AlternativeRead(Read):
    """The date that another reading of the same text gives."""

    label: str
    due_on: date


class ObligationRead(Read):
    """One duty of the law and where it stands, with everything that reproduces its date."""

    rule_id: str
    rule_version: str
    title: str
    stage: str
    kind: str
    actor: str
    occurrence: str
    state: State
    status: Status
    trigger_event: str | None
    trigger_event_id: UUID | None
    trigger_on: date | None
    due_on: date | None
    due_on_unadjusted: date | None
    due_on_rolled: date | None
    window_opens_on: date | None
    satisfied_on: date | None
    days_left: int | None
    tolled_from: date | None
    tolled_to: date | None
    pauses: list[CountedPauseRead]
    alternatives: list[AlternativeRead]
    citations: list[str]
    confidence: str
    feeds: list[str]
    explanation: list[str]
    missing: list[str]


class EvaluateResponse(Read):
    """Every obligation of the case, in the order of the rulebook."""

    rulebook: RulebookRef
    derived: dict[str, date]
    obligations: list[ObligationRead]
