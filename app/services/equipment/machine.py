"""The stages of an equipment request, and what must hold before each step."""

from collections.abc import Callable
from dataclasses import dataclass

from app.models.words.equipment import EquipmentState as S
from app.services.workflow import Machine, Step, states

WRITE, SIGN = "equipment:write", "equipment:sign"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the steps need to know of a request, counted. Items no longer asked for are left out."""

    items: int = 0
    unquoted: int = 0
    approved: int = 0
    trials: int = 0
    measurements: int = 0
    letter_missing: tuple[str, ...] = ()
    is_signed: bool = False
    was_in_use: bool = False
    unpaid: int = 0
    inquiries_open: int = 0
    has_derived_draft: bool = False
    has_uncosigned: bool = False
    has_appeal_letter: bool = False


Need = Callable[[Standing], str | None]


def _unless(holds: Callable[[Standing], bool], sentence: str) -> Need:
    return lambda standing: None if holds(standing) else sentence


_has_item = _unless(lambda s: s.items > 0, "No item is asked for; add one to the request.")
_was_tried = _unless(lambda s: s.trials > 0, "No trial is recorded.")
_is_quoted = _unless(lambda s: s.unquoted == 0, "An item or accessory has no quote.")
_is_approved = _unless(lambda s: s.approved > 0, "No funder has approved an item.")
_is_measured = _unless(lambda s: s.measurements > 0, "No measurement is recorded.")
_is_signed = _unless(lambda s: s.is_signed, "The letter is not signed.")
_never_used = _unless(lambda s: not s.was_in_use, "It has been in use; open a new request.")
_is_unpaid = _unless(lambda s: s.unpaid > 0, "Nothing is left to ask for; every item is approved.")
_is_asked = _unless(lambda s: s.inquiries_open > 0, "No question of the funder is open.")
_has_derived = _unless(
    lambda s: s.has_derived_draft, "No letter is derived from the first one (POST .../letters)."
)
_is_uncosigned = _unless(
    lambda s: s.has_uncosigned, "No derived letter waits for the prescriber: `sign` one first."
)
_has_appeal = _unless(
    lambda s: s.has_appeal_letter,
    "No letter of appeal is signed by therapist and prescriber: POST .../letters, then `sign`, then `prescribe`.",
)


def _is_complete(standing: Standing) -> str | None:
    if not standing.letter_missing:
        return None
    return f"The letter lacks: {', '.join(standing.letter_missing)}."


BEFORE_FUNDING = (
    S.IDENTIFIED,
    S.TRIAL,
    S.DRAFTING,
    S.THERAPIST_SIGNED,
    S.PRESCRIBER_PENDING,
    S.READY,
)
ASKING = (S.SUBMITTED, S.INFO_REQUESTED, S.APPEALED)
DERIVING = (S.DENIED, S.PART_APPROVED, S.NEXT_FUNDER, S.INFO_REQUESTED, S.APPEALED)
"""Where a letter derived from the first one is written, signed and co-signed."""
DECIDED = (S.APPROVED, S.PART_APPROVED, S.DENIED, S.NEXT_FUNDER)
ON_ORDER = (S.ORDERED, S.DELAYED)
ORDER = (_is_approved, _is_measured, _never_used)

STEPS: tuple[Step[Standing], ...] = (
    Step("try", "Try it out", states(S.IDENTIFIED), S.TRIAL, WRITE),
    Step("draft", "Write the letter", states(S.IDENTIFIED), S.DRAFTING, WRITE, (_has_item,)),
    Step("draft", "Write the letter", states(S.TRIAL), S.DRAFTING, WRITE, (_was_tried, _has_item)),
    Step("sign", "Sign the letter", states(S.DRAFTING), S.THERAPIST_SIGNED, SIGN, (_is_complete,)),
    Step("sign", "Sign the derived letter", states(*DERIVING), None, SIGN, (_has_derived, _is_complete)),
    Step(
        "rework", "Change the signed letter", states(S.THERAPIST_SIGNED, S.PRESCRIBER_PENDING, S.READY),
        S.DRAFTING, WRITE, is_reasoned=True,
    ),
    Step(
        "send_to_prescriber", "Send it to the prescriber", states(S.THERAPIST_SIGNED), S.PRESCRIBER_PENDING,
        WRITE, (_is_signed,),
    ),
    Step("prescribe", "Record the order and co-signature", states(S.PRESCRIBER_PENDING), S.READY, WRITE, (_is_signed,)),
    Step("prescribe", "Record the order and co-signature", states(*DERIVING), None, WRITE, (_is_uncosigned,)),
    Step("drop", "Give it up", states(*BEFORE_FUNDING), S.DROPPED, WRITE, is_reasoned=True),
    Step("submit", "Ask a funder", states(S.READY, S.NEXT_FUNDER), S.SUBMITTED, WRITE, (_is_signed, _is_quoted, _is_unpaid)),
    Step("request_info", "Note what the funder asks", states(S.SUBMITTED), S.INFO_REQUESTED, WRITE),
    Step("request_info", "Note what the funder asks", states(S.INFO_REQUESTED, S.APPEALED), None, WRITE),
    Step("answer", "Answer the funder", states(S.INFO_REQUESTED), S.SUBMITTED, WRITE, (_is_asked,)),
    Step("answer", "Answer the funder", states(S.APPEALED), None, WRITE, (_is_asked,)),
    Step("approve", "All approved", states(*ASKING), S.APPROVED, WRITE),
    Step("approve_part", "Approved in part", states(*ASKING), S.PART_APPROVED, WRITE, is_reasoned=True),
    Step("deny", "Denied", states(*ASKING), S.DENIED, WRITE, is_reasoned=True),
    Step("appeal", "Appeal", states(S.DENIED, S.PART_APPROVED), S.APPEALED, WRITE, (_is_unpaid, _has_appeal)),
    Step("next_funder", "Turn to the next funder", states(S.DENIED, S.PART_APPROVED), S.NEXT_FUNDER, WRITE, (_is_unpaid,)),
    Step(
        "carry_on", "Go on with what was denied, in a request of its own",
        states(S.PART_APPROVED, *ON_ORDER, S.DELIVERED, S.FITTED, S.TRAINED, S.IN_USE, S.REPAIR), None, WRITE,
        (_is_approved, _is_unpaid),
    ),
    Step("order", "Order what is approved", states(*DECIDED, S.RETURNED), S.ORDERED, WRITE, ORDER),
    Step("order", "Order it anew, from another vendor", states(S.ORDERED), None, WRITE, ORDER, is_reasoned=True),
    Step("order", "Order it anew, from another vendor", states(S.DELAYED), S.ORDERED, WRITE, ORDER, is_reasoned=True),
    Step("slip", "Note a later delivery", states(*ON_ORDER), S.DELAYED, WRITE, is_reasoned=True),
    Step("deliver", "Record the delivery", states(*ON_ORDER), S.DELIVERED, WRITE),
    Step("fit", "Check the fit", states(S.DELIVERED), S.FITTED, SIGN),
    Step("show", "Show somebody how to use it", states(S.FITTED, S.TRAINED, S.IN_USE, S.REPAIR), None, WRITE),
    Step("train", "Family and staff can use it", states(S.FITTED), S.TRAINED, WRITE),
    Step("start_use", "Take it into use", states(S.TRAINED), S.IN_USE, WRITE),
    Step("follow_up", "Follow up", states(S.IN_USE), None, WRITE),
    Step("review_growth", "Review the growth", states(S.IN_USE), None, WRITE),
    Step("break", "Send it to repair", states(S.IN_USE), S.REPAIR, WRITE),
    Step("repaired", "Back from repair", states(S.REPAIR), S.IN_USE, WRITE),
    Step("outgrow", "Outgrown", states(S.IN_USE, S.REPAIR), S.OUTGROWN, WRITE),
    Step(
        "return", "Give it back", states(S.DELIVERED, S.FITTED, S.TRAINED, S.IN_USE, S.REPAIR, S.OUTGROWN),
        S.RETURNED, WRITE, is_reasoned=True,
    ),
    Step(
        "retire", "Retire it", states(S.IN_USE, S.REPAIR, S.OUTGROWN, S.RETURNED), S.RETIRED, WRITE, is_reasoned=True,
    ),
    Step(
        "close", "Close without equipment", states(*ASKING, *DECIDED, *ON_ORDER, S.DELIVERED, S.RETURNED),
        S.CLOSED, WRITE, is_reasoned=True,
    ),
)  # fmt: skip

MACHINE: Machine[Standing] = Machine(STEPS)
__all__ = ["DERIVING", "MACHINE", "SIGN", "STEPS", "WRITE", "Standing"]
