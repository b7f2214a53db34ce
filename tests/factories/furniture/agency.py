"""An agency with a place, a person and a service."""

from tests.factories.agency import add_agency, add_part
from tests.factories.world import World


async def furnish(world: World, _: dict[str, str]) -> dict[str, str]:
    agency = await add_agency(world)
    site = await add_part(world, agency["id"], "sites", name="Main office")
    person = await add_part(world, agency["id"], "people", name="R. Ito")
    service = await add_part(
        world, agency["id"], "services", name="Speech therapy", kind="speech_language"
    )
    return {
        "agency_id": agency["id"], "agency_site_id": site["id"], "agency_person_id": person["id"],
        "agency_service_id": service["id"],
    }  # fmt: skip
