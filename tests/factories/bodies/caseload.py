"""Bodies about caseloads and leave."""

from typing import Any
from uuid import uuid4

BODIES: dict[str, dict[str, Any]] = {
    "reassign_students": {
        "from_principal_id": str(uuid4()), "to_principal_id": str(uuid4()), "role": "coordinator", "grounds": "x",
        "is_preview": True,
    },
    "take_leave": {"kind": "holiday", "from_on": "2026-01-05", "to_on": "2026-01-09"},
    "update_leave": {},
}  # fmt: skip
