"""Bodies about documents."""

from typing import Any
from uuid import uuid4

BODIES: dict[str, dict[str, Any]] = {
    "add_document": {
        "upload_id": str(uuid4()), "file_name": "a.pdf", "title": "Report", "kind": "other", "part": "educational",
    },
    "update_document": {},
    "take_document_step": {"act": "withdraw", "reason_code": "superseded"},
    "add_document_version": {"upload_id": str(uuid4()), "file_name": "a.pdf"},
}  # fmt: skip
