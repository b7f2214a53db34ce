"""Amendments, reviews, annual plans: each a whole new version that replaces the former service by service."""

from datetime import timedelta

import httpx

from tests.factories.plan import Planned, dates, in_force, service, team
from tests.factories.problem import assert_problem
from tests.factories.referral import happened
from tests.factories.world import World


async def visit(plan: Planned, line_id: str, on: object) -> httpx.Response:
    return await plan.coordinator.post(
        f"{plan.student}/services/{line_id}/deliveries", {"on": str(on)}
    )


async def change(plan: Planned, line_id: str, **changes: object) -> None:
    path = f"{plan.student}/services/{line_id}"
    tag = (await plan.coordinator.get(path)).headers["etag"]
    answer = await plan.coordinator.patch(path, changes, tag)
    assert answer.status_code == 200, answer.text


async def amended(world: World, plan: Planned, type_: str = "amendment") -> Planned:
    """A presented next version with twice the minutes of line 1, without line 2, with a new line 3."""
    newer = await plan.next(type_, reason="The child tires of short visits")
    first, second = await newer.lines()
    await change(newer, first["id"], minutes=120)
    path = f"{newer.student}/services/{second['id']}"
    answer = await plan.coordinator.http.post(
        f"{path}/steps", json={"act": "withdraw"},
        headers={"If-Match": '"1"', "Idempotency-Key": f"w-{second['id']}"},
    )  # fmt: skip
    assert answer.json()["state"] == "withdrawn", answer.text
    await newer.add(**service(3, service="nutrition", **dates(world)))
    await newer.hold(world.today - timedelta(days=3))
    await newer.present()
    return newer


async def test_the_next_version_starts_as_a_copy_and_tells_what_it_changes(world: World) -> None:
    plan = await in_force(world)
    newer = await plan.next("amendment", reason="Why")
    copied = (await plan.coordinator.get(newer.path)).json()
    base = (await plan.coordinator.get(plan.path)).json()
    assert copied["base_id"] == plan.id
    assert (copied["number"], copied["outcomes"]) == (2, base["outcomes"])
    first = (await newer.lines())[0]
    assert first["replaces_id"] == (await plan.lines())[0]["id"]
    await change(newer, first["id"], minutes=90)
    await newer.write(outcomes=[{**base["outcomes"][0], "timeline": "In three months."}])
    found = (await plan.coordinator.get(f"{newer.path}/comparison")).json()["differences"]
    assert [d["pointer"] for d in found] == [
        "/type",
        "/reason",
        "/outcomes/1/timeline",
        "/services/1/minutes",
    ]
    assert (found[-1]["before"], found[-1]["after"]) == (60, 90)
    back = await plan.coordinator.get(f"{plan.path}/comparison", params={"with_id": newer.id})
    assert back.json()["differences"][-1]["after"] == 60
    assert_problem(await plan.coordinator.get(f"{plan.path}/comparison"), 409, "nothing-to-compare")


async def test_what_is_signed_replaces_what_was_in_force(world: World) -> None:
    plan = await in_force(world)
    first = (await plan.lines())[0]
    assert (await visit(plan, first["id"], world.today - timedelta(days=20))).status_code == 201
    newer = await amended(world, plan)
    assert (await newer.sign(world.today - timedelta(days=2))).json()["state"] == "active"
    assert await plan.state() == "amended"
    left = {x["number"]: x for x in await plan.lines()}
    assert (left[1]["state"], left[2]["state"]) == ("changed", "ended")
    assert left[2]["end_reason"] == "not_in_the_new_version"
    assert left[1]["ended_on"] == str(world.today - timedelta(days=2))
    listed = (await plan.coordinator.get(f"{plan.student}/services")).json()["items"]
    assert {x["service"] for x in listed} == {"speech_language_pathology", "nutrition"}
    changed = await plan.events("ifsp.service.changed")
    assert {e["data"]["change"] for e in changed} == {"changed", "ended"}


async def test_a_change_that_the_parent_declines_leaves_the_service_as_it_was(world: World) -> None:
    plan = await in_force(world)
    newer = await amended(world, plan)
    assert (await newer.sign(world.today, declines=(1,))).json()["state"] == "active"
    kept = (await plan.lines())[0]
    assert (kept["state"], kept["minutes"]) == ("consented", 60)
    assert (await visit(plan, kept["id"], world.today)).status_code == 201
    third = await newer.next("amendment")
    assert {x["replaces_id"] for x in await third.lines()} >= {kept["id"]}


async def test_on_the_day_of_an_amendment_both_services_take_the_visit(world: World) -> None:
    plan = await in_force(world)
    old = (await plan.lines())[0]["id"]
    newer = await amended(world, plan)
    day = world.today - timedelta(days=2)
    assert (await newer.sign(day)).status_code == 200
    new = (await newer.lines())[0]["id"]
    assert (await visit(plan, old, day)).status_code == 201
    assert (await visit(plan, new, day)).status_code == 201
    late = await visit(plan, old, day + timedelta(days=1))
    problem = assert_problem(late, 409, "service-not-in-force")
    assert problem["instead"] == [{"line_id": new, "plan_id": newer.id}]
    assert (await visit(plan, old, day - timedelta(days=5))).status_code == 201


async def test_a_review_that_changes_nothing_is_dated_all_the_same(world: World) -> None:
    plan = await in_force(world)
    await plan.take("begin_review")
    reviewed_on = world.today - timedelta(days=1)
    closed = await plan.take(
        "close_review", reviewed_on=str(reviewed_on), findings="The services fit; nothing is changed.",
        participants=team(world, await plan.parent()),
    )  # fmt: skip
    assert (closed["state"], closed["reviewed_on"]) == ("active", str(reviewed_on))
    assert [e["on"] for e in await plan.events("ifsp.review.held")] == [str(reviewed_on)]
    file = (await plan.coordinator.get(plan.student)).json()
    reviews = [d for d in file["deadlines"] if d["rule_id"] == "us.partc.ifsp.review"]
    assert reviews[-1]["occurrence"] == str(reviewed_on)
    meetings = (await plan.coordinator.get(f"{plan.path}/meetings")).json()
    assert [(m["kind"], m["held_on"]) for m in meetings][-1] == ("review", str(reviewed_on))


async def test_a_review_may_end_in_a_new_version_and_an_annual_plan_supersedes(
    world: World,
) -> None:
    plan = await in_force(world)
    await plan.take("begin_review")
    newer = await amended(world, plan, "periodic_review")
    assert (await newer.sign(world.today - timedelta(days=2))).status_code == 200
    assert await plan.state() == "amended"
    assert [e["on"] for e in await plan.events("ifsp.review.held")] == [
        str(world.today - timedelta(days=3))
    ]
    annual = await newer.next("annual")
    await annual.hold(world.today - timedelta(days=1))
    await annual.present()
    assert (await annual.sign(world.today)).status_code == 200
    assert await newer.state() == "superseded"
    assert len(await plan.events("ifsp.annual.held")) == 1


async def test_an_ended_plan_ends_its_services(world: World) -> None:
    plan = await in_force(world)
    ended = await plan.take("end", ended_on=str(world.today), reason_code="moved")
    assert ended["state"] == "ended"
    assert {x["state"] for x in await plan.lines()} == {"ended"}
    told = await plan.events("ifsp.service.changed")
    assert [(e["on"], e["data"]["change"]) for e in told] == [(str(world.today), "ended")] * 2
    assert (await plan.coordinator.get(f"{plan.student}/services")).json()["items"] == []
    again = await plan.coordinator.post(f"{plan.path}/versions", {"type": "amendment"})
    assert_problem(again, 409, "plan-not-in-force")


async def test_a_child_who_leaves_has_no_plan_in_force_and_an_exit_taken_back_brings_it_back(
    world: World,
) -> None:
    plan = await in_force(world)
    first = (await plan.lines())[0]["id"]
    assert (await visit(plan, first, world.today - timedelta(days=9))).status_code == 201
    student_id = plan.student.rsplit("/", 1)[1]
    left_on = world.today - timedelta(days=2)
    gone = await happened(world, student_id, "partc.exited", left_on, reason="WITHDRAWN")
    assert await plan.state() == "ended"
    assert {(x["state"], x["ended_on"]) for x in await plan.lines()} == {("ended", str(left_on))}
    assert_problem(await visit(plan, first, world.today), 409, "service-not-in-force")
    back = f"{plan.student}/events/{gone['id']}/correction"
    assert (await plan.coordinator.post(back, {"reason": "another child"})).status_code == 200
    assert await plan.state() == "active"
    assert [x["state"] for x in await plan.lines()] == ["started", "consented"]
    assert (await visit(plan, first, world.today)).status_code == 201
