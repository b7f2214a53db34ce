"""The steps of a meeting, and what each needs."""

from dataclasses import dataclass

from app.services.workflow import Machine, Step, states


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """Whether anybody is asked, and whether its hour has come."""

    is_anybody_asked: bool
    has_begun: bool


def _somebody_is_asked(facts: MeetingFacts) -> str | None:
    return None if facts.is_anybody_asked else "Nobody is asked yet."


def _hour_has_come(facts: MeetingFacts) -> str | None:
    return None if facts.has_begun else "Its hour has not come yet."


AHEAD = states("proposed", "confirmed")
WRITE = "meeting:write"
MACHINE: Machine[MeetingFacts] = Machine.of(
    Step("confirm", "Written notice has gone out", states("proposed"), "confirmed", WRITE, (_somebody_is_asked,)),
    Step("reschedule", "Move it to another hour", AHEAD | states("not_held"), "proposed", WRITE, is_reasoned=True),
    Step("hold", "It was held", AHEAD, "held", WRITE, (_somebody_is_asked, _hour_has_come)),
    Step("miss", "It was not held", AHEAD, "not_held", WRITE, (_hour_has_come,), is_reasoned=True),
    Step("cancel", "Call it off", AHEAD | states("not_held"), "cancelled", WRITE, is_reasoned=True),
    Step("reopen", "It was not held after all", states("held"), "confirmed", WRITE, is_reasoned=True),
)  # fmt: skip
