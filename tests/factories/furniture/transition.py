"""A transition plan in the making."""

from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    begun = await world.coordinator.post(
        f"/v1/students/{ids['student_id']}/transition-plans",
        {"preparation": "Visits the classroom."},
    )
    assert begun.status_code == 201, begun.text
    return {"transition_plan_id": begun.json()["id"]}
