"""A photograph of the request, by consent."""

from tests.factories.equipment_photo import agreed, photographed
from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    await agreed(world, ids["student_id"], ids["contact_id"])
    made = await photographed(world.coordinator, ids["student_id"], ids["request_id"])
    return {"equipment_photo_id": made.json()["id"]}
