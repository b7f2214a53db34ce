"""A prior written notice to the mother."""

from tests.factories.letter import write
from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    letter = await write(world, ids["student_id"], contact_id=ids["contact_id"])
    return {"letter_id": letter["id"]}
