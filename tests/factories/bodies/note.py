"""Bodies about notes."""

from typing import Any

BODIES: dict[str, dict[str, Any]] = {
    "write_note": {
        "kind": "coordination",
        "on_date": "2026-01-05",
        "text": "Called the family.",
        "visit": {"present": ["The mother"]},
    },
    "update_note": {},
    "take_note_step": {"act": "mark_entered_in_error", "reason_code": "wrong_child"},
}
