"""A licence of the therapist."""

from tests.factories.world import World


async def furnish(world: World, _: dict[str, str]) -> dict[str, str]:
    person = world.people["therapist"].id
    licence = await world.licensed("therapist")
    return {"principal_id": str(person), "credential_id": licence["id"]}
