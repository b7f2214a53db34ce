"""Eligibility: two disciplines, signed reports, the rules' question and answer kept word for word."""

from datetime import date, timedelta
from typing import Any

from tests.factories.assessment import examiners, licensed, planned, signed, sources
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World


def _decision(world: World, **changes: Any) -> dict[str, Any]:
    return {"team": examiners(world), "statement": "As the report shows.", **changes}


async def test_a_quarter_of_delay_makes_eligible_in_california_and_the_clock_is_told(
    world: World,
) -> None:
    student_id = await enrolled(world)
    student = f"/v1/students/{student_id}"
    made = await signed(world, student_id)
    decided = await world.coordinator.post(
        f"{student}/eligibility-decisions", _decision(world, assessment_ids=[made["id"]])
    )
    assert decided.status_code == 201, decided.text
    row = decided.json()
    assert (row["is_eligible"], row["category"]) == (True, "developmental_delay")
    assert row["answer"]["qualifying_domains"] == ["communication"]
    assert row["question"]["findings"][2]["percent_delay"] == "34"
    assert row["question"]["findings"][0]["instrument"] == "Battelle Developmental Inventory, 3"
    assert len(row["rulebook_sha256"]) == 64
    events = (await world.coordinator.get(f"{student}/events")).json()
    assert events[-1]["type"] == "eligibility.partc.decided"
    assert events[-1]["data"]["eligible"] is True
    assert (await world.coordinator.get(student)).json()["enrolment"]["state"] == "eligible"


async def test_one_discipline_is_no_team(world: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}/eligibility-decisions"
    one = examiners(world)[:1] * 2
    assert_problem(
        await world.coordinator.post(path, _decision(world, team=one)), 409, "team-too-small"
    )


async def test_one_person_of_two_disciplines_is_no_team(world: World) -> None:
    student_id = await enrolled(world)
    await licensed(world)
    await world.licensed("therapist", "speech_language")
    one, other = examiners(world)
    answer = await world.coordinator.post(
        f"/v1/students/{student_id}/eligibility-decisions",
        _decision(world, team=[one, {**other, "principal_id": one["principal_id"]}]),
    )
    assert_problem(answer, 409, "team-too-small")


async def test_nobody_decides_in_a_discipline_they_are_not_licensed_in(world: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}/eligibility-decisions"
    await world.licensed("therapist", "occupational_therapy")
    answer = await world.coordinator.post(path, _decision(world))
    assert_problem(answer, 409, "licence-missing")
    await world.licensed("coordinator", "speech_language", expires_on="2021-01-01")
    answer = await world.coordinator.post(path, _decision(world))
    assert_problem(answer, 409, "licence-expired")


async def test_it_is_decided_between_the_referral_and_today(world: World) -> None:
    student_id = await enrolled(world)
    student = f"/v1/students/{student_id}"
    made = await signed(world, student_id)
    referred_on = (await world.coordinator.get(student)).json()["enrolment"]["referred_on"]
    for day, code in (
        (world.today + timedelta(days=20), "event-in-future"),
        (date.fromisoformat(referred_on) - timedelta(days=1), "decision-dates"),
    ):
        body = _decision(world, assessment_ids=[made["id"]], decided_on=str(day))
        answer = await world.coordinator.post(f"{student}/eligibility-decisions", body)
        assert_problem(answer, 409, code)


async def test_an_unsigned_report_is_no_ground(world: World) -> None:
    student_id = await enrolled(world)
    await licensed(world)
    made = await planned(world, student_id)
    answer = await world.coordinator.post(
        f"/v1/students/{student_id}/eligibility-decisions",
        _decision(world, assessment_ids=[made["id"]]),
    )
    assert_problem(answer, 409, "assessment-not-signed")


async def test_what_cannot_be_decided_is_not_guessed(world: World) -> None:
    student_id = await enrolled(world)
    student = f"/v1/students/{student_id}"
    await licensed(world)
    answer = await world.coordinator.post(f"{student}/eligibility-decisions", _decision(world))
    assert assert_problem(answer, 409, "eligibility-undecided")["missing"]
    assert (await world.coordinator.get(f"{student}/eligibility-decisions")).json() == []
    events = (await world.coordinator.get(f"{student}/events")).json()
    assert all(e["type"] != "eligibility.partc.decided" for e in events)


async def test_not_eligible_still_means_notice_and_other_help(world: World) -> None:
    student_id = await enrolled(world)
    student = f"/v1/students/{student_id}"
    made = await signed(world, student_id, sources=sources(world, communication=3))
    body = _decision(
        world, assessment_ids=[made["id"]], other_help="Library story time; the health plan's clinic.",
        informed_clinical_opinion={"eligible": False, "statement": "Within the usual range."},
    )  # fmt: skip
    decided = await world.coordinator.post(f"{student}/eligibility-decisions", body)
    assert decided.status_code == 201, decided.text
    assert (decided.json()["is_eligible"], decided.json()["category"]) == (False, "none")
    path = f"{student}/eligibility-decisions/{decided.json()['id']}"
    told = await world.coordinator.patch(path, {"notice_sent_on": str(world.today)}, '"1"')
    assert told.status_code == 200, told.text
    events = (await world.coordinator.get(f"{student}/events")).json()
    assert [e["type"] for e in events][-2:] == ["eligibility.partc.decided", "pwn.sent"]
    changes = (await world.coordinator.get(f"{path}/history")).json()["items"]
    assert [c["act"] for c in changes] == ["created", "changed"]


async def test_clinical_opinion_makes_eligible_what_scores_do_not_show(world: World) -> None:
    student_id = await enrolled(world)
    made = await signed(world, student_id, sources=sources(world, communication=3))
    body = _decision(
        world, assessment_ids=[made["id"]],
        informed_clinical_opinion={"eligible": True, "statement": "Quality of movement is atypical."},
    )  # fmt: skip
    decided = await world.coordinator.post(f"/v1/students/{student_id}/eligibility-decisions", body)
    assert decided.status_code == 201, decided.text
    assert decided.json()["is_eligible"] is True
