"""A postal code on the district's map of its schools."""

from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    body = {"postal_code": "95501", "school": "Alder Elementary"}
    made = await world.district.post("/v1/school-areas", body)
    assert made.status_code == 201, made.text
    return {"school_area_id": made.json()["id"]}
