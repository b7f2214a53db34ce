"""What a parent may read of who saw the record: lists that showed the child are among it, found by an index."""

from typing import Any

from tests.factories.referral import enrolled
from tests.factories.world import World


async def _log(world: World, student_id: str, **params: Any) -> list[dict[str, Any]]:
    found = await world.supervisor.get(f"/v1/students/{student_id}/access-log", params=params)
    assert found.status_code == 200, found.text
    items: list[dict[str, Any]] = found.json()["items"]
    return items


async def test_every_showing_of_a_list_is_there_though_its_children_are_kept_once(
    world: World,
) -> None:
    student_id = await enrolled(world)
    for _ in range(3):
        assert (await world.coordinator.get("/v1/students")).status_code == 200
    shown = [e for e in await _log(world, student_id) if e["resource"] == "caseload"]
    assert len(shown) == 3
    assert {e["party"] for e in shown} == {"coordinator-1 of the test"}
    sets = await world.look(
        "select count(*) as n from eb.access_set where student_id = :s", s=student_id
    )
    showings = await world.look(
        "select count(*) as n from eb.access_of_set where tenant_id = :t", t=world.program_id
    )
    assert sets[0].n < showings[0].n


async def test_a_list_that_did_not_show_the_child_is_not_among_them(world: World) -> None:
    mine = await enrolled(world)
    child = {"first_name": "Ren", "last_name": "Ito", "born_on": "2025-02-02"}
    other = await enrolled(world, child=child)
    await world.supervisor.post(
        f"/v1/students/{other}/assignments",
        {
            "principal_id": str(world.people["coordinator-2"].id),
            "role": "coordinator",
            "grounds": "On the team.",
        },
    )
    await world.api("coordinator-2").get("/v1/students")
    parties = {e["party"] for e in await _log(world, mine) if e["resource"] == "caseload"}
    assert "coordinator-2 of the test" not in parties
    theirs = {e["party"] for e in await _log(world, other) if e["resource"] == "caseload"}
    assert theirs == {"coordinator-2 of the test"}


async def test_pages_of_all_that_there_is_follow_one_another(world: World) -> None:
    """Opened, listed, exported: each entry once, the newest first."""
    student_id = await enrolled(world)
    for _ in range(4):
        await world.coordinator.get("/v1/students")
        await world.coordinator.get(f"/v1/students/{student_id}")
        await world.administrator.get("/v1/exports/students")
    whole = [e["id"] for e in await _log(world, student_id, limit=200)]
    path, seen = f"/v1/students/{student_id}/access-log?limit=5", []
    while path:
        page = (await world.supervisor.get(path)).json()
        seen += [e["id"] for e in page["items"]]
        cursor = page["next_cursor"]
        path = f"/v1/students/{student_id}/access-log?limit=5&cursor={cursor}" if cursor else ""
    assert len(seen) == len(set(seen))
    assert seen[-len(whole) :] == whole
    resources = {e["resource"] for e in await _log(world, student_id, limit=200)}
    assert {"caseload", "export", "student"} <= resources
