"""Another file, known to be of another child."""

from tests.factories.referral import accept, refer
from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    child = {"first_name": "Quite", "last_name": "Different", "born_on": "2025-01-09"}
    contacts = [{"first_name": "P", "relationship": "parent"}]
    other_id = await accept(world, await refer(world, child=child, contacts=contacts))
    body = {"other_id": other_id, "state": "distinct"}
    made = await world.supervisor.post(f"/v1/students/{ids['student_id']}/links", body)
    assert made.status_code == 201, made.text
    return {"link_id": made.json()["id"]}
