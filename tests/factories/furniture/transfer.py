"""A child offered to a neighbouring program, and one offered by it."""

from tests.factories.referral import enrolled
from tests.factories.transfer import befriend, offered
from tests.factories.world import World, make_world


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    neighbour = await make_world(world.app, world.owner)
    await befriend(world, neighbour)
    going = await offered(world, neighbour, ids["student_id"])
    coming = await offered(neighbour, world, await enrolled(neighbour))
    await neighbour.close()
    return {"transfer_id": going["id"], "incoming_transfer_id": coming["id"]}
