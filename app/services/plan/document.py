"""A version as one document: what is signed, and what is compared."""

from collections.abc import Sequence
from typing import Any

from app.models.plan import Plan, PlanMeeting
from app.models.service_line import ServiceLine
from app.models.words.plan import LineState

COMMON = ("language", "coordinator_id", "starts_on", "ends_on", "levels")
IFSP_PARTS = ("family", "outcomes", "other_services", "transition")
IEP_PARTS = ("goals", "placement", "accommodations", "strategies")
PARTS = {"partc": IFSP_PARTS, "partb": IEP_PARTS}
COPIED = (*COMMON, *IFSP_PARTS, *IEP_PARTS)
"""What the next version starts with."""
LINE = (
    "number", "service", "delivery_model", "intensity", "sessions", "per", "minutes", "starts_on", "ends_on", "method",
    "location", "setting", "setting_code", "natural_environment_reason", "is_direct", "discipline", "provider_id",
    "payer", "outcomes", "flexibility", "least_sessions", "most_sessions",
)  # fmt: skip
"""What a line promises. Everything else on it says what became of the promise."""


def promised(line: ServiceLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in LINE}


def document(plan: Plan, lines: Sequence[ServiceLine]) -> dict[str, Any]:
    """Everything of the version that a reader must agree with."""
    return {
        "type": plan.type,
        "reason": plan.reason,
        **{name: getattr(plan, name) for name in (*COMMON, *PARTS[plan.program])},
        "services": [promised(x) for x in lines if x.state != LineState.WITHDRAWN],
    }


def presented(
    plan: Plan, lines: Sequence[ServiceLine], meeting: PlanMeeting | None
) -> dict[str, Any]:
    """What a signature stands under: the version, its number, and who took part."""
    return {
        "plan_id": plan.id,
        "student_id": plan.student_id,
        "program": plan.program,
        "number": plan.number,
        "held_on": plan.held_on,
        "participants": meeting.participants if meeting else [],
        **document(plan, lines),
    }
