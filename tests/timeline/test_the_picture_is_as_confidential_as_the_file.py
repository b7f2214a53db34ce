from datetime import timedelta
from xml.etree.ElementTree import fromstring

from tests.factories.county import handed_over
from tests.factories.problem import assert_problem
from tests.factories.world import World


async def test_it_names_nobody_and_carries_no_id(world: World) -> None:
    furnished = await handed_over(world)
    response = await world.coordinator.get(
        f"/v1/students/{furnished.ids['student_id']}/timeline.svg"
    )
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("image/svg+xml")
    fromstring(response.text)  # noqa: S314 - our own picture
    for secret in ("Amina", "Okafor", "Grace", "Test Program", *furnished.ids.values()):
        assert secret not in response.text


async def test_it_is_the_same_until_the_file_changes(world: World) -> None:
    furnished = await handed_over(world)
    student = f"/v1/students/{furnished.ids['student_id']}"
    first = await world.coordinator.get(f"{student}/timeline.svg")
    tag = first.headers["etag"]
    again = await world.coordinator.get(f"{student}/timeline.svg", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    signed = {"type": "consent.evaluation.signed", "on": str(world.today)}
    await world.coordinator.post(f"{student}/events", signed)
    changed = await world.coordinator.get(f"{student}/timeline.svg", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


async def test_it_can_be_drawn_as_of_an_earlier_day(world: World) -> None:
    furnished = await handed_over(world)
    path = f"/v1/students/{furnished.ids['student_id']}/timeline.svg"
    day = world.today - timedelta(days=59)
    earlier = await world.coordinator.get(path, params={"as_of": str(day)})
    assert f"As of {day.day} " in earlier.text
    for edge in ("1900-01-01", "2100-12-31"):
        assert (await world.coordinator.get(path, params={"as_of": edge})).status_code == 200


async def test_it_is_for_those_who_may_open_the_file_and_goes_on_the_record(
    world: World, other: World
) -> None:
    furnished = await handed_over(world)
    student = f"/v1/students/{furnished.ids['student_id']}"
    assert_problem(
        await world.api("coordinator-2").get(f"{student}/timeline.svg"), 403, "not-on-caseload"
    )
    assert_problem(await other.supervisor.get(f"{student}/timeline.svg"), 404, "student-not-found")
    assert_problem(await world.agency.get(f"{student}/timeline.svg"), 403, "forbidden")
    await world.coordinator.get(f"{student}/timeline.svg")
    log = (await world.supervisor.get(f"{student}/access-log")).json()["items"]
    assert (log[0]["action"], log[0]["resource"]) == ("read", "deadlines")
    assert log[0]["created_by"] == str(world.people["coordinator"].id)
