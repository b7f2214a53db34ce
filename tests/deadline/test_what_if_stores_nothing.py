"""What a change would move can be asked before it is made; the file stays as it is."""

from datetime import date, timedelta
from typing import Any

from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.world import World

FIRST_PLAN = "us-ca.partc.initial_ifsp"


async def ask(world: World, student_id: str, **supposed: Any) -> dict[str, dict[str, Any]]:
    """Differences by rule."""
    path = f"/v1/students/{student_id}/what-if"
    response = await world.coordinator.http.post(path, json=supposed)
    assert response.status_code == 200, response.text
    return {d["rule_id"]: d for d in response.json()["differences"]}


async def everything(world: World) -> list[Any]:
    """Rows that a change of the file would add to or alter."""
    return await world.look(
        """select (select count(*) from eb.case_event where tenant_id = :t),
                  (select json_agg(d order by d.id)::text from eb.deadline d where tenant_id = :t),
                  (select count(*) from eb.clock_change where tenant_id = :t),
                  (select count(*) from eb.outbox where tenant_id = :t),
                  (select sum(version) from eb.student where tenant_id = :t)""",
        t=world.program_id,
    )


async def test_nothing_supposed_makes_no_difference(world: World) -> None:
    assert await ask(world, await enrolled(world)) == {}


async def test_an_event_to_come_shows_what_it_would_settle_and_stores_nothing(world: World) -> None:
    student_id = await enrolled(world, received_on=world.today - timedelta(days=10))
    before = await everything(world)
    on = world.today + timedelta(days=20)
    acts = ("evaluation.completed", "assessment.child.completed", "ifsp.initial.held")
    found = await ask(world, student_id, events=[{"type": t, "on": str(on)} for t in acts])
    plan = found[FIRST_PLAN]
    assert plan["before"]["status"] == "open"
    assert (plan["after"]["status"], plan["after"]["satisfied_on"]) == ("met", str(on))
    assert await everything(world) == before
    seen = await world.look(
        "select count(*) from eb.access_log where student_id = :s and resource = 'what-if'",
        s=student_id,
    )
    assert seen[0][0] == 1


async def test_a_pause_moves_the_date_by_its_days(world: World) -> None:
    start = world.today - timedelta(days=30)
    student_id = await enrolled(world, received_on=start)
    pause = {
        "reason": "partc.family_circumstances",
        "from_on": str(start + timedelta(days=5)),
        "to_on": str(start + timedelta(days=9)),
    }
    plan = (await ask(world, student_id, pauses=[pause]))[FIRST_PLAN]
    due = date.fromisoformat(plan["before"]["due_on"])
    assert plan["after"]["due_on"] == str(due + timedelta(days=5))


async def test_a_recorded_event_can_be_supposed_on_another_day_or_left_out(world: World) -> None:
    start = world.today - timedelta(days=60)
    student_id = await enrolled(world, received_on=start)
    await happened(world, student_id, "evaluation.completed", start + timedelta(days=9))
    decided = await happened(
        world, student_id, "eligibility.partc.decided", world.today, eligible=False
    )
    left_out = await ask(
        world, student_id, changes=[{"event_id": decided["id"], "is_left_out": True}]
    )
    assert left_out[FIRST_PLAN]["before"] != left_out[FIRST_PLAN]["after"]
    assert left_out[FIRST_PLAN]["after"]["status"] == "open"
    events = (await world.coordinator.get(f"/v1/students/{student_id}/events")).json()
    received = next(e for e in events if e["type"] == "referral.received")
    later = start + timedelta(days=3)
    moved = await ask(
        world,
        student_id,
        changes=[
            {"event_id": received["id"], "on": str(later)},
            {"event_id": decided["id"], "is_left_out": True},
        ],
    )
    assert moved[FIRST_PLAN]["after"]["trigger_on"] == str(later)
    assert moved[FIRST_PLAN]["after"]["due_on"] == str(later + timedelta(days=45))


async def test_a_fact_can_be_supposed(world: World) -> None:
    born = world.today - timedelta(days=3 * 365 - 200)
    student_id = await enrolled(world, child={"born_on": str(born)})
    found = await ask(world, student_id, facts={"child.potentially_eligible_partb": True})
    assert any(rule.startswith("us-ca.transition.") or ".transition." in rule for rule in found)


async def test_unknown_names_and_foreign_events_are_refused(world: World, other: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}/what-if"
    event = {"type": "evaluation.complete", "on": str(world.today)}
    refused = await world.coordinator.http.post(path, json={"events": [event]})
    body = assert_problem(refused, 422, "unknown-name")
    assert body["errors"][0]["pointer"] == "/events/0/type"
    stranger = await enrolled(other)
    theirs = (await other.coordinator.get(f"/v1/students/{stranger}/events")).json()[0]["id"]
    change = {"changes": [{"event_id": theirs, "is_left_out": True}]}
    refused = await world.coordinator.http.post(path, json=change)
    assert_problem(refused, 404, "event-not-found")


async def test_a_duty_that_was_set_aside_is_set_aside_in_the_supposed_file_too(
    world: World,
) -> None:
    student_id = await enrolled(world, received_on=world.today - timedelta(days=10))
    supposed = [{"type": "evaluation.completed", "on": str(world.today)}]
    pause = {
        "reason": "partc.family_circumstances",
        "from_on": str(world.today - timedelta(days=5)),
        "to_on": str(world.today - timedelta(days=3)),
        "evidence": "note",
    }
    assert FIRST_PLAN in await ask(world, student_id, events=supposed, pauses=[pause])
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    (row,) = [d for d in file["deadlines"] if d["rule_id"] == FIRST_PLAN]
    path = f"/v1/students/{student_id}/deadlines/{row['id']}/dismissal"
    dismissed = await world.coordinator.post(path, {"reason": "entered for the wrong child"})
    assert dismissed.status_code == 200, dismissed.text
    found = await ask(world, student_id, events=supposed, pauses=[pause])
    assert {found[FIRST_PLAN][side]["status"] for side in ("before", "after")} == {"excused"}
    assert found[FIRST_PLAN]["before"]["due_on"] != found[FIRST_PLAN]["after"]["due_on"]
