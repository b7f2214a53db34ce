"""Letters as a coordinator asks for them."""

from typing import Any

from tests.factories.world import World

NOTICE = {
    "kind": "prior_written_notice",
    "decision": "proposes",
    "action": "Speech therapy twice a week instead of once.",
    "reasons": "The review showed more words when sessions are closer together.",
}


async def contact_of(world: World, student_id: str) -> str:
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    return str(file["contacts"][0]["id"])


async def write(world: World, student_id: str, **changes: Any) -> dict[str, Any]:
    """A prior written notice, or what `changes` make of it."""
    body = changes if "kind" in changes else {**NOTICE, **changes}
    response = await world.coordinator.post(f"/v1/students/{student_id}/letters", body)
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found
