"""Tasks: made by people or from a duty, closed by the duty's being met, told upwards before the date."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.services import recomputation
from app.services.duty_round import halfway
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.rounds import do_what_is_due, itself
from tests.factories.task import add_task, step
from tests.factories.world import World

TASKS = "/v1/tasks"
TO_THE_PLAN = (
    "consent.evaluation.signed", "evaluation.completed", "assessment.child.completed",
    "assessment.family.completed", "ifsp.initial.held",
)  # fmt: skip


async def duty(world: World, student_id: str, rule_id: str) -> dict[str, Any]:
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    found: list[dict[str, Any]] = [d for d in file["deadlines"] if d["rule_id"] == rule_id]
    return found[0]


async def of_plan(world: World, days_ago: int = 20) -> tuple[dict[str, Any], dict[str, Any]]:
    """The 45-day duty of a student just referred, and a task that stands for it."""
    student_id = await enrolled(world, received_on=world.today - timedelta(days=days_ago))
    owed = await duty(world, student_id, "us-ca.partc.initial_ifsp")
    task = await add_task(
        world, student_id=student_id, title=None, due_on=None, deadline_id=owed["id"]
    )
    return owed, task


async def test_a_duty_becomes_a_task_with_its_title_and_date_once(world: World) -> None:
    owed, task = await of_plan(world)
    assert (task["due_on"], task["legal_on"]) == (owed["due_on"], owed["due_on"])
    assert task["title"] == owed["title"]
    assert task["escalate_on"] < task["legal_on"]
    again = {"student_id": task["student_id"], "deadline_id": owed["id"]}
    assert_problem(await world.coordinator.post(TASKS, again), 409, "duty-has-task")
    refused = await step(world, f"{TASKS}/{task['id']}", "finish")
    assert_problem(refused, 409, "step-not-ready")


async def test_the_task_closes_by_itself_when_the_duty_is_met(world: World) -> None:
    _, task = await of_plan(world)
    student_id, day = task["student_id"], world.today - timedelta(days=5)
    for type_ in TO_THE_PLAN:
        await happened(world, student_id, type_, day)
    closed = (await world.coordinator.get(f"{TASKS}/{task['id']}")).json()
    assert closed["state"] == "done"
    told = (await world.coordinator.get(f"{TASKS}/{task['id']}/history")).json()["items"]
    assert [c["act"] for c in told] == ["created", "closed"]


async def test_the_task_follows_the_date_of_its_duty(world: World) -> None:
    owed, task = await of_plan(world)
    pause = {
        "reason": "partc.family_circumstances", "from_on": str(world.today - timedelta(days=9)),
        "to_on": str(world.today - timedelta(days=5)), "evidence": "called",
    }  # fmt: skip
    await world.coordinator.post(f"/v1/students/{task['student_id']}/pauses", pause)
    moved = (await world.coordinator.get(f"{TASKS}/{task['id']}")).json()
    assert moved["due_on"] == moved["legal_on"] > owed["due_on"]
    own = str(world.today + timedelta(days=1))
    await world.coordinator.patch(f"{TASKS}/{task['id']}", {"due_on": own}, '"2"')
    assert (await duty(world, task["student_id"], owed["rule_id"]))["due_on"] == moved["legal_on"]
    await world.coordinator.post(
        f"/v1/students/{task['student_id']}/pauses",
        {**pause, "from_on": str(world.today - timedelta(days=3)), "to_on": str(world.today - timedelta(days=2))},
    )  # fmt: skip
    kept = (await world.coordinator.get(f"{TASKS}/{task['id']}")).json()
    assert (kept["due_on"], kept["legal_on"] > moved["legal_on"]) == (own, True)


async def test_the_supervisor_is_told_before_the_legal_date_and_once(world: World) -> None:
    _, task = await of_plan(world, days_ago=41)
    await add_task(world, student_id=task["student_id"])
    for _ in range(2):
        await do_what_is_due(world)
    told = await world.look(
        "select payload from eb.outbox where tenant_id = :t and topic = 'task.escalated'",
        t=world.program_id,
    )
    assert [row[0]["task_id"] for row in told].count(task["id"]) == 1
    listed = (await world.supervisor.get(TASKS, params={"escalated": True})).json()["items"]
    [shown] = [t for t in listed if t["id"] == task["id"]]
    assert shown["legal_on"] > str(world.today)
    told = (await world.auditor.get(f"{TASKS}/{task['id']}/history")).json()["items"]
    assert (told[-1]["act"], told[-1]["created_by"]) == ("escalated", None)


async def test_a_duty_near_its_date_of_which_nobody_has_a_task_gets_one(world: World) -> None:
    student_id = await enrolled(world, received_on=world.today - timedelta(days=41))
    owed = await duty(world, student_id, "us-ca.partc.initial_ifsp")
    far = await enrolled(
        world, received_on=world.today, child={"first_name": "Bo", "born_on": "2025-05-05"}
    )
    for _ in range(2):
        await do_what_is_due(world)
    listed = (await world.coordinator.get(TASKS, params={"student_id": student_id})).json()["items"]
    [made] = [t for t in listed if t["rule_id"] == owed["rule_id"]]
    assert (made["source"], made["title"], made["legal_on"]) == (
        "duty",
        owed["title"],
        owed["due_on"],
    )
    assert made["assignee_id"] == str(world.people["coordinator"].id)
    assert str(world.today) <= made["escalate_on"] < made["legal_on"]
    assert (made["escalated_at"], made["state"]) == (None, "open")
    told = await world.look(
        "select count(*) from eb.outbox where topic = 'task.assigned' and payload->>'task_id' = :id",
        id=made["id"],
    )
    assert told[0][0] == 1
    plan = await duty(world, far, owed["rule_id"])
    of_far = (await world.coordinator.get(TASKS, params={"student_id": far})).json()["items"]
    assert plan["rule_id"] not in {t["rule_id"] for t in of_far}
    dismissed = await step(world, f"{TASKS}/{made['id']}", "dismiss", reason_code="does_not_apply")
    assert dismissed.status_code == 200, dismissed.text
    await do_what_is_due(world)
    again = (await world.coordinator.get(TASKS, params={"student_id": student_id})).json()["items"]
    assert [t["state"] for t in again if t["rule_id"] == owed["rule_id"]] == ["dismissed"]


async def test_a_task_made_by_hand_is_not_made_twice(world: World) -> None:
    owed, task = await of_plan(world, days_ago=41)
    await do_what_is_due(world)
    listed = (await world.coordinator.get(TASKS)).json()["items"]
    assert [t["id"] for t in listed if t["rule_id"] == owed["rule_id"]] == [task["id"]]


@given(st.integers(0, 400))
def test_the_supervisor_is_told_before_the_last_day(left: int) -> None:
    today = date(2026, 1, 5)
    told = halfway(today, today + timedelta(days=left))
    assert today <= told < today + timedelta(days=max(left, 1))


async def test_a_task_rests_until_a_day_at_most_the_legal_date(world: World) -> None:
    owed, task = await of_plan(world)
    path = f"{TASKS}/{task['id']}"
    late = str(date.fromisoformat(owed["due_on"]) + timedelta(days=1))
    assert_problem(await step(world, path, "snooze", until=late), 409, "rest-too-long")
    assert_problem(await step(world, path, "snooze", until=str(world.today)), 409, "rest-too-long")
    rested = await step(world, path, "snooze", until=str(world.today + timedelta(days=2)))
    assert rested.json()["state"] == "snoozed"
    waiting = (await world.coordinator.get(TASKS, params={"waiting": True})).json()["items"]
    assert waiting == []
    assert_problem(await step(world, path, "dismiss"), 422, "invalid-request")
    dismissed = await step(world, path, "dismiss", reason_code="does_not_apply")
    assert dismissed.json()["state"] == "dismissed"
    assert_problem(await step(world, path, "wake"), 409, "step-not-allowed")
    assert (await step(world, path, "reopen", reason_code="mistake")).json()["state"] == "open"


async def test_a_task_is_given_to_somebody_who_may_see_the_file(world: World) -> None:
    student_id = await enrolled(world)
    task = await add_task(world, student_id=student_id)
    path = f"{TASKS}/{task['id']}"
    stranger = str(world.people["coordinator-2"].id)
    refused = await step(world, path, "reassign", assignee_id=stranger)
    assert_problem(refused, 409, "cannot-take-task")
    to = str(world.people["supervisor"].id)
    assert (await step(world, path, "reassign", assignee_id=to)).json()["assignee_id"] == to
    told = await world.look(
        "select payload->>'principal_id' from eb.outbox where tenant_id = :t and topic = 'task.assigned' order by id",
        t=world.program_id,
    )
    assert [row[0] for row in told] == [str(world.people["coordinator"].id), to]
    mine = (await world.supervisor.get(TASKS, params={"mine": True})).json()["items"]
    assert [t["id"] for t in mine] == [task["id"]]


async def test_tasks_are_seen_by_their_people_and_the_caseload(world: World) -> None:
    student_id = await enrolled(world)
    others = await add_task(world, student_id=student_id)
    own = await add_task(world, by="coordinator-2", due_on="2026-01-05")
    assert own["is_overdue"] is True
    seen = (await world.api("coordinator-2").get(TASKS)).json()["items"]
    assert [t["id"] for t in seen] == [own["id"]]
    for part in ("", "/actions", "/history"):
        refused = await world.api("coordinator-2").get(f"{TASKS}/{others['id']}{part}")
        assert_problem(refused, 403, "not-on-caseload")
    assert len((await world.supervisor.get(TASKS)).json()["items"]) == 2
    first = (await world.supervisor.get(TASKS, params={"limit": 1})).json()
    rest = await world.supervisor.get(TASKS, params={"limit": 1, "cursor": first["next_cursor"]})
    assert first["items"][0]["id"] == own["id"] != rest.json()["items"][0]["id"]


async def test_what_the_program_settles_holds_from_then_on(world: World) -> None:
    path = "/v1/program-settings"
    assert (await world.therapist.get(path)).json()["settled"]["escalation_days"] is None
    assert (await world.supervisor.patch(path, {"escalation_days": 30}, '"1"')).status_code == 403
    settled = await world.administrator.patch(path, {"escalation_days": 30}, '"1"')
    assert settled.json()["settled"]["escalation_days"] == 30
    _, task = await of_plan(world)
    legal, told = (date.fromisoformat(task[day]) for day in ("legal_on", "escalate_on"))
    assert legal - told == timedelta(days=30)
    bad = await world.administrator.patch(path, {"escalation_days": 400}, '"2"')
    assert_problem(bad, 422, "invalid-request")
    told_of = (await world.auditor.get(f"{path}/history")).json()["items"]
    assert [c["act"] for c in told_of] == ["changed"]


async def test_a_pass_over_all_files_takes_the_tasks_along(world: World) -> None:
    """The command line acts for nobody in particular."""
    _, task = await of_plan(world)
    await world.change(
        "update eb.deadline set due_on = due_on - 3 where tenant_id = :t and rule_id = :r",
        t=world.program_id, r=task["rule_id"],
    )  # fmt: skip
    await world.change(
        "update eb.task set legal_on = legal_on - 3, due_on = due_on - 3 where tenant_id = :t",
        t=world.program_id,
    )
    database = world.app.state.database
    actor = await itself(world)
    async for _ in recomputation.after_upgrade(recomputation.acting_for(database, actor), actor):
        pass
    told = (await world.coordinator.get(f"{TASKS}/{task['id']}/history")).json()["items"]
    assert [c["act"] for c in told] == ["created", "dated"]
