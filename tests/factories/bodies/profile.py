"""Bodies about who the child is, was called and lives where."""

from typing import Any
from uuid import uuid4

HOME = {"lines": ["3 Elm Street"], "city": "Lupine", "state": "CA", "postal_code": "95501"}
BODIES: dict[str, dict[str, Any]] = {
    "add_district_area": {"postal_code": "95599", "district_id": str(uuid4())},
    "add_health_entry": {"kind": "allergy", "text": "Peanuts", "on_date": "2026-01-05", "source": "mother"},
    "add_residence": {"address": HOME, "from_on": "2026-01-05"},
    "add_student_name": {"use": "alias", "first_name": "A", "last_name": "B"},
    "rename_student": {"first_name": "A", "last_name": "B", "from_on": "2026-01-05", "reason": "court_order"},
    "update_district_area": {},
    "update_health_entry": {},
    "update_residence": {},
    "update_student_name": {},
}  # fmt: skip
