"""A file as it could be: extra or changed events, pauses and facts. Nothing of it is stored."""

from datetime import date
from uuid import UUID

from pydantic import Field

from app.models.fields import CaseDate, Read, Write, may_be_absent
from app.models.schemas.rule import (
    EventData,
    FactName,
    FactValue,
    ObligationRead,
    RulebookRef,
    RuleEvent,
    RulePause,
)


class WhatIfChange(Write):
    """Another day or payload for an event of the file; what is absent stays as recorded."""

    event_id: UUID
    on: CaseDate = may_be_absent()
    data: EventData = may_be_absent()
    is_left_out: bool = Field(default=False, description="As if the event had never been recorded.")


class WhatIf(Write):
    """What is to be supposed, on top of what the file holds."""

    as_of: CaseDate | None = Field(
        default=None,
        description="Day of the question; null: today, or the last supposed event if that is later.",
    )
    events: list[RuleEvent] = Field(default_factory=list, max_length=50)
    changes: list[WhatIfChange] = Field(default_factory=list, max_length=50)
    pauses: list[RulePause] = Field(default_factory=list, max_length=20)
    facts: dict[FactName, FactValue] = Field(
        default_factory=dict, max_length=50, description="Null: not known."
    )


class WhatIfDifference(Read):
    """One duty that would differ. Null: it is not owed before, or not after."""

    rule_id: str
    occurrence: str
    before: ObligationRead | None
    after: ObligationRead | None


class WhatIfAnswer(Read):
    """Duties that would differ, in the order of the rulebook, both sides as of the same day."""

    rulebook: RulebookRef
    as_of: date
    differences: list[WhatIfDifference]
