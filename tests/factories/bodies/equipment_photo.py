"""Bodies about photographs."""

from typing import Any
from uuid import uuid4

BODIES: dict[str, dict[str, Any]] = {
    "add_equipment_photo": {
        "document_version_id": str(uuid4()),
        "alt": "A chair",
        "caption": "Side",
    },
    "update_equipment_photo": {},
}
