"""The states of a referral: a machine driven at random must never leave the table of jobs."""

from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.models.fields import ReferralState
from app.models.words.referral import ReferralReason
from app.services.referral.machine import MACHINE, OPEN, OVER, SENDERS, ReferralFacts
from app.services.report_back import SHOWN_WITHOUT_CONSENT, told_outcome
from tests.factories.problem import assert_problem
from tests.factories.referral import accept, enrolled, refer, referral, step, stepped
from tests.factories.walk import actor, reachable, walk
from tests.factories.world import World

S = ReferralState
BACK: set[str] = {S.ACKNOWLEDGED}
TABLE: dict[str, set[str]] = {
    S.SUBMITTED: {S.ACKNOWLEDGED, S.DUPLICATE, S.WITHDRAWN},
    S.ACKNOWLEDGED: {S.INFO_REQUESTED, S.ACCEPTED, S.DECLINED, S.REDIRECTED, S.DUPLICATE, S.WITHDRAWN},
    S.INFO_REQUESTED: {S.ACKNOWLEDGED, S.LAPSED, S.WITHDRAWN},
    S.ACCEPTED: {S.CLOSED},
    S.DECLINED: BACK, S.DUPLICATE: BACK | {S.CLOSED}, S.LAPSED: BACK, S.WITHDRAWN: BACK, S.CLOSED: BACK,
    S.REDIRECTED: set(),
}  # fmt: skip
"""Where each state may lead, from the guide to the jobs; a duplicate closes as one that was accepted does."""
ACTS = sorted({s.act for s in MACHINE.steps})
EVIDENCE: dict[str, dict[str, Any]] = {
    "answer": {"information": "The number is on the form."},
    "ask": {"wanted": ["birth_date"]},
    "redirect": {"redirected_to": "The next county"},
}
FACTS = st.builds(
    ReferralFacts, attempts=st.integers(0, 51), additions=st.integers(0, 51), attempts_wanted=st.integers(1, 5),
    is_late=st.booleans(),
)  # fmt: skip
MOVES = st.lists(st.tuples(st.sampled_from(ACTS), FACTS, st.sampled_from([None, "other"])))


@given(start=st.sampled_from(S), moves=MOVES)
def test_any_steps_keep_to_the_table_and_say_what_they_refuse(
    start: ReferralState, moves: list[tuple[str, ReferralFacts, str | None]]
) -> None:
    walk(MACHINE, actor("referral:decide"), start, moves, TABLE)
    walk(SENDERS, actor("referral:write"), start, moves, TABLE)


def test_every_state_is_reached_and_no_step_is_the_senders_once_it_is_decided() -> None:
    assert reachable(MACHINE, S.SUBMITTED) == set(S)
    assert {s for step in SENDERS.steps for s in step.sources} == OPEN
    assert not OPEN & OVER


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=6))
async def test_what_is_offered_is_what_is_taken_and_what_the_sender_is_told(
    world: World, acts: list[str]
) -> None:
    referral_id = await refer(world, child={"first_name": uuid4().hex, "last_name": uuid4().hex})
    path = f"/v1/referrals/{referral_id}"
    evidence = {
        "attempt": {"on": str(world.today), "channel": "phone", "result": "no_answer"},
        "name_coordinator": {"interim_coordinator_id": str(world.people["coordinator"].id)},
        **EVIDENCE,
    }
    for act in (a for a in acts if a != "mark_duplicate"):
        offered = {a["act"]: a for a in (await world.intake.get(f"{path}/actions")).json()}
        reason = {"reason_code": "other"}
        taken = await step(world, referral_id, act, **evidence.get(act, {}), **reason)
        if act in offered and offered[act]["is_allowed"]:
            assert taken.status_code == 200, (act, taken.text)
            assert taken.json()["state"] == offered[act]["to_state"]
        else:
            assert taken.status_code == 409, (act, taken.text)
    now = (await world.intake.get(path)).json()["state"]
    told = (await world.agency.get(path)).json()
    shown = "closed" if now == S.WITHDRAWN else now
    assert told["state"] == shown
    assert [m["state"] for m in told["milestones"]][-1:] in ([], [shown])


async def test_a_step_that_ends_a_referral_needs_its_reason(world: World) -> None:
    referral_id = await refer(world)
    await stepped(world, referral_id, "acknowledge")
    refused = await step(world, referral_id, "decline")
    assert refused.status_code == 422
    for act, unfit in (("decline", "enrolled"), ("withdraw", "already_enrolled")):
        answer = assert_problem(
            await step(world, referral_id, act, reason_code=unfit), 422, "invalid-request"
        )
        assert answer["errors"][0]["pointer"].endswith("/reason_code")
    await stepped(world, referral_id, "decline", reason_code="over_age")
    told = (await world.agency.get(f"/v1/referrals/{referral_id}")).json()
    assert (told["state"], told["outcome"]) == ("declined", "over_age")


def test_without_consent_to_report_back_a_sender_learns_the_same_whatever_happened() -> None:
    told = {
        told_outcome(state, reason, may_report_back=False)
        for state in set(S) - SHOWN_WITHOUT_CONSENT
        for reason in (None, *ReferralReason)
    }
    assert told == {("closed", "not_shared")}
    for state in SHOWN_WITHOUT_CONSENT:
        assert told_outcome(state, "deceased", may_report_back=False) == (state, None)


def test_a_child_who_was_known_is_told_as_any_child_who_is_taken_in() -> None:
    known = told_outcome(S.DUPLICATE, "already_enrolled", may_report_back=True)
    assert known == told_outcome(S.ACCEPTED, None, may_report_back=True)


async def test_twins_are_two_children_and_hold_nobody_up(world: World) -> None:
    first = await enrolled(world, child={"first_name": "Amina", "birth_order": 1})
    referral_id = await refer(world, child={"first_name": "Aminah", "birth_order": 2})
    path = f"/v1/referrals/{referral_id}"
    assert (await world.intake.get(f"{path}/possible-duplicates")).json() == []
    await stepped(world, referral_id, "acknowledge")
    assert (await stepped(world, referral_id, "accept"))["student_id"] != first


async def test_a_possible_duplicate_must_be_looked_at_and_is_never_merged(world: World) -> None:
    first = await enrolled(world, child={"first_name": "Amina", "birth_order": 1})
    referral_id = await refer(world, child={"first_name": "Aminah"})
    found = (await world.intake.get(f"/v1/referrals/{referral_id}/possible-duplicates")).json()
    assert [d["student_id"] for d in found] == [first]
    assert {"same birth date", "same last name", "same phone number"} <= set(found[0]["reasons"])
    await stepped(world, referral_id, "acknowledge")
    refused = assert_problem(
        await step(world, referral_id, "accept"), 409, "duplicates-not-reviewed"
    )
    assert refused["student_ids"] == [first]
    accepted = await stepped(world, referral_id, "accept", duplicates_reviewed=[first])
    assert accepted["student_id"] != first


async def test_the_same_child_is_found_by_an_accented_name_and_another_birth_date(
    world: World,
) -> None:
    first = await enrolled(world, child={"first_name": "José", "last_name": "Núñez"})
    referral_id = await refer(
        world, child={"first_name": "Jose", "last_name": "NUNEZ", "born_on": "2025-01-02"}
    )
    found = (await world.intake.get(f"/v1/referrals/{referral_id}/possible-duplicates")).json()
    assert first in [d["student_id"] for d in found]


async def test_a_number_finds_the_child_under_another_name_and_goes_on_to_the_file(
    world: World,
) -> None:
    number = {"external_ids": [{"system": "uci", "value": "7654321"}]}
    first = await enrolled(world, child=number)
    file = (await world.coordinator.get(f"/v1/students/{first}")).json()
    assert [(i["system"], i["value"]) for i in file["external_ids"]] == [("uci", "7654321")]
    referral_id = await refer(world, child={"first_name": "Quite", **number})
    path = f"/v1/referrals/{referral_id}/possible-duplicates"
    [found] = (await world.intake.get(path)).json()
    assert found["student_id"] == first
    assert "the same identifier" in found["reasons"]


async def test_re_entry_is_a_new_enrolment_in_the_same_file(world: World) -> None:
    student_id = await enrolled(world, child={"first_name": "Back", "last_name": "Again"})
    again = await refer(world, child={"first_name": "Back", "last_name": "Again"})
    await stepped(world, again, "acknowledge")
    body: dict[str, Any] = {"existing_student_id": student_id, "duplicates_reviewed": [student_id]}
    assert_problem(await step(world, again, "accept", **body), 409, "student-still-enrolled")
    closed = await world.coordinator.post(
        f"/v1/students/{student_id}/events", {"type": "case.closed", "on": str(world.today)}
    )
    assert closed.status_code == 201, closed.text
    await stepped(world, again, "accept", **body)
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    assert file["enrolment"]["referral_id"] == again
    assert file["enrolment"]["exited_on"] is None


async def test_an_accepted_referral_is_accepted_once(world: World) -> None:
    referral_id = await refer(world)
    await accept(world, referral_id)
    assert_problem(
        await step(world, referral_id, "accept"),
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
