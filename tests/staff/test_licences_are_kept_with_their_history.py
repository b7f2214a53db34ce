"""Licences: recorded by those who may, never lost when renewed."""

from typing import Any

from tests.factories.problem import assert_problem
from tests.factories.world import World


def _path(world: World, name: str = "therapist") -> str:
    return f"/v1/staff/{world.people[name].id}/credentials"


def _licence(**changes: Any) -> dict[str, Any]:
    return {
        "discipline": "physical_therapy", "level": "licensed", "title": "PT", "issuer": "State board",
        "valid_from": "2024-01-01", **changes,
    }  # fmt: skip


async def test_a_renewal_keeps_what_the_licence_was(world: World) -> None:
    held = await world.licensed("therapist", expires_on="2026-06-30")
    path = f"{_path(world)}/{held['id']}"
    renewed = await world.supervisor.patch(path, {"expires_on": "2028-06-30"}, '"1"')
    assert renewed.status_code == 200, renewed.text
    assert (renewed.json()["version"], renewed.json()["expires_on"]) == (2, "2028-06-30")
    told = (await world.coordinator.get(f"{path}/history")).json()["items"]
    assert [(c["version"], c["act"]) for c in told] == [(1, "created"), (2, "changed")]
    assert told[1]["changes"] == {"expires_on": {"from": "2026-06-30", "to": "2028-06-30"}}
    assert told[1]["created_by"] == str(world.people["supervisor"].id)


async def test_a_change_that_changes_nothing_is_no_new_version(world: World) -> None:
    held = await world.licensed("therapist")
    path = f"{_path(world)}/{held['id']}"
    same = await world.supervisor.patch(path, {"title": held["title"]}, '"1"')
    assert same.json()["version"] == 1
    assert len((await world.supervisor.get(f"{path}/history")).json()["items"]) == 1


async def test_a_licence_ends_after_it_begins(world: World) -> None:
    answer = await world.supervisor.post(_path(world), _licence(expires_on="2023-12-31"))
    assert_problem(answer, 409, "credential-dates")
    held = await world.licensed("therapist")
    answer = await world.supervisor.patch(
        f"{_path(world)}/{held['id']}", {"expires_on": "2019-01-01"}, '"1"'
    )
    assert_problem(answer, 409, "credential-dates")


async def test_an_assistant_is_supervised_by_somebody_licensed_in_the_discipline(
    world: World,
) -> None:
    supervisor = str(world.people["supervisor"].id)
    body = _licence(level="assistant", supervisor_id=supervisor)
    assert_problem(await world.administrator.post(_path(world), body), 409, "supervisor-unfit")
    await world.licensed("supervisor", "physical_therapy")
    assert (await world.administrator.post(_path(world), body)).status_code == 201
    own = _licence(supervisor_id=str(world.people["therapist"].id))
    assert_problem(await world.administrator.post(_path(world), own), 409, "supervisor-unfit")


async def test_nobody_records_their_own_licence_without_the_right(world: World) -> None:
    for name in ("coordinator", "therapist", "intake", "auditor"):
        assert_problem(await world.api(name).post(_path(world, name), _licence()), 403, "forbidden")


async def test_a_licence_of_another_person_is_not_found_under_this_one(world: World) -> None:
    held = await world.licensed("therapist")
    path = f"{_path(world, 'coordinator')}/{held['id']}"
    assert_problem(await world.supervisor.get(path), 404, "credential-not-found")
    assert_problem(
        await world.supervisor.patch(path, {"title": "X"}, '"1"'), 404, "credential-not-found"
    )
    assert_problem(
        await world.supervisor.get(f"/v1/staff/{world.people['agency'].id}/credentials"), 404, "staff-not-found",
    )  # fmt: skip
