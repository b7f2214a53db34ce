"""Cause of lateness, dismissal, waiver: kept beside the duty, through every computation of its date."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.world import World

FIRST_PLAN = "us-ca.partc.initial_ifsp"


async def duty(world: World, student_id: str, rule_id: str = FIRST_PLAN) -> dict[str, Any]:
    """The stored deadline, as the file shows it."""
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    found: dict[str, Any] = next(d for d in file["deadlines"] if d["rule_id"] == rule_id)
    return found


async def act(
    world: World, student_id: str, name: str, body: dict[str, Any], rule_id: str = FIRST_PLAN
) -> Any:
    found = await duty(world, student_id, rule_id)
    path = f"/v1/students/{student_id}/deadlines/{found['id']}/{name}"
    return await world.coordinator.post(path, body)


async def causes(world: World, student_id: str) -> list[str]:
    path = f"/v1/students/{student_id}/deadline-history"
    moves = (await world.coordinator.get(path)).json()["items"]
    return [m["cause"] for m in moves if m["rule_id"] == FIRST_PLAN]


async def told(world: World) -> set[str]:
    rows = await world.look("select topic from eb.outbox where tenant_id = :t", t=world.program_id)
    return {r[0] for r in rows}


async def late(world: World) -> str:
    return await enrolled(world, received_on=world.today - timedelta(days=100))


async def contact(world: World, student_id: str) -> str:
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    return str(file["contacts"][0]["id"])


async def test_a_late_duty_gets_its_cause_and_keeps_it(world: World) -> None:
    student_id = await late(world)
    tried = [{"on": str(world.today - timedelta(days=n)), "how": "called"} for n in (60, 50)]
    body = {"cause": "consent_withheld", "reason": "wants to wait", "attempts": tried}
    given = await act(world, student_id, "cause", body)
    assert given.status_code == 200, given.text
    note = given.json()["note"]
    assert (note["cause"], note["attempts"]) == ("consent_withheld", tried)
    assert (await causes(world, student_id))[0] == "late, consent_withheld: wants to wait"
    assert "deadline.cause-given" in await told(world)
    await happened(world, student_id, "screening.completed", world.today)
    answer = (await world.coordinator.get(f"/v1/students/{student_id}/deadlines")).json()
    assert [n["cause"] for n in answer["notes"]] == ["consent_withheld"]
    again = await act(world, student_id, "cause", {"cause": "system", "reason": "no evaluator"})
    assert (again.json()["note"]["cause"], again.json()["note"]["attempts"]) == ("system", [])


async def test_withheld_consent_needs_the_repeated_attempts(world: World) -> None:
    student_id = await late(world)
    once = [{"on": str(world.today), "how": "called"}]
    body = {"cause": "consent_withheld", "reason": "x", "attempts": once}
    refused = await act(world, student_id, "cause", body)
    assert "two or more" in assert_problem(refused, 422, "invalid-request")["errors"][0]["detail"]
    ahead = [*once, {"on": str(world.today + timedelta(days=1)), "how": "will call"}]
    refused = await act(world, student_id, "cause", {**body, "attempts": ahead})
    assert_problem(refused, 409, "days-refused")


@pytest.mark.parametrize("cause", ["family", "other_agency"])
async def test_what_others_caused_needs_evidence(world: World, cause: str) -> None:
    student_id = await late(world)
    body = {"cause": cause, "reason": "ill"}
    refused = await act(world, student_id, "cause", body)
    said = assert_problem(refused, 422, "invalid-request")["errors"][0]["detail"]
    assert f"the cause {cause} needs evidence" in said
    shown = await act(world, student_id, "cause", {**body, "evidence": "note of 3 May"})
    assert shown.json()["note"]["cause_evidence"] == "note of 3 May", shown.text


async def test_only_a_late_duty_has_a_cause(world: World) -> None:
    body = {"cause": "family", "reason": "in hospital", "evidence": "discharge letter"}
    refused = await act(world, await enrolled(world), "cause", body)
    assert_problem(refused, 409, "not-late")


async def test_a_dismissed_duty_stays_dismissed_until_it_is_reinstated(world: World) -> None:
    student_id = await late(world)
    before = await duty(world, student_id)
    dismissed = await act(world, student_id, "dismissal", {"reason": "moved in with a plan"})
    assert dismissed.status_code == 200, dismissed.text
    found = dismissed.json()
    assert (found["status"], found["due_on"]) == ("excused", before["due_on"])
    assert found["note"]["dismissed_by"] == str(world.people["coordinator"].id)
    due = (await world.coordinator.get("/v1/deadlines")).json()["items"]
    assert FIRST_PLAN not in {d["rule_id"] for d in due}
    await happened(world, student_id, "screening.completed", world.today)
    assert (await duty(world, student_id))["state"] == "excused"
    explained = (await world.coordinator.get(f"/v1/students/{student_id}/deadlines")).json()
    plan = next(o for o in explained["obligations"] if o["rule_id"] == FIRST_PLAN)
    assert (plan["state"], plan["explanation"][-1]) == (
        "excused", "Dismissed by the program; see its note.",
    )  # fmt: skip
    assert_problem(await act(world, student_id, "dismissal", {"reason": "again"}), 409, "not-owed")
    back = await act(world, student_id, "reinstatement", {"reason": "the plan has ended"})
    assert (back.json()["status"], back.json()["note"]["dismissed_at"]) == ("open", None)
    assert await duty(world, student_id) == before
    assert (await causes(world, student_id))[:2] == [
        "reinstated: the plan has ended", "dismissed: moved in with a plan",
    ]  # fmt: skip
    assert await told(world) >= {"deadline.dismissed", "deadline.reinstated"}
    again = await act(world, student_id, "reinstatement", {"reason": "x"})
    assert_problem(again, 409, "not-set-aside")


async def test_a_duty_that_is_done_after_all_counts_as_done(world: World) -> None:
    start = world.today - timedelta(days=60)
    student_id = await enrolled(world, received_on=start)
    await act(world, student_id, "dismissal", {"reason": "a mistake"})
    for day, type_ in enumerate(
        ("consent.evaluation.signed", "evaluation.completed", "assessment.child.completed", "ifsp.initial.held"), 10,
    ):  # fmt: skip
        await happened(world, student_id, type_, start + timedelta(days=day))
    assert (await duty(world, student_id))["state"] == "met"


async def test_a_waiver_without_an_event_of_its_own_is_kept_beside_the_duty(world: World) -> None:
    student_id = await late(world)
    body = {
        "agreed_on": str(world.today), "contact_id": await contact(world, student_id), "text": "signed form",
    }  # fmt: skip
    waived = await act(world, student_id, "waiver", body)
    assert waived.status_code == 200, waived.text
    assert waived.json()["status"] == "waived_by_family"
    assert waived.json()["note"]["waiver_text"] == "signed form"
    await happened(world, student_id, "screening.completed", world.today)
    assert (await duty(world, student_id))["state"] == "waived_by_family"
    await act(world, student_id, "reinstatement", {"reason": "taken back"})
    assert (await duty(world, student_id))["state"] == "overdue"


async def test_a_waiver_that_the_rulebook_knows_is_an_event(world: World) -> None:
    """Parent and district may agree that the three-year reevaluation is not needed (34 CFR 300.303(b)(2))."""
    student_id = await late(world)
    await happened(
        world, student_id, "partb.evaluation.completed", world.today - timedelta(days=90)
    )
    rule = "us.partb.reevaluation"
    body = {
        "agreed_on": str(world.today), "contact_id": await contact(world, student_id), "text": "signed form",
    }  # fmt: skip
    waived = await act(world, student_id, "waiver", body, rule)
    assert waived.status_code == 200, waived.text
    events = (await world.coordinator.get(f"/v1/students/{student_id}/events")).json()
    agreed = [e for e in events if e["type"] == "waiver.agreed"]
    assert [e["data"]["rule_id"] for e in agreed] == [rule]
    assert waived.json()["note"]["waived_on"] is None


async def test_a_waiver_leaves_every_other_duty_owed(world: World) -> None:
    student_id = await late(world)
    for type_ in ("partb.evaluation.completed", "dueprocess.filed"):
        await happened(world, student_id, type_, world.today - timedelta(days=90))
    rule, other = "us.partb.reevaluation", "us.partb.resolution"
    body = {
        "agreed_on": str(world.today), "contact_id": await contact(world, student_id), "text": "signed form",
    }  # fmt: skip
    assert (await act(world, student_id, "waiver", body, rule)).status_code == 200
    assert (await duty(world, student_id, rule))["state"] == "met"
    assert (await duty(world, student_id, other))["state"] == "overdue"


async def test_a_waiver_recorded_as_an_event_says_which_duty(world: World) -> None:
    student_id = await late(world)
    body = {"type": "waiver.agreed", "on": str(world.today), "data": {}}
    response = await world.coordinator.post(f"/v1/students/{student_id}/events", body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/data/rule_id"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"days": 1}, 409, "days-refused"),
        ({"days": -2000}, 409, "days-refused"),
        ({"may_sign": False}, 409, "contact-may-not-sign"),
        ({"contact_id": "01a20f00-0000-7000-8000-000000000000"}, 404, "contact-not-found"),
    ],
)
async def test_a_waiver_is_agreed_by_who_may_sign_and_on_a_day_that_has_been(
    world: World, change: dict[str, Any], status: int, code: str
) -> None:
    student_id = await late(world)
    signer = await contact(world, student_id)
    if change.get("may_sign") is False:
        path = f"/v1/students/{student_id}/contacts/{signer}"
        await world.coordinator.patch(path, {"may_sign": False}, '"1"')
    body = {
        "agreed_on": str(world.today + timedelta(days=change.get("days", 0))),
        "contact_id": change.get("contact_id", signer),
        "text": "x",
    }
    assert_problem(await act(world, student_id, "waiver", body), status, code)


async def test_therapists_do_not_set_duties_aside(world: World) -> None:
    student_id = await late(world)
    found = await duty(world, student_id)
    path = f"/v1/students/{student_id}/deadlines/{found['id']}/dismissal"
    for role in ("therapist", "intake", "auditor"):
        assert_problem(await world.api(role).post(path, {"reason": "x"}), 403, "forbidden")
