"""The transition plan, the packet's readiness, and the overview that is derived from the file."""

from datetime import timedelta
from typing import Any

from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.world import World

WHOLE: dict[str, Any] = {
    "is_potentially_eligible": True,
    "options_reviewed": "The district's preschool class, mornings; Head Start.",
    "family_part": "Both parents, at home.",
    "future_placement": "Visited two classrooms.",
    "preparation": "Plays beside other children twice a week.",
    "services": "Speech therapy goes on until the birthday.",
    "steps": [{"text": "Visit the classroom", "who": "the family"}],
}


async def _begun(world: World, **plan: Any) -> tuple[str, dict[str, Any]]:
    born_on = world.today - timedelta(days=900)
    student_id = await enrolled(world, child={"born_on": str(born_on)})
    begun = await world.coordinator.post(f"/v1/students/{student_id}/transition-plans", plan)
    assert begun.status_code == 201, begun.text
    return f"/v1/students/{student_id}", begun.json()


async def _establish(world: World, student: str, plan: dict[str, Any], version: int) -> Any:
    return await world.coordinator.http.post(
        f"{student}/transition-plans/{plan['id']}/establishment", json={},
        headers={"If-Match": f'"{version}"', "Idempotency-Key": f"{plan['id']}{version}"},
    )  # fmt: skip


async def test_a_plan_says_what_it_lacks_and_meets_the_clock_when_it_is_whole(
    world: World,
) -> None:
    student, plan = await _begun(world, preparation="Visits.")
    assert len(plan["missing"]) == 5
    problem = assert_problem(
        await _establish(world, student, plan, 1), 409, "transition-plan-incomplete"
    )
    assert problem["missing"] == plan["missing"]
    path = f"{student}/transition-plans/{plan['id']}"
    whole = await world.coordinator.patch(path, WHOLE, '"1"')
    assert whole.json()["missing"] == []
    established = await _establish(world, student, plan, 2)
    assert established.json()["state"] == "established", established.text
    overview = (await world.coordinator.get(f"{student}/transition")).json()
    assert overview["state"] == "planning"
    assert overview["population"] == "potentially_eligible"
    assert overview["branch"] == "unknown"
    plans = [c for c in overview["clocks"] if c["rule_id"] == "us.partc.transition.plan"]
    assert [c["state"] for c in plans] == ["met"]
    assert "Notify the school district." in overview["next_acts"]
    assert "Write the transition plan" not in str(overview["next_acts"])


async def test_a_new_plan_replaces_the_established_one_and_a_draft_is_finished_first(
    world: World,
) -> None:
    student, plan = await _begun(world, **WHOLE)
    again = await world.coordinator.post(f"{student}/transition-plans", {})
    assert_problem(again, 409, "transition-plan-begun")
    assert (await _establish(world, student, plan, 1)).status_code == 200
    assert (await world.coordinator.post(f"{student}/transition-plans", {})).status_code == 201
    listed = (await world.coordinator.get(f"{student}/transition-plans")).json()
    assert [p["state"] for p in listed] == ["replaced", "draft"]
    over = assert_problem(await _establish(world, student, plan, 3), 409, "step-not-allowed")
    assert (over["state"], over["allowed"]) == ("replaced", [])
    path = f"{student}/transition-plans/{plan['id']}"
    patched = await world.coordinator.patch(path, {"services": "None."}, '"3"')
    assert_problem(patched, 409, "step-not-allowed")


async def test_the_judgement_of_the_team_starts_or_spares_the_clocks_of_the_notice(
    world: World,
) -> None:
    student, plan = await _begun(world, is_potentially_eligible=False)
    overview = (await world.coordinator.get(f"{student}/transition")).json()
    assert overview["population"] == "not_potentially_eligible"
    rules = {c["rule_id"] for c in overview["clocks"]}
    assert "us-ca.partc.transition.six_month" not in rules
    path = f"{student}/transition-plans/{plan['id']}"
    await world.coordinator.patch(path, {"is_potentially_eligible": True}, '"1"')
    overview = (await world.coordinator.get(f"{student}/transition")).json()
    assert "us-ca.partc.transition.six_month" in {c["rule_id"] for c in overview["clocks"]}


async def test_readiness_names_what_a_packet_would_lack(world: World) -> None:
    student, _ = await _begun(world)
    found = (await world.coordinator.get(f"{student}/packet-readiness")).json()
    states = {i["item"]: i["state"] for i in found["items"]}
    assert found["consent_id"] is None
    assert states["profile"] == "ready"
    assert states["eligibility"] == "missing"
    assert 0 < found["percent"] < 100
    file = (await world.coordinator.get(student)).json()
    body = {
        "contact_id": file["contacts"][0]["id"], "recipient_id": str(world.district_id), "covers": ["profile"],
        "authority": "parent", "language": "en", "method": "paper", "signed_on": str(world.today),
    }  # fmt: skip
    consent = await world.coordinator.post(f"{student}/consents", body)
    found = (await world.coordinator.get(f"{student}/packet-readiness")).json()
    assert found["consent_id"] == consent.json()["id"]
    assert found["percent"] == 100
    assert {i["state"] for i in found["items"]} == {"ready", "withheld_by_parent"}


async def test_california_knows_no_objection_and_texas_takes_it_back(world: World) -> None:
    student, _ = await _begun(world, is_potentially_eligible=True)
    file = (await world.coordinator.get(student)).json()
    contact = file["contacts"][0]["id"]
    body = {
        "contact_id": contact, "notice_sent_on": str(world.today - timedelta(days=10)), "objected_on": str(world.today),
    }  # fmt: skip
    path = f"{student}/notice-objections"
    assert_problem(await world.coordinator.post(path, body), 409, "no-objection-here")
    await world.change(
        "update eb.student set jurisdiction = 'us-tx' where tenant_id = :t", t=world.program_id
    )
    assert (await world.coordinator.post(path, body)).status_code == 201
    assert (await world.coordinator.get(f"{student}/transition")).json()["state"] == "opted_out"
    assert_problem(
        await world.coordinator.post(f"{student}/lea-notifications", {}), 409, "opted-out"
    )
    assert_problem(await world.coordinator.post(path, body), 409, "objection-stands")
    back = await world.coordinator.post(f"{path}/withdrawal", {"contact_id": contact})
    assert back.status_code == 200, back.text
    assert (await world.coordinator.post(f"{student}/lea-notifications", {})).status_code == 201


async def test_a_child_found_eligible_late_is_on_the_late_branch(world: World) -> None:
    born_on = world.today - timedelta(days=1030)
    student_id = await enrolled(world, child={"born_on": str(born_on)})
    for type_, data in (
        ("consent.evaluation.signed", {}),
        ("evaluation.completed", {}),
        ("eligibility.partc.decided", {"eligible": True}),
    ):
        await happened(world, student_id, type_, world.today, **data)
    overview = (await world.coordinator.get(f"/v1/students/{student_id}/transition")).json()
    assert overview["branch"] == "late"
