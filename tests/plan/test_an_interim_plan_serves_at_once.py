"""34 CFR 303.345: urgent services before the evaluation is done, on consent; the 45 days run on."""

from datetime import timedelta

from tests.factories.plan import Planned, content, dates, opened, service
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.world import World

FIRST_PLAN = "us-ca.partc.initial_ifsp"


async def interim(world: World) -> Planned:
    student_id = await enrolled(world, received_on=world.today - timedelta(days=30))
    plan = await opened(world, f"/v1/students/{student_id}", "interim")
    await plan.add(**service(1, **dates(world)))
    return plan


async def test_it_needs_a_coordinator_and_the_services_needed_at_once(world: World) -> None:
    plan = await interim(world)
    found = (await plan.coordinator.get(f"{plan.path}/completeness")).json()
    assert [i["code"] for i in found["items"]] == ["coordinator", "services", "dates"]
    assert found["is_complete"]
    await plan.present()
    signed_on = world.today - timedelta(days=20)
    assert (await plan.sign(signed_on)).json()["state"] == "active"
    assert [e["on"] for e in await plan.events("ifsp.interim.signed")] == [str(signed_on)]
    visit = {"on": str(signed_on + timedelta(days=2))}
    line = (await plan.lines())[0]["id"]
    given = await plan.coordinator.post(f"{plan.student}/services/{line}/deliveries", visit)
    assert given.status_code == 201
    owed = {d["rule_id"]: d for d in (await plan.coordinator.get(plan.student)).json()["deadlines"]}
    assert owed[FIRST_PLAN]["satisfied_on"] is None


async def test_the_evaluation_may_come_later_and_the_initial_plan_follows(world: World) -> None:
    plan = await interim(world)
    await plan.present()
    assert (await plan.sign(world.today - timedelta(days=20))).status_code == 200
    student_id = plan.student.rsplit("/", 1)[1]
    for ago, type_, data in (
        (19, "consent.evaluation.signed", {}),
        (15, "evaluation.completed", {}),
        (15, "assessment.child.completed", {}),
        (14, "eligibility.partc.decided", {"eligible": True}),
    ):
        await happened(world, student_id, type_, world.today - timedelta(days=ago), **data)
    amendment = await plan.coordinator.post(f"{plan.path}/versions", {"type": "amendment"})
    assert_problem(amendment, 409, "plan-type")
    initial = await plan.next("initial")
    await initial.write(**content())
    await initial.hold(world.today - timedelta(days=3))
    await initial.present()
    assert (await initial.sign(world.today - timedelta(days=3))).json()["state"] == "active"
    assert await plan.state() == "superseded"
    owed = {d["rule_id"]: d for d in (await plan.coordinator.get(plan.student)).json()["deadlines"]}
    assert owed[FIRST_PLAN]["state"] == "met"


async def test_no_interim_plan_beside_a_plan_in_force(world: World) -> None:
    plan = await interim(world)
    await plan.present()
    await plan.sign(world.today)
    again = {"program": "partc", "type": "interim"}
    assert_problem(
        await plan.coordinator.post(f"{plan.student}/plans", again), 409, "plan-in-force"
    )
    iep = {"program": "partb", "type": "interim"}
    assert_problem(await plan.coordinator.post(f"{plan.student}/plans", iep), 409, "plan-type")
