"""Indicators of one duty: C1, C7 and B11."""

from dataclasses import replace

from app.services.indicator.child import Child
from app.services.indicator.finding import (
    LATE,
    LATE_EXCUSED,
    ON_TIME,
    Finding,
    Question,
    decided_in,
    done,
    of_duty,
)

WORST_FIRST = (LATE, LATE_EXCUSED, ON_TIME)


def services_in_time(child: Child, q: Question) -> Finding | None:
    """C1: one clock a service; the latest service of the period speaks for the child."""
    found = [of_duty(child, q.indicator, d, q.today) for d in child.duties["C1"]]
    inside = [f for f in found if f is not None and decided_in(f, q.period)]
    counted = [f for f in inside if f.cell is not None]
    if counted:
        return min(counted, key=lambda f: (WORST_FIRST.index(f.cell or ""), -(f.days_late or 0)))
    return inside[0] if inside else None


def plan_in_time(child: Child, q: Question) -> Finding | None:
    """C7: eligible children only; one found not eligible is no part of it."""
    decided = child.last("eligibility.partc.decided")
    if not child.was_served and decided and decided.data.get("eligible") is False:
        return None
    duty = child.duty("C7")
    finding = of_duty(child, q.indicator, duty, q.today) if duty else None
    finding = decided_in(finding, q.period)
    if finding and finding.cell and not (child.was_served or child.was_found_eligible):
        return replace(finding, cell=None, exclusion="eligibility_undecided")
    return finding


def evaluated_in_time(child: Child, q: Question) -> Finding | None:
    """B11: to the end of the State's own time; a decision against eligibility ends it too."""
    duty = child.duty("B11")
    if duty is None:
        return None
    decided = child.last("partb.eligibility.decided")
    is_ineligible = decided is not None and decided.data.get("eligible") is False
    if duty.status == "open" and duty.due_on_unadjusted and decided and is_ineligible:
        return decided_in(done(child, q.indicator, duty, decided.on), q.period)
    return decided_in(of_duty(child, q.indicator, duty, q.today), q.period)
