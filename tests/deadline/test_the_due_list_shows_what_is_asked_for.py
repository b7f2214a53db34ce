"""The due list by state, rule, stage, person and days."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.referral import enrolled
from tests.factories.world import World

FIRST_PLAN = "us-ca.partc.initial_ifsp"


async def listed(world: World, role: str = "coordinator", **asked: Any) -> list[dict[str, Any]]:
    response = await world.api(role).get("/v1/deadlines", params={"limit": 200, **asked})
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["items"]
    return found


def rules(rows: list[dict[str, Any]]) -> set[str]:
    return {row["rule_id"] for row in rows}


@pytest.mark.parametrize(
    ("received", "state"), [(100, "overdue"), (44, "due_soon"), (45, "due_soon"), (1, "open")]
)
async def test_each_duty_is_listed_under_its_state_and_no_other(
    world: World, received: int, state: str
) -> None:
    await enrolled(world, received_on=world.today - timedelta(days=received))
    everything = await listed(world)
    for asked in ("overdue", "due_soon", "open"):
        rows = await listed(world, state=asked)
        assert rows == [row for row in everything if row["state"] == asked]
        assert (FIRST_PLAN in rules(rows)) is (asked == state)


async def test_tolled_duties_are_listed_on_request_with_the_day_they_would_be_due(
    world: World,
) -> None:
    start = world.today - timedelta(days=30)
    student_id = await enrolled(world, received_on=start)
    pause = {
        "reason": "partc.family_circumstances", "from_on": str(start + timedelta(days=10)), "evidence": "called",
    }  # fmt: skip
    await world.coordinator.post(f"/v1/students/{student_id}/pauses", pause)
    assert FIRST_PLAN not in rules(await listed(world))
    row = next(r for r in await listed(world, state="tolled") if r["rule_id"] == FIRST_PLAN)
    due = str(start + timedelta(days=45))
    assert (row["due_on"], row["due_on_unadjusted"], row["state"]) == (None, due, "tolled")
    assert FIRST_PLAN in rules(await listed(world, state="tolled", due_from=due, due_until=due))
    later = str(start + timedelta(days=46))
    assert FIRST_PLAN not in rules(await listed(world, state="tolled", due_from=later))


async def test_dismissed_duties_are_hidden_until_they_are_asked_for(world: World) -> None:
    student_id = await enrolled(world, received_on=world.today - timedelta(days=100))
    late = next(r for r in await listed(world) if r["rule_id"] == FIRST_PLAN)
    path = f"/v1/students/{student_id}/deadlines/{late['id']}/dismissal"
    assert (await world.coordinator.post(path, {"reason": "x"})).status_code == 200
    assert FIRST_PLAN not in rules(await listed(world))
    assert await listed(world, state="dismissed") == [{**late, "state": "excused"}]


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ({"rule_id": "us-ca.partc.initial_isfp"}, FIRST_PLAN),
        ({"stage": "eligibility"}, "s2_eligibility"),
    ],
)
async def test_a_rule_or_stage_that_is_not_known_is_refused_with_the_nearest(
    world: World, asked: dict[str, str], near: str
) -> None:
    """An empty list would say that nothing is due."""
    response = await world.coordinator.get("/v1/deadlines", params=asked)
    problem = response.json()
    assert (response.status_code, problem["type"]) == (422, "/problems/unknown-name")
    assert [e["pointer"] for e in problem["errors"]] == [f"query:{name}" for name in asked]
    assert near in problem["near"]


async def test_duties_that_wait_for_a_fact_are_listed_as_incomplete(world: World) -> None:
    await enrolled(world)
    rows = await listed(world, state="incomplete", due_until="2100-12-31")
    assert rows
    missing = await world.look(
        """select rule_id from eb.deadline where tenant_id = :t and cardinality(missing) > 0
              and status in ('open', 'waiting_for_trigger')""",
        t=world.program_id,
    )
    assert rules(rows) == {r[0] for r in missing}


async def test_unless_a_day_is_named_facts_are_asked_for_half_a_year_ahead(world: World) -> None:
    """Of what is due years ahead nobody need think today; of what has no day, everybody."""
    student_id = await enrolled(world)
    waiting = await listed(world, state="incomplete", due_until="2100-12-31")
    near, far, undated = (row["rule_id"] for row in waiting[:3])
    for rule, days in ((near, 183), (far, 184), (undated, None)):
        await world.change(
            """update eb.deadline set due_on = cast(:on as date), due_on_unadjusted = null, status = 'open'
                where student_id = :s and rule_id = :r""",
            on=None if days is None else world.today + timedelta(days=days), s=student_id, r=rule,
        )  # fmt: skip
    others = set(rules(waiting)) - {near, far, undated}
    asked = rules(await listed(world, state="incomplete"))
    assert {near, undated} <= asked <= {near, undated} | others
    worklists = (await world.coordinator.get("/v1/worklists")).json()["items"]
    assert len(asked) == next(w["count"] for w in worklists if w["name"] == "incomplete")


async def test_stage_rule_and_days_narrow_the_list(world: World) -> None:
    await enrolled(world, received_on=world.today - timedelta(days=10))
    everything = await listed(world)
    stage = "s2_eligibility"
    some = rules(await listed(world, stage=stage))
    assert FIRST_PLAN in some
    assert some < rules(everything)
    assert rules(await listed(world, rule_id=FIRST_PLAN)) == {FIRST_PLAN}
    due = next(r["due_on"] for r in everything if r["rule_id"] == FIRST_PLAN)
    days = await listed(world, due_from=due, due_until=due)
    assert {r["due_on"] for r in days} == {due}


@pytest.mark.parametrize("state", ["overdue", "incomplete"])
async def test_a_coordinator_sees_the_caseload_and_a_supervisor_anybodys(
    world: World, state: str
) -> None:
    await enrolled(world, received_on=world.today - timedelta(days=100))
    mine = await listed(world, state=state)
    assert mine == await listed(world, "supervisor", state=state)
    assert await listed(world, "coordinator-2", state=state) == []
    person = {name: str(world.people[name].id) for name in ("coordinator", "coordinator-2")}
    assert (
        await listed(world, "supervisor", state=state, principal_id=person["coordinator"]) == mine
    )
    assert (
        await listed(world, "supervisor", state=state, principal_id=person["coordinator-2"]) == []
    )
    assert (
        await listed(world, "coordinator-2", state=state, principal_id=person["coordinator"]) == []
    )


@pytest.mark.parametrize("state", [None, "incomplete"])
async def test_pages_of_every_state_join_without_gap(world: World, state: str | None) -> None:
    await enrolled(world, received_on=world.today - timedelta(days=100))
    asked = {"state": state, "due_until": "2100-12-31"} if state else {}
    whole = [row["id"] for row in await listed(world, **asked)]
    seen: list[str] = []
    query = "".join(f"&{name}={value}" for name, value in asked.items())
    path: str | None = f"/v1/deadlines?limit=2{query}"
    while path:
        response = await world.coordinator.get(path)
        seen += [row["id"] for row in response.json()["items"]]
        link = response.headers.get("link")
        path = link[1 : link.index(">")] if link else None
    assert len(seen) > 2
    assert seen == whole
