"""Deliveries: the first one starts the service, the forbidden are refused, the odd are recorded with a warning."""

from datetime import date, timedelta
from typing import Any

from tests.factories.plan import Planned, dates, drafted, in_force, presented, service
from tests.factories.problem import assert_problem
from tests.factories.world import World


async def line_of(plan: Planned) -> str:
    return f"{plan.student}/services/{(await plan.lines())[0]['id']}"


async def given(plan: Planned, on: date, **body: Any) -> dict[str, Any]:
    answer = await plan.coordinator.post(
        f"{await line_of(plan)}/deliveries", {"on": str(on), **body}
    )
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def started(plan: Planned) -> list[str]:
    return [e["on"] for e in await plan.events("ifsp.service.delivered")]


async def test_the_first_session_given_starts_the_service_whatever_order_they_are_typed_in(
    world: World,
) -> None:
    plan = await in_force(world, 1)
    day = world.today - timedelta(days=10)
    await given(plan, day - timedelta(days=3), missed_for="family_cancelled")
    assert (await started(plan), (await plan.lines())[0]["state"]) == ([], "consented")
    await given(plan, day)
    assert (await started(plan), (await plan.lines())[0]["state"]) == ([str(day)], "started")
    earlier = await given(plan, day - timedelta(days=7))
    assert await started(plan) == [str(day - timedelta(days=7))]
    path = f"{await line_of(plan)}/deliveries/{earlier['id']}"
    wrong = {"entered_in_error": True, "error_reason": "another child"}
    assert (await plan.coordinator.patch(path, wrong, '"1"')).status_code == 200
    assert await started(plan) == [str(day)]
    listed = (await plan.coordinator.get(f"{await line_of(plan)}/deliveries")).json()["items"]
    assert [d["entered_in_error"] for d in listed] == [True, False, False]
    history = (await plan.coordinator.get(f"{path}/history")).json()["items"]
    assert [c["act"] for c in history] == ["created", "changed"]


async def test_a_start_that_was_an_error_is_taken_back(world: World) -> None:
    plan = await in_force(world, 1)
    only = await given(plan, world.today)
    path = f"{await line_of(plan)}/deliveries/{only['id']}"
    await plan.coordinator.patch(path, {"entered_in_error": True}, '"1"')
    assert (await started(plan), (await plan.lines())[0]["state"]) == ([], "consented")


async def test_no_visit_before_the_consent_or_ahead_of_time(world: World) -> None:
    waiting = await presented(world, 1, child="Bo")
    path = f"{await line_of(waiting)}/deliveries"
    assert_problem(
        await waiting.coordinator.post(path, {"on": str(world.today)}), 409, "service-not-consented"
    )
    plan = await in_force(world, 1)
    path = f"{await line_of(plan)}/deliveries"
    early = {"on": str(world.today - timedelta(days=41))}
    assert_problem(await plan.coordinator.post(path, early), 409, "service-not-consented")
    ahead = {"on": str(world.today + timedelta(days=1))}
    assert_problem(await plan.coordinator.post(path, ahead), 409, "plan-dates")


async def test_what_is_odd_is_recorded_with_a_warning(world: World) -> None:
    plan = await in_force(world, 1, discipline="speech_language", minutes=60)
    odd = await given(plan, world.today - timedelta(days=35), minutes=90)
    assert {w["code"] for w in odd["warnings"]} == {
        "before_planned_start", "not_authorised", "longer_than_planned", "discipline",
    }  # fmt: skip
    path = await line_of(plan)
    tag = (await plan.coordinator.get(path)).headers["etag"]
    authorised = await plan.coordinator.http.post(
        f"{path}/steps", headers={"If-Match": tag, "Idempotency-Key": "a-1"},
        json={"act": "authorise", "authorised_on": str(world.today), "authorised_minutes": 120},
    )  # fmt: skip
    assert authorised.json()["state"] == "started", authorised.text
    await world.licensed(
        "coordinator", "speech_language", expires_on=str(world.today - timedelta(days=1))
    )
    over = await given(plan, world.today, minutes=40)
    assert {w["code"] for w in over["warnings"]} == {"over_authorised", "licence"}
    again = await given(plan, world.today, minutes=40)
    assert "same_day" in {w["code"] for w in again["warnings"]}


async def test_a_discipline_that_does_not_fit_its_service_is_said_when_it_is_written_and_given(
    world: World,
) -> None:
    await world.licensed("coordinator-2", "nursing")
    plan = await drafted(world, 1)
    path = f"{plan.student}/services/{(await plan.lines())[0]['id']}"

    async def written(**changes: Any) -> list[str]:
        tag = (await plan.coordinator.get(path)).headers["etag"]
        answer = await plan.coordinator.patch(path, changes, tag)
        assert answer.status_code == 200, answer.text
        return [w["code"] for w in answer.json()["warnings"]]

    nurse = str(world.people["coordinator-2"].id)
    assert await written(discipline="nursing") == ["discipline_unfit"]
    assert await written(provider_id=nurse) == ["discipline_unfit", "discipline"]
    assert await written(discipline=None) == ["discipline"]
    await world.licensed("coordinator-2", "speech_language")
    assert await written(discipline="speech_language") == []
    tag = (await plan.coordinator.get(path)).headers["etag"]
    for range_ in ({"least_sessions": 3}, {"least_sessions": 2, "most_sessions": 1, "sessions": 1}):
        assert_problem(await plan.coordinator.patch(path, range_, tag), 409, "line-sessions")
    unfit = service(8, **dates(world), discipline="nursing")
    added = await plan.coordinator.post(f"{plan.path}/services", unfit)
    assert [w["code"] for w in added.json()["warnings"]] == ["discipline_unfit"]


async def test_a_nurse_who_gives_speech_therapy_is_said(world: World) -> None:
    await world.licensed("coordinator-2", "nursing")
    plan = await in_force(world, 1, discipline="nursing")
    nurse = str(world.people["coordinator-2"].id)
    odd = await given(plan, world.today, provider_id=nurse)
    assert "discipline" in {w["code"] for w in odd["warnings"]}


async def test_a_make_up_repairs_one_missed_session_once(world: World) -> None:
    plan = await in_force(world, 1)
    day = world.today - timedelta(days=14)
    missed = await given(plan, day, missed_for="provider_absent")
    account = f"{await line_of(plan)}/account"
    before = (await plan.coordinator.get(account)).json()
    assert (before["owed"], before["delivered"]) == (60, 0)
    repaired = await given(plan, day + timedelta(days=2), makes_up_id=missed["id"])
    after = (await plan.coordinator.get(account)).json()
    assert (after["owed"], after["delivered"], after["missed"]) == (0, 60, [])
    assert after["planned"] == before["planned"]
    path = f"{await line_of(plan)}/deliveries"
    for unfit in (missed["id"], repaired["id"]):
        twice = {"on": str(world.today), "makes_up_id": unfit}
        assert_problem(await plan.coordinator.post(path, twice), 409, "make-up-unfit")
    week = {"from_on": str(day), "to_on": str(day)}
    assert (await plan.coordinator.get(account, params=week)).json()["delivered"] == 60
    back = {"from_on": str(day), "to_on": str(day - timedelta(days=1))}
    assert_problem(await plan.coordinator.get(account, params=back), 409, "period-wrong")


async def test_time_without_the_child_is_kept_apart(world: World) -> None:
    plan = await in_force(world, 1)
    await given(plan, world.today, minutes=30, indirect="report_writing")
    assert await started(plan) == []
    account = (await plan.coordinator.get(f"{await line_of(plan)}/account")).json()
    assert (account["delivered"], account["indirect"]) == (0, 30)


async def test_an_ended_service_takes_late_entries_of_its_time_and_no_others(world: World) -> None:
    plan = await in_force(world, 1)
    path = await line_of(plan)
    last = world.today - timedelta(days=5)
    ended = await plan.coordinator.http.post(
        f"{path}/steps", headers={"If-Match": '"2"', "Idempotency-Key": "e-1"},
        json={"act": "end", "ended_on": str(last), "reason_code": "consent-revoked"},
    )  # fmt: skip
    assert ended.json()["state"] == "ended", ended.text
    await given(plan, last)
    refused = await plan.coordinator.post(f"{path}/deliveries", {"on": str(world.today)})
    assert assert_problem(refused, 409, "service-not-in-force")["instead"] == []
    assert (await plan.events("ifsp.service.changed"))[0]["data"]["change"] == "ended"
