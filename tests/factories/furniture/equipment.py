"""A request with an item, a trial, a measurement and a letter; a funder and a vendor."""

from tests.factories.equipment import begun
from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    story = await begun(world, ids["student_id"], by="coordinator")
    await story.go("try", "draft")
    trials = (await story.api.get(f"{story.path}/trials")).json()
    measured = (await story.api.get(f"{story.path}/measurements")).json()
    return {
        "request_id": story.id, "item_id": story.item_ids[0], "trial_id": trials[0]["id"],
        "measurement_id": measured[0]["id"], "equipment_letter_id": (await story.letter())["id"],
        "funder_id": story.funders[0], "vendor_id": story.vendor_id,
    }  # fmt: skip
