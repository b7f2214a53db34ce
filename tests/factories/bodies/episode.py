"""Bodies about a stay in the program."""

from typing import Any

BODIES: dict[str, dict[str, Any]] = {
    "re_enrol_student": {},
    "step_enrolment": {"act": "attempt", "on": "2026-01-05", "channel": "phone"},
}
