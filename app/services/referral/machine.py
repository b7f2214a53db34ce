"""The steps of a referral: the program's, and the few that are its sender's (jobs 5.2)."""

from dataclasses import dataclass
from datetime import date

from app.models.fields import ReferralState as S
from app.models.referral import Referral
from app.services.workflow import Machine, Step, states

DECIDE, SEND = "referral:decide", "referral:write"
MOST_ENTRIES = 50
"""Additions, and tries to reach the family, that one referral holds."""


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    """What a step needs to know. `is_late`: the day of the answer is past."""

    attempts: int
    additions: int
    attempts_wanted: int
    is_late: bool


def facts_of(referral: Referral, attempts_wanted: int, today: date) -> ReferralFacts:
    due_on = referral.answer_due_on
    return ReferralFacts(
        attempts=len(referral.contact_attempts),
        additions=len(referral.additions),
        attempts_wanted=attempts_wanted,
        is_late=due_on is not None and due_on < today,
    )


def _answer_is_late(facts: ReferralFacts) -> str | None:
    return None if facts.is_late else "The sender may still answer; wait for `answer_due_on`."


def _was_tried(facts: ReferralFacts) -> str | None:
    if facts.attempts >= facts.attempts_wanted:
        return None
    return f"Record at least {facts.attempts_wanted} tries to reach the family first."


def _has_room_for_attempt(facts: ReferralFacts) -> str | None:
    return None if facts.attempts < MOST_ENTRIES else "No more tries can be recorded."


def _has_room_for_addition(facts: ReferralFacts) -> str | None:
    return None if facts.additions < MOST_ENTRIES else "No more information can be added."


LOOKED_AT = states(S.ACKNOWLEDGED, S.INFO_REQUESTED)
OPEN = states(S.SUBMITTED) | LOOKED_AT
OVER = states(S.DECLINED, S.DUPLICATE, S.LAPSED, S.WITHDRAWN, S.CLOSED)
ANSWER: Step[ReferralFacts] = Step(
    "answer", "Add what was asked for", states(S.INFO_REQUESTED), S.ACKNOWLEDGED, DECIDE, (_has_room_for_addition,)
)  # fmt: skip
LAPSE: Step[ReferralFacts] = Step(
    "lapse", "Nobody answered and the family was not reached", states(S.INFO_REQUESTED), S.LAPSED, DECIDE,
    (_answer_is_late, _was_tried),
)  # fmt: skip
CLOSE: Step[ReferralFacts] = Step(
    "close", "Close it", states(S.ACCEPTED, S.DUPLICATE), S.CLOSED, DECIDE, is_reasoned=True
)
MACHINE: Machine[ReferralFacts] = Machine.of(
    Step("acknowledge", "Say that it is looked into", states(S.SUBMITTED), S.ACKNOWLEDGED, DECIDE),
    Step("name_coordinator", "Name who answers for the child", LOOKED_AT, None, DECIDE),
    Step("attempt", "Record a try to reach the family", LOOKED_AT, None, DECIDE, (_has_room_for_attempt,)),
    Step("ask", "Ask the sender", LOOKED_AT, S.INFO_REQUESTED, DECIDE),
    ANSWER,
    Step("accept", "Open the child's file", states(S.ACKNOWLEDGED), S.ACCEPTED, DECIDE),
    Step("decline", "Decline it", states(S.ACKNOWLEDGED), S.DECLINED, DECIDE, is_reasoned=True),
    Step("redirect", "Pass it on, its first day kept", states(S.ACKNOWLEDGED), S.REDIRECTED, DECIDE, is_reasoned=True),
    Step("mark_duplicate", "The child is enrolled already", states(S.SUBMITTED, S.ACKNOWLEDGED), S.DUPLICATE, DECIDE),
    Step("withdraw", "It was taken back", OPEN, S.WITHDRAWN, DECIDE, is_reasoned=True),
    LAPSE,
    CLOSE,
    Step("reopen", "Work on it again", OVER, S.ACKNOWLEDGED, DECIDE, is_reasoned=True),
)  # fmt: skip
SENDERS: Machine[ReferralFacts] = Machine.of(
    Step("answer", "Answer what you were asked", states(S.INFO_REQUESTED), S.ACKNOWLEDGED, SEND, (_has_room_for_addition,)),
    Step("withdraw", "Take it back", OPEN, S.WITHDRAWN, SEND, is_reasoned=True),
)  # fmt: skip
"""By the state that the sender is told, which for these is the state it has."""
