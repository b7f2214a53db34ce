"""What to look at in a referral, and by when somebody answers for the child."""

from datetime import date
from functools import cache

from app.auth import Actor
from app.models.fields import ReferralState
from app.models.referral import Referral, ReferralStatus
from app.models.schemas.record import warned
from app.models.schemas.referral import ReferralOwed, ReferralRead, ReferralRow, ReferralWarned
from app.services import age, rulebook
from app.services.rules import Book, CaseFacts, Event, evaluate

COORDINATED = "service_coordinator.assigned"
WITHOUT_FILE = {
    ReferralState.SUBMITTED, ReferralState.ACKNOWLEDGED, ReferralState.INFO_REQUESTED,
}  # fmt: skip
"""Nobody's file holds the clock yet."""


def with_warnings(actor: Actor, row: Referral | ReferralStatus) -> ReferralWarned | ReferralStatus:
    """A referral as the program reads it; a sender's status as it is."""
    if isinstance(row, ReferralStatus):
        return row
    found = age.at_referral(actor.home.jurisdiction, row.born_on, row.received_on)
    return warned(ReferralWarned, ReferralRead, row, found)


def as_row(actor: Actor, row: Referral | ReferralStatus) -> ReferralOwed | ReferralStatus:
    """A line of the program's worklist; a sender's status as it is."""
    if isinstance(row, ReferralStatus):
        return row
    shown = ReferralRow.model_validate(row).model_dump()
    return ReferralOwed(**shown, coordinator_due_on=_coordinator_due(actor, row))


def _coordinator_due(actor: Actor, row: Referral) -> date | None:
    """Source: 34 CFR 303.34, and the State's rule where it counts days."""
    if row.interim_coordinator_id is not None or row.state not in WITHOUT_FILE:
        return None
    event = Event("referral.received", row.received_on)
    facts = CaseFacts(actor.home.jurisdiction, row.born_on, (event,), (), {}, None)
    book = rulebook.load()
    rules = _coordinator_rules(book, actor.home.jurisdiction)
    found = evaluate(book, facts, row.received_on, rules=rules, explain=False)
    return min((o.due_on or row.received_on for o in found), default=row.received_on)


@cache
def _coordinator_rules(book: Book, jurisdiction: str) -> tuple[str, ...]:
    rules = book.jurisdictions[jurisdiction].rules
    return tuple(dict.fromkeys(r.id for r in rules if COORDINATED in r.satisfied_by))
