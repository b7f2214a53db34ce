"""Bodies about strategies."""

from typing import Any
from uuid import uuid4

BODIES: dict[str, dict[str, Any]] = {
    "move_strategy": {"act": "end", "reason_code": "done"},
    "update_strategy": {},
    "write_strategy": {
        "student_id": str(uuid4()), "area": "grip", "title": "Thick crayons", "how": "At every drawing.",
        "goal": "We want to draw together.", "steps": ["Offer the crayon."], "whom_to_call": "The therapist, 555-555-0100",
    },
}  # fmt: skip
