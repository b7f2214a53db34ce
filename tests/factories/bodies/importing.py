"""A body of an import."""

from typing import Any

BODIES: dict[str, dict[str, Any]] = {
    "import_referrals": {"dry_run": True, "lines": [{"ref": "1", "data": {}}]},
    "import_records": {"dry_run": True, "lines": [{"ref": "1", "data": {}}]},
}
