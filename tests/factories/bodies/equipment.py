"""Bodies about equipment."""

from typing import Any
from uuid import uuid4

BODIES: dict[str, dict[str, Any]] = {
    "add_equipment_funder": {"kind": "charity", "name": "X", "rank": 9},
    "add_equipment_item": {"kind": "seating", "name": "X", "reason": "x"},
    "add_equipment_measurement": {"part": "height", "value": "80", "taken_on": "2026-01-05"},
    "add_equipment_trial": {
        "tried": "X", "from_on": "2026-01-05", "place": "home", "present": ["x"], "result": "worked", "notes": "x",
    },
    "add_equipment_vendor": {"name": "X"},
    "clear_equipment_recall": {"recall_id": str(uuid4()), "reason_code": "other"},
    "derive_equipment_letter": {"kind": "appeal"},
    "record_equipment_need": {"student_id": str(uuid4()), "kind": "seating", "need": "x", "source": "visit"},
    "take_equipment_step": {"act": "try"},
    "update_equipment_funder": {},
    "update_equipment_item": {},
    "update_equipment_letter": {},
    "update_equipment_measurement": {},
    "update_equipment_policy": {},
    "update_equipment_request": {},
    "update_equipment_trial": {},
    "update_equipment_vendor": {},
}  # fmt: skip
