"""Bodies about two files of one child."""

from typing import Any
from uuid import uuid4

BODIES: dict[str, dict[str, Any]] = {
    "link_students": {"other_id": str(uuid4()), "state": "linked"},
    "step_student_link": {"act": "split", "reason_code": "mistake"},
}
