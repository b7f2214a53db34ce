"""Meetings."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.factories.world import World

MEETINGS = "/v1/meetings"


def hours(days: int = 0, hour: int = 0) -> dict[str, str]:
    """An hour that began `days` days and `hour` hours from now."""
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=days, hours=hour)
    return {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=1)).isoformat()}


async def propose(world: World, **changes: Any) -> dict[str, Any]:
    body = {
        "kind": "transition_conference", "title": "Conference", **hours(-1),
        "invitees": [{"role": "district", "outside_name": "R. Ito"}], **changes,
    }  # fmt: skip
    response = await world.coordinator.post(MEETINGS, body)
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


def team(parent_id: str) -> list[dict[str, str]]:
    """Those without whom no first or annual meeting on an IFSP is one."""
    return [
        {"role": "parent", "contact_id": parent_id},
        {"role": "coordinator", "outside_name": "C. Lind"},
        {"role": "evaluator", "outside_name": "E. Sato"},
    ]
