"""Bodies of being told."""

from typing import Any

BODIES: dict[str, dict[str, Any]] = {
    "replay_dead_deliveries": {},
    "replay_webhook_delivery": {},
    "rotate_webhook_secret": {},
    "update_webhook_endpoint": {},
}
