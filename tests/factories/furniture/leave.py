"""A leave of the person whose credential there is."""

from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    body = {"kind": "training", "from_on": "2026-01-05", "to_on": "2026-01-09"}
    path = f"/v1/staff/{world.people['therapist'].id}/leaves"
    made = await world.supervisor.post(path, body)
    assert made.status_code == 201, made.text
    return {"leave_id": made.json()["leave"]["id"]}
