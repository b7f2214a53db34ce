"""The way of an IFSP: written, met on, presented, signed service by service, given."""

from datetime import timedelta

from tests.factories.plan import (
    content,
    dates,
    drafted,
    evaluated,
    in_force,
    opened,
    presented,
    service,
)
from tests.factories.problem import assert_problem
from tests.factories.world import World


async def test_the_whole_way_is_told_to_the_file(world: World) -> None:
    plan = await opened(world, await evaluated(world))
    await plan.write(**content())
    await plan.add(**service(1, **dates(world), sessions=2, minutes=45))
    held_on = world.today - timedelta(days=40)
    assert (await plan.hold(held_on))["state"] == "meeting_held"
    assert (await plan.present())["state"] == "awaiting_consent"
    answer = await plan.sign(held_on)
    assert answer.json()["state"] == "active", answer.text
    line = (await plan.lines())[0]
    assert (line["state"], line["consented_on"]) == ("consented", str(held_on))
    assert [e["on"] for e in await plan.events("ifsp.initial.held")] == [str(held_on)]
    assert (await plan.events("ifsp.notice.sent"))[0]["on"] == str(held_on - timedelta(days=10))
    consent = (await plan.events("ifsp.consent.signed"))[0]
    assert consent["data"]["services"] == ["speech_language_pathology"]
    planned = (await plan.events("ifsp.service.planned"))[0]["data"]
    assert (planned["setting"], planned["minutes_a_week"]) == ("home", 90)
    given = await world.therapist.post(
        f"{plan.student}/services/{line['id']}/deliveries", {"on": str(world.today)}
    )
    assert given.status_code == 403
    given = await plan.coordinator.post(
        f"{plan.student}/services/{line['id']}/deliveries",
        {"on": str(held_on + timedelta(days=12))},
    )
    assert given.status_code == 201, given.text
    assert (await plan.lines())[0]["state"] == "started"
    assert (await plan.events("ifsp.service.delivered"))[0]["on"] == str(
        held_on + timedelta(days=12)
    )
    file = (await plan.coordinator.get(plan.student)).json()
    assert file["enrolment"]["state"] == "active"
    start = next(d for d in file["deadlines"] if d["rule_id"] == "us.partc.service.start")
    assert (start["state"], start["occurrence"]) == ("met", "speech_language_pathology")


async def test_a_plan_that_lacks_something_is_not_presented(world: World) -> None:
    plan = await opened(world, await evaluated(world))
    await plan.write(outcomes=content()["outcomes"])
    await plan.add(**service(1, **dates(world), setting="other", payer=None))
    found = (await plan.coordinator.get(f"{plan.path}/completeness")).json()
    assert found["is_complete"] is False
    missing = {
        i["code"]: [m["pointer"] for m in i["missing"]] for i in found["items"] if i["missing"]
    }
    assert missing["services"] == ["/services/1/payer"]
    assert missing["natural_environments"] == ["/services/1/natural_environment_reason"]
    assert set(missing) == {"levels", "family", "services", "natural_environments", "transition"}
    await plan.hold(world.today - timedelta(days=40))
    refused = await plan.ask(
        "present", signature={"method": "electronic", "identity_shown": "signed_in"}
    )
    problem = assert_problem(refused, 409, "step-not-ready")
    assert "natural_environments" in str(problem)


async def test_what_is_offered_is_what_is_taken(world: World) -> None:
    plan = await drafted(world)
    offered = {a["act"]: a for a in (await plan.coordinator.get(f"{plan.path}/actions")).json()}
    assert set(offered) == {"set_meeting", "present", "withdraw", "mark_entered_in_error"}
    assert offered["set_meeting"]["is_allowed"]
    assert "interim" in offered["present"]["why_not"][0]
    refused = await plan.ask("end", ended_on=str(world.today))
    assert assert_problem(refused, 409, "step-not-allowed")["allowed"] == [
        "set_meeting",
        "present",
        "withdraw",
        "mark_entered_in_error",
    ]
    therapist = (await world.supervisor.get(f"{plan.path}/actions")).json()
    assert [a["is_allowed"] for a in therapist if a["act"] == "set_meeting"] == [True]


async def test_a_presented_text_is_fixed_and_signed_as_it_is(world: World) -> None:
    plan = await presented(world)
    text = (await plan.coordinator.get(f"{plan.path}/text")).json()
    tag = (await plan.coordinator.get(plan.path)).headers["etag"]
    assert_problem(await plan.coordinator.patch(plan.path, {"reason": "x"}, tag), 409, "plan-fixed")
    added = await plan.coordinator.post(f"{plan.path}/services", service(9, **dates(world)))
    assert_problem(added, 409, "plan-fixed")
    assert (await plan.sign(world.today)).status_code == 200
    signatures = (await plan.coordinator.get(f"{plan.path}/signatures")).json()
    assert [s["capacity"] for s in signatures] == ["service_coordinator", "parent"]
    assert {s["text_sha256"] for s in signatures} == {text["text_sha256"]}
    said = [[w["code"] for w in s["warnings"]] for s in signatures]
    assert said == [["scan-missing"] if s["method"] == "paper" else [] for s in signatures]
    assert ["scan-missing"] in said


async def test_only_one_plan_is_in_force(world: World) -> None:
    plan = await in_force(world)
    body = {"program": "partc", "type": "initial"}
    assert_problem(await plan.coordinator.post(f"{plan.student}/plans", body), 409, "plan-in-force")
    await plan.next("amendment")
    again = await plan.coordinator.post(f"{plan.path}/versions", {"type": "annual"})
    assert_problem(again, 409, "plan-open")
