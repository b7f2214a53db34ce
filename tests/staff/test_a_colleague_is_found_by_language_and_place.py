"""In which languages and places somebody works is kept with its history, and found by whoever assigns."""

from tests.factories.problem import assert_problem
from tests.factories.world import World

STAFF, CASELOADS = "/v1/staff", "/v1/caseloads"


def _path(world: World, name: str = "therapist") -> str:
    return f"{STAFF}/{world.people[name].id}"


async def test_a_family_s_language_finds_who_speaks_it(world: World) -> None:
    spoken = {"languages": ["en", "es-MX"], "areas": ["San Gabino", "93986"]}
    changed = await world.supervisor.patch(_path(world), spoken, '"1"')
    assert changed.status_code == 200, changed.text
    me = str(world.people["therapist"].id)
    for asked in ({"language": "es"}, {"language": "ES-419"}, {"area": "san gabino"}, {"area": "93986"}):  # fmt: skip
        found = (await world.coordinator.get(STAFF, params=asked)).json()["items"]
        assert [(s["id"], s["languages"]) for s in found] == [(me, ["en", "es-MX"])], asked
    for nobody in ({"language": "eo"}, {"language": "vi"}, {"area": "San"}, {"area": "93981"}):
        assert (await world.coordinator.get(STAFF, params=nobody)).json()["items"] == [], nobody
    loads = (await world.supervisor.get(CASELOADS, params={"language": "es"})).json()["items"]
    assert [(row["principal_id"], row["areas"]) for row in loads] == [(me, spoken["areas"])]
    assert (await world.supervisor.get(CASELOADS, params={"language": "vi"})).json()["items"] == []


async def test_a_change_keeps_what_was_said_before(world: World) -> None:
    path = _path(world)
    first = await world.coordinator.get(path)
    assert (first.json()["languages"], first.json()["areas"]) == ([], [])
    await world.supervisor.patch(path, {"languages": ["so"]}, first.headers["etag"])
    stale = await world.supervisor.patch(path, {"areas": ["Manzanita"]}, first.headers["etag"])
    assert_problem(stale, 412, "if-match-stale")
    told = (await world.coordinator.get(f"{path}/history")).json()["items"]
    assert told[-1]["changes"] == {"languages": {"from": [], "to": ["so"]}}
    assert told[-1]["created_by"] == str(world.people["supervisor"].id)


async def test_one_says_one_s_own_languages_and_nothing_else_of_oneself(world: World) -> None:
    first = await world.therapist.get("/v1/me")
    assert (first.json()["languages"], first.json()["areas"]) == ([], [])
    said = await world.therapist.patch("/v1/me", {"languages": ["es-MX"]}, first.headers["etag"])
    assert (said.status_code, said.json()["languages"]) == (200, ["es-MX"]), said.text
    assert said.json()["principal_id"] == str(world.people["therapist"].id)
    found = (await world.coordinator.get(STAFF, params={"language": "es"})).json()["items"]
    assert [s["id"] for s in found] == [str(world.people["therapist"].id)]
    stale = await world.therapist.patch("/v1/me", {"languages": []}, first.headers["etag"])
    assert_problem(stale, 412, "if-match-stale")
    for kept in ({"areas": ["San Gabino"]}, {"roles": ["administrator"]}, {"name": "Another"}):
        refused = await world.therapist.patch("/v1/me", kept, said.headers["etag"])
        assert_problem(refused, 422, "invalid-request")
    last = (await world.supervisor.get(f"{_path(world)}/history")).json()["items"][-1]
    assert last["changes"] == {"languages": {"from": [], "to": ["es-MX"]}}
    assert last["created_by"] == str(world.people["therapist"].id)
    assert_problem(
        await world.agency.patch("/v1/me", {"languages": ["es"]}, '"1"'), 403, "forbidden"
    )


async def test_only_who_keeps_the_staff_changes_it(world: World) -> None:
    for name, may in (("supervisor", True), ("coordinator", False), ("therapist", False)):
        actions = (await world.api(name).get(f"{_path(world)}/actions")).json()
        assert [(a["act"], a["is_allowed"]) for a in actions] == [("change", may)]
    refused = await world.therapist.patch(_path(world), {"languages": ["es"]}, '"1"')
    assert_problem(refused, 403, "forbidden")
    for wrong in ({"languages": None}, {"languages": ["not a tag"]}, {"name": "Somebody else"}):
        answer = await world.supervisor.patch(_path(world), wrong, '"1"')
        assert_problem(answer, 422, "invalid-request")
    assert_problem(await world.supervisor.get(_path(world, "agency")), 404, "staff-not-found")
