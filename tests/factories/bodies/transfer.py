"""Bodies about moves between programs."""

from typing import Any
from uuid import uuid4

BODIES: dict[str, dict[str, Any]] = {
    "answer_transfer": {"act": "decline", "reason_code": "no_room"},
    "offer_transfer": {
        "receiver_id": str(uuid4()), "exception": "participating_agency", "reason": "The family moves.",
    },
    "step_transfer": {"act": "withdraw", "reason_code": "family_stays"},
}  # fmt: skip
