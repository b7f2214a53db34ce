"""The directory: searched by what a family needs, kept with its history, never emptied."""

from typing import Any

from tests.factories.agency import add_agency, add_part
from tests.factories.problem import assert_problem
from tests.factories.world import World

AGENCIES = "/v1/agencies"


async def found(world: World, **asked: Any) -> list[str]:
    response = await world.therapist.get(AGENCIES, params=asked)
    assert response.status_code == 200, response.text
    return [row["agency"]["name"] for row in response.json()["items"]]


async def offer(world: World, name: str, **service: Any) -> dict[str, Any]:
    agency = await add_agency(world, name=name)
    body = {"name": "Therapy", "kind": "speech_language", **service}
    return await add_part(world, agency["id"], "services", **body)


async def test_one_service_must_match_all_that_is_asked(world: World) -> None:
    await offer(world, "Alder", areas=["Live Oak"], languages=["es-MX"], capacity="has_capacity")
    cedar = await offer(world, "Cedar", areas=["Live Oak"], languages=["en"], capacity="waitlist")
    await add_part(
        world, cedar["agency_id"], "services", name="Food", kind="food", languages=["es"],
        areas=["Tamarack"], capacity="has_capacity",
    )  # fmt: skip
    await offer(world, "Birch", kind="occupational_therapy")
    assert await found(world) == ["Alder", "Birch", "Cedar"]
    assert await found(world, service="speech_language") == ["Alder", "Cedar"]
    for tag in ("es", "ES-419", "es-MX"):
        assert await found(world, service="speech_language", language=tag) == ["Alder"], tag
    assert await found(world, language="est") == []
    assert await found(world, service="food", area="Live Oak") == []
    assert await found(world, area="LIVE  oak", capacity="waitlist") == ["Cedar"]


async def test_a_name_is_found_by_its_beginning_whatever_its_accents(world: World) -> None:
    for name in ("Ángeles Pediatrics", "Anchor House", "Zinnia"):
        await add_agency(world, name=name)
    assert await found(world, name="ange") == ["Ángeles Pediatrics"]
    assert await found(world, name="AN") == ["Anchor House", "Ángeles Pediatrics"]
    assert await found(world, name="nch") == []


async def test_pages_follow_the_names(world: World) -> None:
    for name in ("Delta", "alpha", "Beta", "beta"):
        await add_agency(world, name=name)
    first = (await world.therapist.get(AGENCIES, params={"limit": 3})).json()
    assert [r["agency"]["name"].lower() for r in first["items"]] == ["alpha", "beta", "beta"]
    rest = await world.therapist.get(AGENCIES, params={"limit": 3, "cursor": first["next_cursor"]})
    assert [r["agency"]["name"] for r in rest.json()["items"]] == ["Delta"]


async def test_what_is_gone_becomes_inactive_and_keeps_its_history(world: World) -> None:
    agency = await add_agency(world, name="Alder")
    path = f"{AGENCIES}/{agency['id']}"
    gone = {"status": "inactive", "inactive_reason": "closed its doors"}
    assert (await world.coordinator.patch(path, gone, '"1"')).status_code == 200
    assert await found(world) == []
    assert await found(world, status="inactive") == ["Alder"]
    back = await world.coordinator.patch(path, {"status": "active"}, '"2"')
    assert (back.json()["inactive_reason"], back.json()["version"]) == (None, 3)
    told = (await world.auditor.get(f"{path}/history")).json()["items"]
    assert [c["act"] for c in told] == ["created", "changed", "changed"]
    assert told[1]["changes"]["status"] == {"from": "active", "to": "inactive"}
    assert (await world.coordinator.http.delete(path)).status_code == 405


async def test_room_is_dated_when_it_is_told(world: World) -> None:
    service = await offer(world, "Alder", capacity="waitlist", capacity_updated_on="2026-01-05")
    path = f"{AGENCIES}/{service['agency_id']}/services/{service['id']}"
    assert service["capacity_updated_on"] == "2026-01-05"
    told = (await world.coordinator.patch(path, {"capacity": "has_capacity"}, '"1"')).json()
    assert told["capacity_updated_on"] == str(world.today)
    late = await world.coordinator.patch(
        path, {"capacity": "none", "capacity_updated_on": "2100-01-01"}, '"2"'
    )
    assert_problem(late, 409, "capacity-in-future")


async def test_a_partner_has_one_entry_and_others_are_not_partners(
    world: World, other: World
) -> None:
    body = {"name": "Clinic", "kind": "clinic", "organisation_id": str(world.agency_id)}
    assert (await world.intake.post(AGENCIES, body)).status_code == 201
    assert_problem(await world.intake.post(AGENCIES, body), 409, "partner-listed-already")
    body["organisation_id"] = str(other.agency_id)
    assert_problem(await world.intake.post(AGENCIES, body), 409, "not-a-partner-organisation")


async def test_a_service_is_at_a_place_of_its_own_agency_for_ages_in_order(world: World) -> None:
    alder, cedar = await add_agency(world, name="Alder"), await add_agency(world, name="Cedar")
    hours = [{"days": ["MO", "WE"], "opens_at": "08:30", "closes_at": "17:00"}]
    site = await add_part(
        world, cedar["id"], "sites", name="North", hours=hours, phone="555-555-0101",
        address={"lines": ["1 Elm St"], "city": "Tamarack", "state": "CA", "postal_code": "93985"},
    )  # fmt: skip
    body = {"name": "Therapy", "kind": "vision", "site_id": site["id"]}
    path = f"{AGENCIES}/{alder['id']}/services"
    assert_problem(await world.coordinator.post(path, body), 409, "site-of-another-agency")
    ages = {**body, "site_id": None, "min_months": 36, "max_months": 12}
    assert_problem(await world.coordinator.post(path, ages), 409, "ages-reversed")
    held = await add_part(world, cedar["id"], "services", **body)
    whole = (await world.therapist.get(f"{AGENCIES}/{cedar['id']}")).json()
    assert [s["hours"] for s in whole["sites"]] == [hours]
    assert [s["id"] for s in whole["services"]] == [held["id"]]
    elsewhere = f"{AGENCIES}/{alder['id']}/services/{held['id']}"
    assert_problem(await world.therapist.get(elsewhere), 404, "agency-service-not-found")


async def test_systems_of_partners_do_not_read_the_directory(world: World) -> None:
    for name in ("agency", "district"):
        assert (await world.api(name).get(AGENCIES)).status_code == 403
    assert (await world.auditor.post(AGENCIES, {"name": "A", "kind": "other"})).status_code == 403
