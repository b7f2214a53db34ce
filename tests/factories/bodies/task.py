"""Bodies about tasks."""

from typing import Any

BODIES: dict[str, dict[str, Any]] = {
    "create_task": {"title": "Call the clinic", "due_on": "2026-01-05"},
    "move_task": {"act": "finish"},
    "update_task": {},
}
