"""A thing of the closet, a loan of it, and a recall of another."""

from tests.factories.equipment import made
from tests.factories.loan import on_shelf, reserve
from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    item = await on_shelf(world)
    loan = made(await reserve(world.coordinator, world, item, ids["student_id"], 0, 30))
    notice = {
        "manufacturer": "Sitwell", "model": "High", "notice": "Check the strap.", "published_on": str(world.today),
    }  # fmt: skip
    recall = made(await world.supervisor.post("/v1/equipment-recalls", notice))
    return {"loan_item_id": item["id"], "loan_id": loan["id"], "recall_id": recall["id"]}
