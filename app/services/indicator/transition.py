"""C8A, C8B and C8C: three duties towards three different groups of toddlers, and B12 after them."""

from dataclasses import replace
from datetime import date

from app.services.indicator.child import Child
from app.services.indicator.finding import (
    LATE,
    ON_TIME,
    Finding,
    Question,
    cause_of,
    laid_down,
    of_duty,
)
from app.services.rules import Event

EXCEPTIONS = frozenset({"partb.not_produced", "partb.transfer"})
"""34 CFR 300.301(d)."""
REFERRED = frozenset({"partb.referral.received", "transition.notified.lea"})
"""The notice to the district is a Part B referral (2011 preamble on 303.209(b))."""


def left_on(child: Child) -> date | None:
    """The last day in Part C: at the third birthday at the latest, unless the parent chose an extension."""
    left = child.exit.on if child.exit else None
    if child.stays_past_three():
        return left
    return min(left, child.third_birthday) if left else child.third_birthday


def transition(child: Child, q: Question) -> Finding | None:
    """Of the duty of `q.indicator`, for a toddler old enough, and found eligible early enough, to be owed it."""
    plan, duty, left = child.duty("C8A"), child.duty(q.indicator.code), left_on(child)
    if plan is None or duty is None or left is None or not child.was_served:
        return None
    is_leaving = left in q.period and left <= q.today
    if not is_leaving or is_late_eligible(child):
        return None
    if plan.window_opens_on is None or left < plan.window_opens_on:
        return None
    return of_duty(child, q.indicator, duty, q.today)


def is_late_eligible(child: Child) -> bool:
    """Found eligible fewer than 90 days before three: the duty to plan in time never arose."""
    plan = child.duty("C8A")
    return plan is not None and plan.status == "not_applicable"


def iep_by_three(child: Child, q: Question) -> Finding | None:
    """B12: each child of letter a in exactly one place; a child of letter c is in no other."""
    third, duty = child.third_birthday, child.duty("B12")
    is_referred = any(e.type in REFERRED and e.on <= third for e in child.case.events)
    if third not in q.period or duty is None or not child.was_served or not is_referred:
        return None
    plain = Finding(due_on=third, due_on_unadjusted=third, satisfied_on=duty.satisfied_on)
    if duty.status == "met":
        return replace(plain, cell=ON_TIME)
    if third >= q.today:
        return replace(plain, exclusion="not_yet_due")
    reason = _letter(child, duty.status) or (
        laid_down(child, duty) if duty.satisfied_on is None else None
    )
    if reason is not None:
        return replace(plain, exclusion=reason)
    act = child.first("partb.iep.in_effect")
    return replace(
        plain, cell=LATE, satisfied_on=act.on if act else None,
        days_late=(act.on - third).days if act else None, delay=_stated(act) or cause_of(child, duty),
    )  # fmt: skip


def _letter(child: Child, status: str) -> str | None:
    """Letters b, d, e and f: why a child is not expected to have an IEP by the third birthday."""
    third = child.third_birthday
    decided = child.last("partb.eligibility.decided", until=third)
    if decided and decided.on < third and decided.data.get("eligible") is False:
        return "not_eligible"
    refused = child.case.facts.get("parent_refused_consent") is True
    excepted = any(p.reason in EXCEPTIONS and p.from_on <= third for p in child.case.pauses)
    if refused or excepted or status == "waived_by_family":
        return "refused_or_excepted"
    if is_late_eligible(child):
        return "late_eligible"
    return "extended" if child.stays_past_three() else None


def _stated(act: Event | None) -> str | None:
    said = act.data.get("delay_reason") if act else None
    return str(said) if said else None
