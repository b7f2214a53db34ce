"""Ages that the law counts: what to look at when a child is near three or past it. Nothing is refused for it."""

from datetime import date
from typing import NamedTuple

from app.models.student import Enrolment, Student
from app.models.words.transition import TransitionBranch
from app.services import rulebook
from app.services.rules import CaseFacts, Event, derived
from app.services.transition.overview import branch_of

EXTENDED = "extended_option_chosen"


class Warned(NamedTuple):
    """What was recorded as it is and should be looked at."""

    code: str
    detail: str


def third_birthday(jurisdiction: str, born_on: date) -> date:
    return derived(rulebook.load(), _facts(jurisdiction, born_on))["third_birthday"]


def at_referral(jurisdiction: str, born_on: date, received_on: date) -> list[Warned]:
    """Of a referral: whether the child was too old on that day, or so near to three that Part C owes no evaluation.

    Source: 34 CFR 303.209(b)(1)(iii), 303.21.
    """
    third = third_birthday(jurisdiction, born_on)
    if received_on >= third:
        return [
            Warned(
                "over-age",
                f"The child turned three on {third}, before the referral came. Part C takes in nobody then; refer the family to the school district.",
            )
        ]
    facts = _facts(jurisdiction, born_on, Event("referral.received", received_on))
    if branch_of(facts, received_on) is TransitionBranch.TOO_LATE:
        return [
            Warned(
                "near-third-birthday",
                f"The third birthday, {third}, is so near that no evaluation is owed; with the parent's consent, refer to the State and the school district.",
            )
        ]
    return []


def while_enrolled(student: Student, stay: Enrolment, today: date) -> list[Warned]:
    """Of a stay: whether the third birthday has passed while it goes on, and nobody chose the State's extension."""
    third = third_birthday(student.jurisdiction, student.born_on)
    if stay.exited_on is None and today >= third and student.facts.get(EXTENDED) is not True:
        return [
            Warned(
                "past-third-birthday",
                f"Part C ended the day before {third}. Record the exit with its federal reason, or the choice of the State's extended option.",
            )
        ]
    return []


def _facts(jurisdiction: str, born_on: date, *events: Event) -> CaseFacts:
    return CaseFacts(jurisdiction, born_on, events, (), {}, None)
