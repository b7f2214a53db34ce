"""The register of strategies: who began it and when, how it stands, when somebody last looked and looks again."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
from hypothesis import given
from hypothesis import strategies as st

from app.models.words.strategy import StrategyState
from app.services.strategy import MACHINE
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.strategy import registered
from tests.factories.world import World


async def _act(
    world: World, row: dict[str, Any], act: str, who: str = "coordinator", **said: Any
) -> httpx.Response:
    path = f"/v1/strategies/{row['id']}"
    tag = (await world.coordinator.get(path)).headers["etag"]
    headers = {"If-Match": tag, "Idempotency-Key": str(uuid4())}
    return await world.api(who).http.post(
        f"{path}/steps", json={"act": act, **said}, headers=headers
    )


async def test_it_says_who_began_it_and_when_somebody_looks_again(world: World) -> None:
    planned = await registered(world, await enrolled(world))
    assert (planned["state"], planned["started_on"], planned["next_check_on"]) == (
        "planned", None, None,
    )  # fmt: skip
    first = world.today - timedelta(days=40)
    begun = (await _act(world, planned, "start", on=str(first))).json()
    assert (begun["state"], begun["started_on"]) == ("in_use", str(first))
    assert begun["started_by_id"] == str(world.people["coordinator"].id)
    assert begun["next_check_on"] == str(first + timedelta(days=30))
    due = await world.coordinator.get("/v1/strategies", params={"check_until": str(world.today)})
    assert [s["id"] for s in due.json()["items"]] == [planned["id"]]
    looked = await _act(world, planned, "check", finding="helps_somewhat", found="Holds it longer.")
    assert looked.status_code == 200, looked.text
    now = looked.json()
    assert now["last_checked_on"] == str(world.today)
    assert now["next_check_on"] == str(world.today + timedelta(days=30))
    assert [(c["finding"], c["by"]) for c in now["checks"]] == [
        ("helps_somewhat", str(world.people["coordinator"].id))
    ]
    ended = (await _act(world, planned, "end", reason_code="outgrown")).json()
    assert (ended["state"], ended["ended_on"]) == ("ended", str(world.today))
    history = await world.coordinator.get(f"/v1/strategies/{planned['id']}/history")
    assert [c["act"] for c in history.json()["items"]] == ["created", "start", "check", "end"]


async def test_one_that_rested_is_taken_up_again_and_its_beginning_stays(world: World) -> None:
    first = world.today - timedelta(days=9)
    row = await registered(world, await enrolled(world), started_on=str(first))
    assert row["state"] == "in_use"
    assert_problem(await _act(world, row, "pause"), 422, "invalid-request")
    paused = (await _act(world, row, "pause", reason_code="holidays")).json()
    assert (paused["state"], paused["next_check_on"]) == ("paused", None)
    again = (await _act(world, row, "start")).json()
    assert (again["state"], again["started_on"]) == ("in_use", str(first))


async def test_days_that_do_not_fit_are_refused(world: World) -> None:
    student_id = await enrolled(world)
    tomorrow = str(world.today + timedelta(days=1))
    ahead = {
        "student_id": student_id, "area": "seating", "title": "x", "how": "x", "started_on": tomorrow,
    }  # fmt: skip
    assert_problem(await world.coordinator.post("/v1/strategies", ahead), 409, "strategy-days")
    row = await registered(world, student_id, started_on=str(world.today))
    yesterday = str(world.today - timedelta(days=1))
    for said in (
        {"on": tomorrow}, {"on": yesterday}, {"next_check_on": str(world.today)},
    ):  # fmt: skip
        refused = await _act(world, row, "check", finding="helps", **said)
        assert_problem(refused, 409, "strategy-days")
    foreign = {**ahead, "started_on": None, "line_id": str(uuid4())}
    assert_problem(
        await world.coordinator.post("/v1/strategies", foreign), 404, "service-not-found"
    )


async def test_what_has_ended_is_not_changed_and_says_so(world: World) -> None:
    row = await registered(world, await enrolled(world))
    await _act(world, row, "end", reason_code="not_needed")
    path = f"/v1/strategies/{row['id']}"
    assert_problem(
        await world.coordinator.patch(path, {"title": "y"}, '"2"'), 409, "strategy-ended"
    )
    refused = assert_problem(await _act(world, row, "start"), 409, "step-not-allowed")
    assert refused["allowed"] == []
    assert (await world.coordinator.get(f"{path}/actions")).json() == []


async def test_only_those_of_the_case_see_it(world: World, other: World) -> None:
    row = await registered(world, await enrolled(world))
    path = f"/v1/strategies/{row['id']}"
    assert_problem(await world.api("coordinator-2").get(path), 403, "not-on-caseload")
    assert (await world.api("coordinator-2").get("/v1/strategies")).json()["items"] == []
    assert_problem(await other.coordinator.get(path), 404, "strategy-not-found")
    assert_problem(await _act(world, row, "start", "intake"), 403, "forbidden")


@given(st.lists(st.sampled_from([s.act for s in MACHINE.steps]), max_size=12))
def test_whatever_is_done_it_is_begun_before_it_is_looked_at_and_over_for_good(
    acts: list[str],
) -> None:
    state, has_begun = StrategyState.PLANNED.value, False
    for act in acts:
        step = next((s for s in MACHINE.from_state(state) if s.act == act), None)
        if step is None:
            continue
        assert state != StrategyState.ENDED
        has_begun |= act == "start"
        assert has_begun or act == "end"
        state = step.target or state
