"""Strategies."""

from typing import Any

from tests.factories.world import World

GRIP: dict[str, Any] = {
    "area": "grip", "title": "Thick crayons", "how": "Offer thick crayons at every drawing; praise the grip.",
    "place": "At home and in the class", "check_every_days": 30,
}  # fmt: skip


async def registered(world: World, student_id: str, **changes: Any) -> dict[str, Any]:
    """A strategy that the coordinator has written down."""
    body = {"student_id": student_id, **GRIP, **changes}
    made = await world.coordinator.post("/v1/strategies", body)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found
