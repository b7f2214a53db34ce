"""The states of a referral: a machine driven at random must never leave the table of jobs."""

from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.models.fields import ReferralState
from app.services.referral.decide import NEXT
from app.services.referral.told import SHOWN_WITHOUT_CONSENT, told_outcome
from tests.factories.problem import assert_problem
from tests.factories.referral import accept, enrolled, refer, referral
from tests.factories.world import World

DECISIONS = [s for s in ReferralState if s not in {ReferralState.SUBMITTED, ReferralState.ACCEPTED}]


async def _state(world: World, referral_id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await world.intake.get(f"/v1/referrals/{referral_id}")).json()
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.sampled_from(DECISIONS), min_size=1, max_size=6))
async def test_any_order_of_decisions_keeps_to_the_table(
    world: World, steps: list[ReferralState]
) -> None:
    name = {"first_name": uuid4().hex, "last_name": uuid4().hex}
    student_id = await enrolled(
        world, child=name, contacts=[{"first_name": "P", "relationship": "parent"}]
    )
    referral_id = await refer(
        world, child={"first_name": "Quite", "last_name": "Another", "born_on": "2025-02-03"}
    )
    state = ReferralState.SUBMITTED
    for step in steps:
        body = {"state": step.value, "reason_code": "other", "student_id": student_id}
        response = await world.intake.post(f"/v1/referrals/{referral_id}/decisions", body)
        if step in NEXT[state]:
            assert response.status_code == 200, (state, step, response.text)
            state = step
        else:
            assert_problem(response, 409, "step-not-allowed")
        assert (await _state(world, referral_id))["state"] == state
        told = (await world.agency.get(f"/v1/referrals/{referral_id}")).json()
        assert told["state"] == state


async def test_a_decision_that_ends_a_referral_needs_its_reason(world: World) -> None:
    referral_id = await refer(world)
    path = f"/v1/referrals/{referral_id}/decisions"
    await world.intake.post(path, {"state": "acknowledged"})
    assert_problem(await world.intake.post(path, {"state": "declined"}), 409, "reason-missing")
    assert (
        await world.intake.post(path, {"state": "declined", "reason_code": "over_age"})
    ).status_code == 200
    told = (await world.agency.get(f"/v1/referrals/{referral_id}")).json()
    assert (told["state"], told["outcome"]) == ("declined", "over_age")


def test_without_consent_to_report_back_a_sender_learns_no_outcome() -> None:
    for state in ReferralState:
        told, outcome = told_outcome(state, "deceased", may_report_back=False)
        assert outcome is None
        assert told in {*SHOWN_WITHOUT_CONSENT, ReferralState.CLOSED}


async def test_twins_are_two_children_and_hold_nobody_up(world: World) -> None:
    first = await enrolled(world, child={"first_name": "Amina", "birth_order": 1})
    referral_id = await refer(world, child={"first_name": "Aminah", "birth_order": 2})
    path = f"/v1/referrals/{referral_id}"
    assert (await world.intake.get(f"{path}/possible-duplicates")).json() == []
    await world.intake.post(f"{path}/decisions", {"state": "acknowledged"})
    accepted = await world.intake.post(f"{path}/acceptance", {})
    assert accepted.status_code == 200, accepted.text
    assert accepted.json()["student_id"] != first


async def test_a_possible_duplicate_must_be_looked_at_and_is_never_merged(world: World) -> None:
    first = await enrolled(world, child={"first_name": "Amina", "birth_order": 1})
    referral_id = await refer(world, child={"first_name": "Aminah"})
    found = (await world.intake.get(f"/v1/referrals/{referral_id}/possible-duplicates")).json()
    assert [d["student_id"] for d in found] == [first]
    assert {"same birth date", "same last name", "same phone number"} <= set(found[0]["reasons"])
    await world.intake.post(f"/v1/referrals/{referral_id}/decisions", {"state": "acknowledged"})
    path = f"/v1/referrals/{referral_id}/acceptance"
    refused = assert_problem(await world.intake.post(path, {}), 409, "duplicates-not-reviewed")
    assert refused["student_ids"] == [first]
    accepted = await world.intake.post(path, {"duplicates_reviewed": [first]})
    assert accepted.status_code == 200, accepted.text
    assert accepted.json()["student_id"] != first


async def test_the_same_child_is_found_by_an_accented_name_and_another_birth_date(
    world: World,
) -> None:
    first = await enrolled(world, child={"first_name": "José", "last_name": "Núñez"})
    referral_id = await refer(
        world, child={"first_name": "Jose", "last_name": "NUNEZ", "born_on": "2025-01-02"}
    )
    found = (await world.intake.get(f"/v1/referrals/{referral_id}/possible-duplicates")).json()
    assert first in [d["student_id"] for d in found]


async def test_re_entry_is_a_new_enrolment_in_the_same_file(world: World) -> None:
    student_id = await enrolled(world, child={"first_name": "Back", "last_name": "Again"})
    again = await refer(world, child={"first_name": "Back", "last_name": "Again"})
    await world.intake.post(f"/v1/referrals/{again}/decisions", {"state": "acknowledged"})
    path = f"/v1/referrals/{again}/acceptance"
    body = {"existing_student_id": student_id, "duplicates_reviewed": [student_id]}
    assert_problem(await world.intake.post(path, body), 409, "student-still-enrolled")
    closed = await world.coordinator.post(
        f"/v1/students/{student_id}/events", {"type": "case.closed", "on": str(world.today)}
    )
    assert closed.status_code == 201, closed.text
    accepted = await world.intake.post(path, body)
    assert accepted.status_code == 200, accepted.text
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    assert file["enrolment"]["referral_id"] == again
    assert file["enrolment"]["exited_on"] is None


async def test_an_accepted_referral_is_accepted_once(world: World) -> None:
    referral_id = await refer(world)
    await accept(world, referral_id)
    assert_problem(
        await world.intake.post(f"/v1/referrals/{referral_id}/acceptance", {}),
        409,
        "step-not-allowed",
    )


async def test_a_referral_keeps_to_its_days(world: World) -> None:
    future = referral(world, child={"born_on": str(world.today.replace(year=world.today.year + 1))})
    assert_problem(await world.agency.post("/v1/referrals", future), 409, "referral-before-birth")
    own_day = referral(world, received_on=str(world.today))
    assert_problem(await world.agency.post("/v1/referrals", own_day), 409, "received-on-not-yours")
    nowhere = referral(world, program_id=str(world.agency_id))
    assert_problem(await world.agency.post("/v1/referrals", nowhere), 404, "program-not-found")


async def test_the_worklist_shows_the_day_the_first_plan_is_due(world: World) -> None:
    referral_id = await refer(world)
    rows = (await world.intake.get("/v1/referrals?state=submitted")).json()["items"]
    assert [r["id"] for r in rows] == [referral_id]
    assert rows[0]["ifsp_due_on"] is not None
