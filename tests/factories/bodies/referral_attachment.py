"""Bodies about what comes with a referral."""

from typing import Any
from uuid import uuid4

BODIES: dict[str, dict[str, Any]] = {
    "attach_to_referral": {"upload_id": str(uuid4()), "file_name": "a.pdf", "title": "Letter"},
}
