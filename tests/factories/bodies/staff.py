"""Bodies about the program's people."""

from typing import Any

BODIES: dict[str, dict[str, Any]] = {
    "add_credential": {
        "discipline": "occupational_therapy", "level": "licensed", "title": "OTR/L", "issuer": "State board",
        "valid_from": "2024-01-01",
    },
    "update_credential": {},
    "update_me": {},
    "update_staff_member": {},
}  # fmt: skip
