"""ETag and If-Match."""

from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World


async def test_a_change_needs_the_version_it_was_made_from(world: World) -> None:
    path = f"/v1/students/{await enrolled(world)}"
    seen = await world.coordinator.get(path)
    tag = seen.headers["etag"]
    assert_problem(
        await world.coordinator.patch(path, {"sex": "female"}, None), 428, "if-match-missing"
    )
    changed = await world.coordinator.patch(path, {"sex": "female"}, tag)
    assert changed.status_code == 200, changed.text
    assert_problem(await world.coordinator.patch(path, {"sex": "male"}, tag), 412, "if-match-stale")
    assert (await world.coordinator.get(path)).json()["sex"] == "female"


async def test_a_version_is_compared_strongly_and_may_stand_in_a_list(world: World) -> None:
    path = f"/v1/students/{await enrolled(world)}"
    tag = (await world.coordinator.get(path)).headers["etag"]
    weak = await world.coordinator.patch(path, {"sex": "female"}, f"W/{tag}")
    assert_problem(weak, 412, "if-match-stale")
    anything = await world.coordinator.patch(path, {"sex": "female"}, "*")
    said = assert_problem(anything, 428, "if-match-missing")["detail"]
    assert said.startswith("`*` fits whatever is there.")
    listed = await world.coordinator.patch(path, {"sex": "female"}, f'"98", W/"1", {tag}')
    assert listed.status_code == 200, listed.text


async def test_an_unchanged_file_is_not_sent_again(world: World) -> None:
    path = f"/v1/students/{await enrolled(world)}"
    tag = (await world.coordinator.get(path)).headers["etag"]
    again = await world.coordinator.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_merge_patch_tells_null_from_absent(world: World) -> None:
    path = f"/v1/students/{await enrolled(world)}"
    tag = (await world.coordinator.get(path)).headers["etag"]
    tag = (
        await world.coordinator.patch(path, {"middle_name": "Ada", "sex": "female"}, tag)
    ).headers["etag"]
    tag = (await world.coordinator.patch(path, {"middle_name": None}, tag)).headers["etag"]
    file = (await world.coordinator.get(path)).json()
    assert (file["middle_name"], file["sex"]) == (None, "female")
    assert_problem(
        await world.coordinator.patch(path, {"first_name": None}, tag), 422, "invalid-request"
    )


async def test_an_address_is_merged_and_must_stay_whole(world: World) -> None:
    path = f"/v1/students/{await enrolled(world)}"
    tag = (await world.coordinator.get(path)).headers["etag"]
    found = assert_problem(
        await world.coordinator.patch(path, {"address": {"city": "Lupine"}}, tag),
        422,
        "invalid-request",
    )
    assert {e["pointer"] for e in found["errors"]} == {"/address/lines", "/address/state"}
    whole = {"lines": ["1 Elm"], "city": "Lupine", "state": "CA"}
    tag = (await world.coordinator.patch(path, {"address": whole}, tag)).headers["etag"]
    await world.coordinator.patch(path, {"address": {"city": "Fir"}}, tag)
    address = (await world.coordinator.get(path)).json()["address"]
    assert (address["city"], address["lines"]) == ("Fir", ["1 Elm"])


async def test_every_change_of_the_file_gives_it_a_new_version(world: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}"
    before = (await world.coordinator.get(path)).json()["version"]
    await world.coordinator.post(
        f"{path}/events", {"type": "screening.completed", "on": str(world.today)}
    )
    assert (await world.coordinator.get(path)).json()["version"] > before
