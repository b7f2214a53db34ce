"""An interim plan in force, with one service that was given once."""

from tests.factories.plan import Planned, dates, opened, service
from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    plan: Planned = await opened(world, f"/v1/students/{ids['student_id']}", "interim")
    line = await plan.add(**service(1, **dates(world)))
    await plan.present()
    signed = await plan.sign(world.today)
    assert signed.status_code == 200, signed.text
    path = f"{plan.student}/services/{line['id']}/deliveries"
    given = await world.coordinator.post(path, {"on": str(world.today)})
    assert given.status_code == 201, given.text
    under = (await world.coordinator.get(f"{plan.path}/signatures")).json()
    return {
        "plan_id": plan.id, "line_id": line["id"], "delivery_id": given.json()["id"], "signature_id": under[-1]["id"],
    }  # fmt: skip
