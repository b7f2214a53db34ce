"""IDEA section 618: every child who leaves Part C, in exactly one of ten categories."""

from datetime import date

from app.services.exit_reason import ELIGIBLE, enters_early
from app.services.indicator.child import Child
from app.services.indicator.finding import Finding, Question
from app.services.rules import Event

AT_ANY_AGE = ("DECEASED", "MOVED_OUT_OF_STATE", "WITHDRAWN", "NO_CONTACT")
NOT_PARTB = ("NOT_PARTB_REFERRED", "NOT_PARTB_NO_REFERRAL")
UNDER_THREE = "NO_LONGER_ELIGIBLE"


def category(child: Child, q: Question) -> Finding | None:
    """The category that follows from the file, and the recorded one where it says otherwise."""
    continuing = child.stays_past_three(by_federal_option=True)
    left = child.exit
    left_on = child.third_birthday if continuing else left.on if left else None
    if left_on is None or left_on not in q.period or left_on > q.today:
        return None
    recorded = str(left.data.get("reason", "")) if left else ""
    if left and not recorded and "transfer_id" in left.data:
        return None  # the child goes on in another program of the State
    found = _derive(child, recorded, left_on, continuing=continuing)
    contradiction = recorded if recorded and recorded != found else None
    if found is None:
        return Finding(exclusion="unclassified", satisfied_on=left_on, recorded=contradiction)
    return Finding(cell=found, satisfied_on=left_on, recorded=contradiction)


def _derive(child: Child, recorded: str, left_on: date, *, continuing: bool) -> str | None:
    if recorded in AT_ANY_AGE:
        return recorded
    ends = child.duty("618-exit")
    if ends is None or ends.due_on_unadjusted is None:
        return None
    decided = child.last("partb.eligibility.decided", until=left_on)
    if left_on < ends.due_on_unadjusted:
        return _under_three(child, recorded, decided)
    if decided is None:
        return "PARTB_UNDETERMINED"
    if decided.data.get("eligible") is True:
        return "PARTB_CONTINUING" if continuing else ELIGIBLE
    return recorded if recorded in NOT_PARTB else None


def _under_three(child: Child, recorded: str, decided: Event | None) -> str | None:
    if recorded == UNDER_THREE or _is_ineligible(child):
        return UNDER_THREE
    is_eligible = decided is not None and decided.data.get("eligible") is True
    has_gone_over = recorded == ELIGIBLE and is_eligible and enters_early(child.place.params)
    return ELIGIBLE if has_gone_over else None


def _is_ineligible(child: Child) -> bool:
    decided = child.last("eligibility.partc.decided")
    return decided is not None and decided.data.get("eligible") is False
