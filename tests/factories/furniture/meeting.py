"""A meeting of the student with one invitee."""

from tests.factories.meeting import propose
from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    meeting = await propose(world, student_id=ids["student_id"])
    found = (await world.coordinator.get(f"/v1/meetings/{meeting['id']}")).json()
    return {"meeting_id": meeting["id"], "invitee_id": found["invitees"][0]["id"]}
