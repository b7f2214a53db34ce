"""Bodies of the way to the district."""

from typing import Any
from uuid import uuid4

BODIES: dict[str, dict[str, Any]] = {
    "acknowledge_packet": {},
    "begin_transition_plan": {},
    "decline_conference": {"contact_id": str(uuid4()), "declined_on": "2026-01-05"},
    "establish_transition_plan": {},
    "object_to_notice": {
        "contact_id": str(uuid4()), "notice_sent_on": "2026-01-05", "objected_on": "2026-01-06",
    },
    "report_packet_result": {"result": "not_determined", "on": "2026-01-05"},
    "update_transition_plan": {},
    "withdraw_conference_decline": {"contact_id": str(uuid4())},
    "withdraw_objection": {"contact_id": str(uuid4())},
}  # fmt: skip
