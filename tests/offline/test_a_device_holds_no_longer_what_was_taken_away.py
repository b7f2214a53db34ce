"""Each contact tells a device the whole of what it may hold; what was taken from somebody is named to be removed."""

from typing import Any

from tests.duplicate.test_a_person_decides_and_can_take_it_back import _decide, _twice
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World

FILES = "/v1/me/offline-files"


async def _holds(world: World, who: str) -> dict[str, Any]:
    found = await world.api(who).get(FILES)
    assert found.status_code == 200, found.text
    answer: dict[str, Any] = found.json()
    return answer


async def test_a_child_given_to_another_goes_at_the_next_contact(world: World) -> None:
    student_id = await enrolled(world)
    before = await _holds(world, "coordinator")
    assert [f["student_id"] for f in before["keep"]] == [student_id]
    version = (await world.coordinator.get(f"/v1/students/{student_id}")).json()["version"]
    assert (before["keep"][0]["version"], before["remove"]) == (version, [])
    await world.supervisor.post(
        f"/v1/students/{student_id}/assignments",
        {
            "principal_id": str(world.people["coordinator-2"].id),
            "role": "coordinator",
            "grounds": "On the team.",
        },
    )
    after = await _holds(world, "coordinator")
    assert (after["keep"], after["remove"]) == ([], [student_id])
    theirs = await _holds(world, "coordinator-2")
    assert [f["student_id"] for f in theirs["keep"]] == [student_id]
    log = (await world.supervisor.get("/v1/access-log")).json()["items"]
    told = [e["detail"]["removed"] for e in log if e["resource"] == "offline-files"]
    assert [student_id] in told, "that the device was told stands on the record of access"


async def test_a_file_opened_in_an_emergency_is_held_for_its_hours(world: World) -> None:
    student_id = await enrolled(world)
    opened = await world.api("coordinator-2").post(
        f"/v1/students/{student_id}/emergency-access", {"reason": "Fever on a visit."}
    )
    assert opened.status_code == 201, opened.text
    [held] = (await _holds(world, "coordinator-2"))["keep"]
    assert (held["student_id"], held["until"]) == (student_id, opened.json()["ends_at"])
    await world.change(
        "update eb.emergency_access set ends_at = now() - interval '1 minute' where id = :i",
        i=opened.json()["id"],
    )
    after = await _holds(world, "coordinator-2")
    assert (after["keep"], after["remove"]) == ([], [student_id])


async def test_a_merged_file_is_held_through_the_one_that_goes_on(world: World) -> None:
    first, second = await _twice(world)
    await world.supervisor.post(
        f"/v1/students/{second}/assignments",
        {
            "principal_id": str(world.people["coordinator"].id),
            "role": "coordinator",
            "grounds": "On the team.",
        },
    )
    await _decide(world, first, other_id=second, state="merged")
    after = await _holds(world, "coordinator")
    assert first in {f["student_id"] for f in after["keep"]}
    assert after["remove"] == [second]


async def test_who_may_act_no_more_may_hold_nothing(world: World) -> None:
    await enrolled(world)
    await world.change(
        "update eb.principal set is_active = false where id = :i", i=world.people["coordinator"].id
    )
    assert_problem(await world.coordinator.get(FILES), 401, "principal-inactive")


async def test_a_supervisor_holds_no_program(world: World) -> None:
    """Who may see every file holds none that is not their own work."""
    await enrolled(world)
    assert (await _holds(world, "supervisor"))["keep"] == []
    assert_problem(await world.agency.get(FILES), 403, "forbidden")
