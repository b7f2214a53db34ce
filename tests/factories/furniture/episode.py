"""The child's stay in the program."""

from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    rows = (await world.supervisor.get(f"/v1/students/{ids['student_id']}/enrolments")).json()
    return {"enrolment_id": rows[0]["id"]}
