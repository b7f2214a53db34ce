"""Bodies about delegated programmes."""

from typing import Any
from uuid import uuid4

BODIES: dict[str, dict[str, Any]] = {
    "move_delegation": {"act": "end", "reason_code": "done"},
    "update_delegation": {},
    "write_delegation": {
        "student_id": str(uuid4()), "title": "Seating at the table", "steps": ["Feet on the rest."],
        "outside_name": "Aide of the class", "check_every_days": 30,
    },
}  # fmt: skip
