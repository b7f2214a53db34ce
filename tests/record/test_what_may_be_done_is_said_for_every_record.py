"""Consents, duties, transition plans, emergency accesses: what may be done with them now, and why not."""

from typing import Any

from tests.factories.letter import write
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World


async def _allowed(world: World, path: str, who: str = "coordinator") -> dict[str, bool]:
    answer = await world.api(who).get(f"{path}/actions")
    assert answer.status_code == 200, answer.text
    return {a["act"]: a["is_allowed"] for a in answer.json()}


async def _signed(world: World, student: str, **changes: Any) -> dict[str, Any]:
    contact = (await world.coordinator.get(student)).json()["contacts"][0]
    body = {
        "kind": "evaluation", "authority": "parent", "contact_id": contact["id"], "language": "en", "method": "electronic",
        "signed_on": str(world.today), **changes,
    }  # fmt: skip
    made = await world.coordinator.post(f"{student}/consents", body)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def test_a_consent_is_completed_revoked_or_marked_as_its_standing_lets(world: World) -> None:
    student = f"/v1/students/{await enrolled(world)}"
    consent = await _signed(world, student)
    path = f"{student}/consents/{consent['id']}"
    every = {"change": True, "revoke": True, "mark_entered_in_error": True}
    assert await _allowed(world, path) == every
    seen = {"witness": "A neighbour", "language": "es"}
    changed = await world.coordinator.patch(path, seen, '"1"')
    assert (changed.json()["witness"], changed.json()["version"]) == ("A neighbour", 2)
    decided = await world.coordinator.patch(path, {"signed_on": "2025-01-01"}, '"2"')
    assert_problem(decided, 422, "invalid-request")
    assert (await world.coordinator.post(f"{path}/revocation", {})).status_code == 200
    assert await _allowed(world, path) == {"change": True, "mark_entered_in_error": True}


async def test_a_duty_says_what_may_be_said_of_it(world: World) -> None:
    student = f"/v1/students/{await enrolled(world)}"
    duty = (await world.coordinator.get(student)).json()["deadlines"][0]
    path = f"{student}/deadlines/{duty['id']}"
    open_ = {"cause": False, "dismissal": True, "waiver": True, "reinstatement": False}
    assert await _allowed(world, path) == open_
    why = {"reason": "Moved in with a plan."}
    assert (await world.coordinator.post(f"{path}/dismissal", why)).status_code == 200
    after = await _allowed(world, path)
    assert after == {"cause": False, "dismissal": False, "waiver": False, "reinstatement": True}


async def test_a_transition_plan_says_what_it_lacks(world: World) -> None:
    student = f"/v1/students/{await enrolled(world)}"
    begun = await world.coordinator.post(f"{student}/transition-plans", {})
    path = f"{student}/transition-plans/{begun.json()['id']}"
    found = (await world.coordinator.get(f"{path}/actions")).json()
    assert [(a["act"], a["is_allowed"]) for a in found] == [("change", True), ("establish", False)]
    assert found[1]["why_not"][0].startswith("Not yet in the plan: program options")


async def test_an_emergency_access_is_read_and_reviewed_by_another(world: World) -> None:
    student = f"/v1/students/{await enrolled(world)}"
    opened = await world.api("coordinator-2").post(
        f"{student}/emergency-access", {"reason": "The child is in hospital."}
    )
    path = f"/v1/emergency-accesses/{opened.json()['id']}"
    read = await world.administrator.get(path)
    assert read.json()["reason"] == "The child is in hospital."
    assert await _allowed(world, path, "administrator") == {"review": True}
    assert (await world.api("coordinator-2").get(path)).status_code == 403
    done = await world.administrator.http.post(
        f"{path}/review", json={"finding": "justified"},
        headers={"If-Match": read.headers["etag"], "Idempotency-Key": "review"},
    )  # fmt: skip
    assert done.status_code == 200, done.text
    assert await _allowed(world, path, "administrator") == {}
    acts = (await world.administrator.get(f"{path}/history")).json()["items"]
    assert [a["act"] for a in acts] == ["created", "reviewed"]


async def test_a_letter_says_who_issued_it(world: World) -> None:
    student_id = await enrolled(world)
    contact = (await world.coordinator.get(f"/v1/students/{student_id}")).json()["contacts"][0]
    letter = await write(world, student_id, contact_id=contact["id"])
    path = f"/v1/students/{student_id}/letters/{letter['id']}/history"
    [issued] = (await world.coordinator.get(path)).json()["items"]
    assert (issued["act"], issued["version"]) == ("created", 1)
