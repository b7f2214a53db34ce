"""Bodies about meetings."""

from typing import Any

BODIES: dict[str, dict[str, Any]] = {
    "invite_to_meeting": {"role": "other", "outside_name": "R. Ito"},
    "move_meeting": {"act": "cancel", "reason_code": "other", "called_off_by": "family"},
    "propose_meeting": {
        "kind": "team", "title": "Team", "starts_at": "2026-01-05T17:00:00Z", "ends_at": "2026-01-05T18:00:00Z",
    },
    "update_invitee": {},
    "update_meeting": {},
}  # fmt: skip
