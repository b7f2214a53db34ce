"""Referrals by the public form."""

from typing import Any

from tests.factories.referral import referral
from tests.factories.world import World


def submission(world: World, **changes: Any) -> dict[str, Any]:
    """Body of POST /v1/forms/referral/submissions by a teacher at a day care."""
    sender = {"name": "Rosa Vega", "role": "teacher", "reply_to": "(555) 555-0199"}
    consent = {"parent_informed": True, **changes.pop("consent", {})}
    return referral(world, **{"sender": sender, "consent": consent, **changes})
