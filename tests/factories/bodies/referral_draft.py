"""Bodies of a referral in the making."""

from typing import Any

BODIES: dict[str, dict[str, Any]] = {
    "begin_referral_draft": {"reason": "Few words."},
    "update_referral_draft": {},
    "send_referral_draft": {},
}
