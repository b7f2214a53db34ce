"""An endpoint of the program, and a delivery to it."""

from tests.factories.webhook import told
from tests.factories.world import World


async def furnish(world: World, _: dict[str, str]) -> dict[str, str]:
    return await told(world, "administrator")
