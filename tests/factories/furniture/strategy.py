"""A strategy in use."""

from tests.factories.strategy import registered
from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    made = await registered(world, ids["student_id"], started_on=str(world.today))
    return {"strategy_id": made["id"]}
