"""A version opened by mistake, or of a child who left, is withdrawn; it stands in nobody's way."""

from datetime import timedelta

from tests.factories.plan import Planned, drafted, in_force, presented
from tests.factories.problem import assert_problem
from tests.factories.referral import happened
from tests.factories.world import World


async def _another(plan: Planned) -> int:
    body = {"program": "partc", "type": "initial"}
    return (await plan.coordinator.post(f"{plan.student}/plans", body)).status_code


async def test_a_draft_opened_by_mistake_is_withdrawn_with_a_reason(world: World) -> None:
    plan = await drafted(world, services=1)
    assert_problem(await plan.ask("withdraw"), 409, "reason-missing")
    assert await _another(plan) == 409
    assert (await plan.take("withdraw", reason_code="opened_by_mistake"))["state"] == "withdrawn"
    assert [x["state"] for x in await plan.lines()] == ["withdrawn"]
    assert (await plan.coordinator.get(f"{plan.path}/actions")).json() == []
    assert await _another(plan) == 201


async def test_a_withdrawn_amendment_leaves_what_is_in_force(world: World) -> None:
    plan = await in_force(world, services=1)
    newer = await plan.next("amendment", reason="Why")
    await newer.take("withdraw", reason_code="not_needed")
    assert (await plan.state(), await newer.state()) == ("active", "withdrawn")
    assert [x["state"] for x in await plan.lines()] == ["consented"]


async def test_nobody_signs_for_a_child_who_left(world: World) -> None:
    plan = await presented(world, services=1)
    gone = world.today - timedelta(days=3)
    student_id = plan.student.rpartition("/")[2]
    await happened(world, student_id, "partc.exited", gone, reason="WITHDRAWN")
    assert await plan.state() == "withdrawn"
    assert_problem(await plan.sign(world.today), 409, "step-not-allowed")


async def test_a_draft_of_the_stay_before_does_not_keep_a_child_from_a_plan(world: World) -> None:
    plan = await drafted(world, services=1)
    student_id = plan.student.rpartition("/")[2]
    gone = world.today - timedelta(days=3)
    await happened(world, student_id, "partc.exited", gone, reason="WITHDRAWN")
    back = await world.coordinator.post(f"{plan.student}/enrolments", {})
    assert back.status_code == 201, back.text
    assert await _another(plan) == 201
