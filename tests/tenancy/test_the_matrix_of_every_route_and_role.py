"""Every route that names a record × every role × own, foreign and missing ids.

A foreign id and a missing one get the identical answer; a role without the
scope learns nothing from any of the three.
"""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.api import Api
from tests.factories.bodies import BODIES
from tests.factories.county import Furnished, furnish, handed_over
from tests.factories.referral import referral
from tests.factories.world import World, make_world

ROLES = (
    "district", "agency", "coordinator", "coordinator-2", "therapist", "supervisor", "intake", "administrator", "auditor",
)  # fmt: skip
"""Partners first: what the staff tries takes away what was given to them."""
# Ids of the rulebook and codes of indicators are public; they belong to nobody.
PUBLIC = {"jurisdiction", "rule_id", "release", "code", "kind"}
# What a list must be asked before it answers: for names as the neighbours' children have them.
ASKED = {"/v1/students/search": {"q": "a"}}


def routes_with_ids(app: FastAPI) -> list[tuple[str, str, str, list[str]]]:
    """Method, path, operation id and names of the path parameters."""
    found = []
    for path, operations in app.openapi()["paths"].items():
        for method, operation in operations.items():
            names = [p["name"] for p in operation.get("parameters", []) if p["in"] == "path"]
            if names and not PUBLIC & set(names):
                found.append((method, path, operation["operationId"], names))
    return found


async def _ask(api: Api, method: str, path: str, operation: str) -> tuple[int, str]:
    # A record that is there refuses to be deleted by a version it never had.
    versions = {"patch": '"1"', "delete": '"999"', "post": '"999"'}
    headers = {"If-Match": versions[method]} if method in versions else {}
    if method == "post":
        headers["Idempotency-Key"] = str(uuid4())
    body = BODIES[operation] if method in {"post", "patch"} else None
    response = await api.http.request(method, path, json=body, headers=headers)
    return response.status_code, response.text


@pytest.fixture
async def furnished(world: World) -> Furnished:
    return await handed_over(world)


@pytest.fixture(scope="module")
async def neighbours(
    app: FastAPI, owner: AsyncEngine
) -> AsyncIterator[tuple[Furnished, Furnished]]:
    """Two counties, each with a record of every kind."""
    here, there = [await furnish(await make_world(app, owner)) for _ in range(2)]
    yield here, there
    await here.world.close()
    await there.world.close()


@pytest.mark.parametrize("role", ROLES)
async def test_foreign_and_missing_ids_get_the_identical_answer(
    app: FastAPI, neighbours: tuple[Furnished, Furnished], role: str
) -> None:
    here, there = neighbours
    api, ids, theirs = here.world.api(role), here.ids_of(role), there.ids_of(role)
    missing = {name: str(uuid4()) for name in here.ids}
    routes = routes_with_ids(app)
    assert len(routes) >= 300
    for method, path, operation, names in routes:
        own = await _ask(api, method, path.format(**ids), operation)
        foreign = await _ask(api, method, path.format(**theirs), operation)
        absent = await _ask(api, method, path.format(**missing), operation)
        case = f"{role} {method} {path}: own {own}, foreign {foreign}, missing {absent}"
        assert foreign == absent, case
        assert absent[0] in {403, 404}, case
        assert own[0] == 403 or (absent[0] == 404 and own != absent), case
        if len(names) > 1:
            mixed = {**ids, names[-1]: theirs[names[-1]]}
            inside = await _ask(api, method, path.format(**mixed), operation)
            assert inside[0] in {403, 404, 428, 412}, f"{case}, foreign part {inside}"
            assert inside[0] != 412, f"a foreign part was found: {case}"


async def test_lists_show_no_other_organisations_rows(
    app: FastAPI, neighbours: tuple[Furnished, Furnished]
) -> None:
    here, there = neighbours
    theirs = set(there.ids.values())
    for role in ROLES:
        api = here.world.api(role)
        for path, operations in app.openapi()["paths"].items():
            if "get" not in operations or "{" in path or not path.startswith("/v1/"):
                continue
            pages = {"limit": 200} if "cursor" in str(operations["get"]) else {}
            response = await api.get(path, params=pages | ASKED.get(path, {}))
            assert response.status_code in {200, 403}, (role, path, response.text)
            assert not any(i in response.text for i in theirs), (role, path)


async def test_a_coordinator_sees_only_the_caseload_and_a_supervisor_the_program(
    furnished: Furnished,
) -> None:
    world, student_id = furnished.world, furnished.ids["student_id"]
    for role, sees in (
        ("coordinator", True),
        ("coordinator-2", False),
        ("therapist", False),
        ("supervisor", True),
    ):
        listed = (await world.api(role).get("/v1/students")).json()["items"]
        due = (await world.api(role).get("/v1/deadlines")).json()["items"]
        assert (student_id in [r["id"] for r in listed]) is sees
        assert bool(due) is sees
        assert (await world.api(role).get(f"/v1/students/{student_id}")).status_code == (
            200 if sees else 403
        )


async def test_a_withdrawn_person_may_do_nothing_from_the_next_request_on(
    furnished: Furnished,
) -> None:
    world = furnished.world
    assert (await world.coordinator.get("/v1/students")).status_code == 200
    await world.change(
        "update eb.principal set is_active = false where tenant_id = :t and subject = 'coordinator-1'",
        t=world.program_id,
    )
    assert (await world.coordinator.get("/v1/students")).status_code == 401
    assert (
        await world.coordinator.get(f"/v1/students/{furnished.ids['student_id']}/events")
    ).status_code == 401


async def test_an_ended_assignment_ends_the_access(furnished: Furnished) -> None:
    world, student = furnished.world, f"/v1/students/{furnished.ids['student_id']}"
    path = f"{student}/assignments/{furnished.ids['assignment_id']}"
    ended = await world.supervisor.patch(path, {"to_on": str(world.today)}, '"1"')
    assert ended.status_code == 200, ended.text
    assert (await world.coordinator.get(student)).status_code == 403
    assert (await world.coordinator.get("/v1/students")).json()["items"] == []


async def test_an_agency_without_a_live_partnership_cannot_refer(
    furnished: Furnished, other: World
) -> None:
    world = furnished.world
    response = await other.agency.post("/v1/referrals", referral(world))
    assert response.status_code == 403
    assert response.json()["type"] == "/problems/not-a-partner"
    await world.change(
        "update eb.partnership set is_active = false where tenant_id = :t", t=world.program_id
    )
    assert (await world.agency.post("/v1/referrals", referral(world))).status_code == 403
