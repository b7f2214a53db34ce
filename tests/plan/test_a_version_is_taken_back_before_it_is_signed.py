"""A version opened by mistake, or of a child who left, is withdrawn; it stands in nobody's way."""

from datetime import timedelta

from tests.factories.plan import Planned, drafted, in_force, invitation, presented
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
    left = (await plan.coordinator.get(f"{plan.path}/actions")).json()
    assert [a["act"] for a in left] == ["mark_entered_in_error"]
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


async def test_an_exit_taken_back_brings_back_what_was_in_preparation(world: World) -> None:
    plan = await presented(world, services=2)
    dropped = next(x for x in await plan.lines() if x["number"] == 2)
    student_id = plan.student.rpartition("/")[2]
    left = await happened(world, student_id, "partc.exited", world.today, reason="WITHDRAWN")
    assert (await plan.state(), dropped["state"]) == ("withdrawn", "proposed")
    path = f"{plan.student}/events/{left['id']}/correction"
    assert (await world.coordinator.post(path, {"reason": "of the twin"})).status_code == 200
    assert await plan.state() == "awaiting_consent"
    assert [x["state"] for x in await plan.lines()] == ["proposed", "proposed"]
    assert (await plan.sign(world.today)).json()["state"] == "active"


async def test_of_what_comes_back_the_meeting_is_set_anew(world: World) -> None:
    plan = await drafted(world, services=1)
    day = world.today + timedelta(days=9)
    body = invitation(world, day, await plan.parent()) | {"notice_sent_on": str(world.today)}
    await plan.take("set_meeting", **body)
    student_id = plan.student.rpartition("/")[2]
    left = await happened(world, student_id, "partc.exited", world.today, reason="WITHDRAWN")
    path = f"{plan.student}/events/{left['id']}/correction"
    assert (await world.coordinator.post(path, {"reason": "of the twin"})).status_code == 200
    assert await plan.state() == "draft"
    await plan.take("set_meeting", **body)
    await plan.take("withdraw", reason_code="opened_by_mistake")
    await happened(world, student_id, "screening.completed", world.today)
    assert await plan.state() == "withdrawn"


async def test_a_plan_left_over_from_before_is_not_signed_for_a_child_who_left(
    world: World,
) -> None:
    plan = await presented(world, services=1)
    student_id = plan.student.rpartition("/")[2]
    await happened(world, student_id, "partc.exited", world.today, reason="WITHDRAWN")
    for table, state in (("plan", "awaiting_consent"), ("service_line", "proposed")):
        await world.change(
            f"update eb.{table} set state = :s where student_id = :id",  # noqa: S608 - our own words
            s=state, id=student_id,
        )  # fmt: skip
    offered = (await plan.coordinator.get(f"{plan.path}/actions")).json()
    sign = next(a for a in offered if a["act"] == "sign")
    assert "The child has left the program." in sign["why_not"]
    assert "left" in str(assert_problem(await plan.sign(world.today), 409, "step-not-ready"))
