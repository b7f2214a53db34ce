"""What a plan tells is not typed beside it; what was typed before a plan was on record stands for it."""

from datetime import timedelta

from tests.factories.plan import (
    content,
    dates,
    evaluated,
    in_force,
    invitation,
    opened,
    service,
    team,
)
from tests.factories.problem import assert_problem
from tests.factories.referral import happened
from tests.factories.world import World


async def test_once_a_plan_is_on_record_its_events_are_not_typed(world: World) -> None:
    plan = await opened(world, await evaluated(world))
    events = f"{plan.student}/events"
    for type_, data in (
        ("ifsp.initial.held", {}),
        ("ifsp.consent.signed", {"services": ["nutrition"]}),
        ("ifsp.service.delivered", {"service": "nutrition"}),
    ):
        body = {"type": type_, "on": str(world.today), "data": data}
        assert_problem(await plan.coordinator.post(events, body), 409, "event-has-own-route")
    typed = {"type": "ifsp.copy.given", "on": str(world.today), "data": {}}
    assert (await plan.coordinator.post(events, typed)).status_code == 201


async def test_an_event_of_a_plan_is_not_corrected_in_its_own_right(world: World) -> None:
    plan = await in_force(world)
    held = (await plan.events("ifsp.initial.held"))[0]
    path = f"{plan.student}/events/{held['id']}/correction"
    answer = await plan.coordinator.post(path, {"reason": "typed twice"})
    assert_problem(answer, 409, "event-has-own-route")


async def test_an_imported_meeting_of_the_same_day_stands_for_the_plan(world: World) -> None:
    student = await evaluated(world)
    student_id = student.rsplit("/", 1)[1]
    held_on = world.today - timedelta(days=40)
    await happened(world, student_id, "ifsp.initial.held", held_on)
    plan = await opened(world, student)
    await plan.write(**content())
    await plan.add(**service(1, **dates(world)))
    await plan.hold(held_on)
    assert [e["data"] for e in await plan.events("ifsp.initial.held")] == [{}]


async def test_an_imported_meeting_of_another_day_contradicts_the_plan(world: World) -> None:
    student = await evaluated(world)
    student_id = student.rsplit("/", 1)[1]
    await happened(world, student_id, "ifsp.initial.held", world.today - timedelta(days=39))
    plan = await opened(world, student)
    held_on = world.today - timedelta(days=40)
    await plan.write(**content())
    await plan.take("set_meeting", **invitation(world, held_on, await plan.parent()))
    answer = await plan.ask(
        "hold_meeting", held_on=str(held_on), participants=team(world, await plan.parent())
    )
    assert_problem(answer, 409, "event-contradicts-plan")
