"""A delegated programme of the coordinator, who is licensed for it."""

from tests.factories.delegation import PROGRAMME
from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    if not (
        await world.supervisor.get(f"/v1/staff/{world.people['coordinator'].id}/credentials")
    ).json():
        await world.licensed("coordinator", "special_instruction")
    made = await world.coordinator.post(
        "/v1/delegations", {"student_id": ids["student_id"], **PROGRAMME}
    )
    assert made.status_code == 201, made.text
    return {"delegation_id": made.json()["id"]}
