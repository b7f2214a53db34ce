"""A draft of the coordinator's."""

from tests.factories.note import written
from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    made = await written(world, "coordinator", ids["student_id"])
    return {"note_id": made["id"]}
