"""A referral that intake has not sent yet."""

from tests.factories.world import World


async def furnish(world: World, _: dict[str, str]) -> dict[str, str]:
    made = await world.intake.post("/v1/referral-drafts", {"reason": "Few words."})
    assert made.status_code == 201, made.text
    return {"referral_draft_id": made.json()["id"]}
