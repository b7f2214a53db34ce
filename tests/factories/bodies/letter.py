"""Bodies of letters."""

from typing import Any
from uuid import uuid4

BODIES: dict[str, dict[str, Any]] = {
    "issue_letter": {
        "kind": "prior_written_notice", "contact_id": str(uuid4()), "decision": "proposes",
        "action": "Speech therapy twice a week.", "reasons": "The review showed more words.",
    },
}  # fmt: skip
