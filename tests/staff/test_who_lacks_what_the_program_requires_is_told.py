"""A program says which credentials its roles must hold; who holds no valid one is a worklist until it is there."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.problem import assert_problem
from tests.factories.world import World

SETTINGS, LACKING = "/v1/program-settings", "/v1/worklists/missing-credentials"
REQUIRED = {"cpr": ["therapist"], "background_check": ["coordinator", "therapist"]}


async def _require(world: World, required: dict[str, Any]) -> None:
    tag = (await world.administrator.get(SETTINGS)).headers["etag"]
    answer = await world.administrator.patch(SETTINGS, {"required_credentials": required}, tag)
    assert answer.status_code == 200, answer.text


async def _hold(world: World, name: str, kind: str, first: int, last: int | None) -> None:
    """Valid from and until so many days from today."""
    body = {
        "kind": kind, "title": "x", "issuer": "x", "valid_from": str(world.today + timedelta(days=first)),
        "expires_on": None if last is None else str(world.today + timedelta(days=last)),
    }  # fmt: skip
    path = f"/v1/staff/{world.people[name].id}/credentials"
    answer = await world.supervisor.post(path, body)
    assert answer.status_code == 201, answer.text


async def _lacking(world: World) -> dict[str, tuple[list[str], str]]:
    """By person: the kinds, and since when."""
    rows = (await world.supervisor.get(LACKING)).json()["items"]
    names = {str(p.id): name for name, p in world.people.items()}
    return {names[row["id"]]: (row["kinds"], row["on_date"]) for row in rows}


async def test_nobody_lacks_what_nobody_requires(world: World) -> None:
    assert await _lacking(world) == {}
    await _require(world, {})
    assert await _lacking(world) == {}


async def test_who_never_had_it_and_whose_has_ended_are_listed_until_it_is_there(
    world: World,
) -> None:
    await _require(world, REQUIRED)
    today, both = str(world.today), ["background_check", "cpr"]
    assert await _lacking(world) == {
        "therapist": (both, today), "coordinator": (both[:1], today), "coordinator-2": (both[:1], today),
    }  # fmt: skip
    for name in ("coordinator", "therapist"):
        await _hold(world, name, "background_check", -900, None)
    await _hold(world, "coordinator-2", "background_check", 1, None)
    await _hold(world, "therapist", "cpr", -800, -70)
    await _hold(world, "therapist", "cpr", -730, -1)
    assert await _lacking(world) == {
        "therapist": (["cpr"], today), "coordinator-2": (["background_check"], today),
    }  # fmt: skip
    await _hold(world, "therapist", "cpr", -1, 0)
    assert set(await _lacking(world)) == {"coordinator-2"}
    listed = {w["name"]: w for w in (await world.supervisor.get("/v1/worklists")).json()["items"]}
    assert listed["missing-credentials"]["count"] == 1
    await world.change(
        "update eb.principal set is_active = false where tenant_id = :t and id = :i",
        t=world.program_id, i=world.people["coordinator-2"].id,
    )  # fmt: skip
    assert await _lacking(world) == {}


async def test_it_is_paged_the_longest_first(world: World) -> None:
    await _require(world, REQUIRED)
    await _hold(world, "coordinator", "background_check", -900, -30)
    first = (await world.supervisor.get(LACKING, params={"limit": 1})).json()
    assert first["items"][0]["id"] == str(world.people["coordinator"].id)
    rest = await world.supervisor.get(LACKING, params={"cursor": first["next_cursor"]})
    assert len(rest.json()["items"]) == 2


@pytest.mark.parametrize("wrong", [{"cpr": []}, {"cpr": ["parent"]}, {"diploma": ["therapist"]}])
async def test_only_kinds_and_roles_that_there_are_are_required(
    world: World, wrong: dict[str, Any]
) -> None:
    tag = (await world.administrator.get(SETTINGS)).headers["etag"]
    answer = await world.administrator.patch(SETTINGS, {"required_credentials": wrong}, tag)
    assert_problem(answer, 422, "invalid-request")


async def test_only_who_sees_the_workload_sees_the_list(world: World) -> None:
    assert (await world.coordinator.get(LACKING)).status_code == 403
