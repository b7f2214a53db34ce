"""The transition conference is convened with the family's approval alone, and the family may decline it."""

from collections.abc import Iterable
from datetime import date

from app.errors import Problem
from app.models.deadline import CaseEvent

APPROVED, DECLINED = "transition.conference.approved", "transition.conference.declined"
INVITED, HELD = "transition.conference.invited", "transition.conference.held"
ASKS_APPROVAL = {INVITED, HELD}
"""Both show the child to others than the family."""


class ConferenceNotApproved(Problem):
    status, code, title = (
        409,
        "conference-not-approved",
        "The family has not approved of a transition conference",
    )
    detail = "Record the approval first (`transition.conference.approved`, 34 CFR 303.209(c))."


def is_approved(events: Iterable[CaseEvent], on: date) -> bool:
    """Whether the family's newest answer by that day, both ends inside, is an approval."""
    answers = [e for e in events if e.type in {APPROVED, DECLINED} and e.on_date <= on]
    newest = max(answers, key=lambda e: (e.on_date, e.id), default=None)
    return newest is not None and newest.type == APPROVED


def require_approval(events: Iterable[CaseEvent], on: date) -> None:
    """Raises: ConferenceNotApproved. Source: 34 CFR 303.209(c)."""
    if not is_approved(events, on):
        raise ConferenceNotApproved
