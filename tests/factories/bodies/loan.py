"""Bodies about the loan closet."""

from typing import Any
from uuid import uuid4

BODIES: dict[str, dict[str, Any]] = {
    "add_loan_item": {
        "kind": "seating", "name": "X", "manufacturer": "X", "model": "X", "serial_number": "X", "condition": "good",
    },
    "publish_equipment_recall": {"manufacturer": "X", "model": "X", "notice": "x", "published_on": "2026-01-05"},
    "reserve_loan": {
        "item_id": str(uuid4()), "student_id": str(uuid4()), "from_on": "2026-01-05", "until_on": "2026-01-06",
    },
    "take_equipment_recall_step": {"act": "withdraw", "reason_code": "other"},
    "take_loan_item_step": {"act": "clean"},
    "take_loan_step": {"act": "cancel", "reason_code": "other"},
    "update_equipment_recall": {},
    "update_loan_item": {},
}  # fmt: skip
