"""Only of a child who may be eligible, and in States with an objection only once its window is over."""

from datetime import timedelta

from tests.factories.judgement import judged
from tests.factories.objection import objected
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.world import World

RIGHT_TOLD = "transition.optout.notice_sent"


async def test_of_a_child_who_is_not_headed_to_part_b_no_district_is_told(world: World) -> None:
    student_id = await enrolled(world)
    plans = f"/v1/students/{student_id}/transition-plans"
    plan = (await world.coordinator.post(plans, {"is_potentially_eligible": False})).json()
    refused = await world.coordinator.post(f"/v1/students/{student_id}/lea-notifications", {})
    assert_problem(refused, 409, "not-potentially-eligible")
    assert (await world.district.get("/v1/lea-notices")).json()["items"] == []
    changed = await world.coordinator.patch(
        f"{plans}/{plan['id']}", {"is_potentially_eligible": True}, f'"{plan["version"]}"'
    )
    assert changed.status_code == 200, changed.text
    told = await world.coordinator.post(f"/v1/students/{student_id}/lea-notifications", {})
    assert told.status_code == 201, told.text


async def test_of_a_child_whom_nobody_has_judged_yet_no_district_is_told(world: World) -> None:
    student_id = await enrolled(world)
    notify = f"/v1/students/{student_id}/lea-notifications"
    refused = await world.coordinator.post(notify, {})
    assert_problem(refused, 409, "potential-eligibility-unknown")
    assert (await world.district.get("/v1/lea-notices")).json()["items"] == []
    await judged(world.coordinator, f"/v1/students/{student_id}")
    assert (await world.coordinator.post(notify, {})).status_code == 201


async def test_texas_waits_ten_days_after_the_parents_were_told_of_their_right(
    world: World,
) -> None:
    student_id = await enrolled(world, received_on=world.today - timedelta(days=60))
    path = f"/v1/students/{student_id}/lea-notifications"
    await judged(world.coordinator, f"/v1/students/{student_id}")
    await world.change(
        "update eb.student set jurisdiction = 'us-tx' where tenant_id = :t", t=world.program_id
    )
    assert_problem(await world.coordinator.post(path, {}), 409, "objection-window-open")
    told_on = world.today - timedelta(days=9)
    await happened(world, student_id, RIGHT_TOLD, told_on)
    waiting = await world.coordinator.post(path, {})
    assert_problem(waiting, 409, "objection-window-open")
    assert waiting.json()["ends_on"] == str(told_on + timedelta(days=10))
    await happened(world, student_id, RIGHT_TOLD, world.today - timedelta(days=10))
    assert (await world.coordinator.post(path, {})).status_code == 201


async def test_an_objection_in_the_window_names_the_notice_that_is_on_file_once(
    world: World,
) -> None:
    student_id = await enrolled(world, received_on=world.today - timedelta(days=60))
    student = f"/v1/students/{student_id}"
    await world.change(
        "update eb.student set jurisdiction = 'us-tx' where tenant_id = :t", t=world.program_id
    )
    told_on = world.today - timedelta(days=5)
    await happened(world, student_id, RIGHT_TOLD, told_on)
    file = (await world.coordinator.get(student)).json()
    body = {
        "contact_id": file["contacts"][0]["id"], "notice_sent_on": str(told_on), "objected_on": str(world.today),
    }  # fmt: skip
    made = await world.coordinator.post(f"{student}/notice-objections", body)
    assert made.status_code == 201, made.text
    events = (await world.coordinator.get(f"{student}/events")).json()
    assert [e["on"] for e in events if e["type"] == RIGHT_TOLD] == [str(told_on)]


async def test_an_objection_is_typed_nowhere_and_taken_back_by_nobody_but_the_parent(
    world: World,
) -> None:
    student_id = await enrolled(world, received_on=world.today - timedelta(days=60))
    events = f"/v1/students/{student_id}/events"
    typed = await world.coordinator.post(
        events, {"type": "transition.optout.recorded", "on": str(world.today)}
    )
    assert_problem(typed, 409, "event-has-own-route")
    await objected(world, student_id)
    [out] = [
        e
        for e in (await world.coordinator.get(events)).json()
        if e["type"] == "transition.optout.recorded"
    ]
    mistaken = await world.coordinator.post(
        f"{events}/{out['id']}/correction", {"reason": "a mistake"}
    )
    assert_problem(mistaken, 409, "event-has-own-route")
