"""An agency with a place, a person and a service; a talk, a resource given, a referral out."""

from tests.factories.agency import add_agency, add_part, made
from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    agency = await add_agency(world)
    site = await add_part(world, agency["id"], "sites", name="Main office")
    person = await add_part(world, agency["id"], "people", name="R. Ito")
    service = await add_part(
        world, agency["id"], "services", name="Speech therapy", kind="speech_language"
    )
    talk = await made(
        world, "/v1/agency-contacts", agency_id=agency["id"], student_id=ids["student_id"], channel="phone",
        direction="out", topic="Waiting list", exception="participating_agency",
    )  # fmt: skip
    given = await made(
        world, f"/v1/students/{ids['student_id']}/resources-given", agency_id=agency["id"], channel="phone",
        need="Play group",
    )  # fmt: skip
    referral = await made(
        world, "/v1/outbound-referrals", student_id=ids["student_id"], agency_id=agency["id"], reason="Hearing test",
    )  # fmt: skip
    return {
        "agency_contact_id": talk["id"], "resource_id": given["id"], "outbound_referral_id": referral["id"],
        "agency_id": agency["id"], "agency_site_id": site["id"], "agency_person_id": person["id"],
        "agency_service_id": service["id"],
    }  # fmt: skip
