"""Bodies of a district's map of its schools."""

from typing import Any

BODIES: dict[str, dict[str, Any]] = {
    "add_school_area": {"postal_code": "95599", "school": "Alder Elementary"},
    "update_school_area": {},
}
