"""What is still owed once a child has left, and what was never owed."""

from datetime import timedelta

from tests.factories.judgement import judged
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.world import World

PROGRAM_SIDE = {"la", "sc", "eis", "rc", "agency"}


async def _owed(world: World, student_id: str) -> list[dict[str, object]]:
    found = (await world.supervisor.get(f"/v1/students/{student_id}/deadlines")).json()
    return [o for o in found["obligations"] if o["status"] in {"open", "waiting_for_trigger"}]


async def test_an_ordinary_start_of_services_wants_no_interim_plan(world: World) -> None:
    start = world.today - timedelta(days=60)
    student_id = await enrolled(world, received_on=start)
    for day, type_, data in (
        (5, "consent.evaluation.signed", {}),
        (10, "evaluation.completed", {}),
        (20, "ifsp.initial.held", {}),
        (20, "ifsp.consent.signed", {"services": ["vision"]}),
        (30, "ifsp.service.delivered", {"service": "vision"}),
    ):
        await happened(world, student_id, type_, start + timedelta(days=day), **data)
    assert not [o for o in await _owed(world, student_id) if "interim" in str(o["rule_id"])]


async def test_the_districts_duties_are_not_followed_once_a_child_has_left(world: World) -> None:
    born = world.today - timedelta(days=3 * 365 - 60)
    student_id = await enrolled(
        world, received_on=world.today - timedelta(days=300), child={"born_on": str(born)}
    )
    await judged(world.coordinator, f"/v1/students/{student_id}")
    assert (
        await world.coordinator.post(f"/v1/students/{student_id}/lea-notifications", {})
    ).status_code == 201
    assert {o["actor"] for o in await _owed(world, student_id)} - PROGRAM_SIDE
    await happened(world, student_id, "partc.exited", world.today, reason="MOVED_OUT_OF_STATE")
    left = await _owed(world, student_id)
    assert {o["actor"] for o in left} <= PROGRAM_SIDE
    rows = (await world.supervisor.get("/v1/deadlines?limit=200")).json()["items"]
    assert {r["id"] for r in rows if r["student_id"] == student_id} <= {
        d["id"]
        for d in (await world.supervisor.get(f"/v1/students/{student_id}")).json()["deadlines"]
    }
    assert len([r for r in rows if r["student_id"] == student_id]) <= len(left)


async def test_nothing_of_part_c_waits_for_a_fact_once_it_has_ended(world: World) -> None:
    student_id = await enrolled(world, received_on=world.today - timedelta(days=40))
    waits = {str(o["rule_id"]) for o in await _owed(world, student_id) if o["missing"]}
    assert any(".partc.transition." in rule for rule in waits)
    await happened(world, student_id, "partc.exited", world.today, reason="WITHDRAWN")
    still = {str(o["rule_id"]) for o in await _owed(world, student_id) if o["missing"]}
    assert not [rule for rule in still if ".partc." in rule]


async def test_an_exit_is_for_one_of_the_ten_federal_reasons(world: World) -> None:
    student_id = await enrolled(world)
    body = {"type": "partc.exited", "on": str(world.today), "data": {"reason": "MOVED_OUT"}}
    refused = assert_problem(
        await world.coordinator.post(f"/v1/students/{student_id}/events", body),
        422,
        "invalid-request",
    )
    assert "MOVED_OUT_OF_STATE" in refused["errors"][0]["detail"]
