"""Evaluations: consent first, several sources, five domains, two disciplines, one signed text."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.assessment.machine import MACHINE
from tests.factories.assessment import (
    GIVEN,
    REPORT,
    consented,
    drafted,
    examiners,
    on_the_team,
    planned,
    signed,
    sources,
    step,
)
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.world import World

ACTS = sorted({s.act for s in MACHINE.steps})


def _path(made: dict[str, Any]) -> str:
    return f"/v1/students/{made['student_id']}/assessments/{made['id']}"


async def test_nobody_begins_without_the_parents_consent(world: World) -> None:
    student_id = await enrolled(world)
    made = await planned(world, student_id)
    answer = assert_problem(await step(world, made, "note_consent"), 409, "step-not-ready")
    assert "303.420" in answer["missing"][0]
    offered = (await world.coordinator.get(f"{_path(made)}/actions")).json()
    assert [(a["act"], a["is_allowed"]) for a in offered] == [
        ("note_consent", False), ("mark_entered_in_error", True),
    ]  # fmt: skip
    consent_id = await consented(world, student_id)
    noted = await step(world, made, "note_consent", consent_id=consent_id)
    assert (noted.status_code, noted.json()["state"]) == (200, "consented")
    revoked = f"/v1/students/{student_id}/consents/{consent_id}/revocation"
    assert (await world.coordinator.post(revoked, {})).status_code == 200
    assert_problem(await step(world, made, "begin"), 409, "step-not-ready")


async def test_an_evaluation_says_each_thing_that_is_missing(world: World) -> None:
    student_id = await enrolled(world)
    one = [examiners(world)[0]]
    made = await planned(world, student_id, examiners=one, sources=sources(world)[:1])
    consent_id = await consented(world, student_id)
    await step(world, made, "note_consent", consent_id=consent_id)
    await step(world, made, "begin")
    tag = (await world.coordinator.get(_path(made))).headers["etag"]
    less = sources(world)[:1]
    less[0]["scores"] = less[0]["scores"][:2]
    assert (await world.coordinator.patch(_path(made), {"sources": less}, tag)).status_code == 200
    answer = assert_problem(await step(world, made, "score"), 409, "step-not-ready")
    said = " ".join(answer["missing"])
    assert "303.321(b)" in said
    assert "communication, social-emotional, adaptive" in said
    assert "two disciplines" in said


async def test_the_last_signature_moves_the_clocks_on_the_day_the_findings_were_complete(
    world: World,
) -> None:
    student_id = await enrolled(world)
    made = await signed(world, student_id)
    assert (await world.coordinator.get(_path(made))).json()["state"] == "report_signed"
    events = (await world.coordinator.get(f"/v1/students/{student_id}/events")).json()
    assert [e["type"] for e in events if e["data"].get("assessment_id")] == [
        "evaluation.completed", "assessment.child.completed",
    ]  # fmt: skip
    report = (await world.coordinator.get(f"{_path(made)}/report")).json()
    assert [s["licence_number"] for s in report["signatures"]] == ["OT-1042", "SP-7"]
    assert {s["text_sha256"] for s in report["signatures"]} == {report["text_sha256"]}
    assert report["unsigned_by"] == []


async def test_who_does_not_hold_a_licence_that_day_does_not_sign(world: World) -> None:
    student_id = await enrolled(world)
    await on_the_team(world, student_id)
    made = await drafted(world, student_id)
    await world.change(
        "update eb.staff_credential set expires_on = :d where tenant_id = :t",
        d=world.today - timedelta(days=1), t=world.program_id,
    )  # fmt: skip
    answer = await step(world, made, "sign", "therapist", signature=GIVEN)
    assert_problem(answer, 409, "licence-expired")
    await world.change(
        "update eb.staff_credential set expires_on = null, level = 'assistant' where tenant_id = :t",
        t=world.program_id,
    )
    answer = await step(world, made, "sign", "therapist", signature=GIVEN)
    assert_problem(answer, 409, "co-signature-needed")
    answer = await step(world, made, "sign", "supervisor", signature=GIVEN)
    assert "Only an examiner" in assert_problem(answer, 409, "step-not-ready")["missing"][0]


async def test_a_signature_counts_for_its_own_text_alone(world: World) -> None:
    student_id = await enrolled(world)
    await on_the_team(world, student_id)
    made = await drafted(world, student_id)
    assert (await step(world, made, "sign", "therapist", signature=GIVEN)).status_code == 200
    tag = (await world.coordinator.get(_path(made))).headers["etag"]
    await world.coordinator.patch(_path(made), {"summary": "Seen three times."}, tag)
    report = (await world.coordinator.get(f"{_path(made)}/report")).json()
    assert report["signatures"] == []
    answer = await step(world, made, "sign", "coordinator", signature=GIVEN)
    assert answer.json()["state"] == "report_draft"
    again = await step(world, made, "sign", "therapist", signature=GIVEN)
    assert again.json()["state"] == "report_signed"


async def test_a_signed_report_is_added_to_and_never_edited(world: World) -> None:
    student_id = await enrolled(world)
    draft = await planned(world, student_id)
    answer = await world.coordinator.post(f"{_path(draft)}/addenda", {"text": "Too early"})
    assert_problem(answer, 409, "assessment-not-signed")
    made = await signed(world, student_id)
    tag = (await world.coordinator.get(_path(made))).headers["etag"]
    answer = await world.coordinator.patch(_path(made), REPORT | {"needs": "None"}, tag)
    assert_problem(answer, 409, "assessment-signed")
    added = await world.coordinator.post(f"{_path(made)}/addenda", {"text": "Hearing was normal."})
    assert added.status_code == 201, added.text
    report = (await world.coordinator.get(f"{_path(made)}/report")).json()
    assert [a["text"] for a in report["addenda"]] == ["Hearing was normal."]


async def test_scores_are_ones_that_the_instrument_can_give(world: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}/assessments"
    base = {"kind": "screening", "language": "en", "examiners": examiners(world)}
    source = {"kind": "instrument", "on": str(world.today)}
    for wrong, said in (
        ({"instrument": "pls-5", "scores": [{"domain": "gross_motor", "standard_score": 90}]}, "does not measure"),
        ({"instrument": "pls-5", "scores": [{"domain": "communication", "standard_score": 30}]}, "between 50 and 150"),
        ({"instrument": "asq-3", "scores": [{"domain": "communication", "standard_score": 90}]}, "no standard score"),
    ):  # fmt: skip
        answer = await world.coordinator.post(path, base | {"sources": [source | wrong]})
        problem = assert_problem(answer, 422, "invalid-request")
        assert any(said in e["detail"] for e in problem["errors"]), problem
    unknown = source | {"instrument": "pls5", "scores": []}
    answer = await world.coordinator.post(path, base | {"sources": [unknown]})
    assert assert_problem(answer, 422, "unknown-name")["near"] == ["pls-5"]


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=8))
async def test_any_order_of_steps_keeps_to_the_table_and_to_the_history(
    world: World, acts: list[str]
) -> None:
    known = (await world.supervisor.get("/v1/students?limit=1")).json()["items"]
    student_id = known[0]["id"] if known else await enrolled(world)
    consent_id = await consented(world, student_id)
    made = await planned(world, student_id, kind="periodic")
    taken = 0
    for act in acts:
        offered = {
            a["act"]: a for a in (await world.coordinator.get(f"{_path(made)}/actions")).json()
        }
        evidence: dict[str, Any] = {"consent_id": consent_id} if act == "note_consent" else {}
        if act == "sign":
            evidence = {"signature": GIVEN}
        answer = await step(world, made, act, reason_code="other", **evidence)
        may = act in offered and offered[act]["is_allowed"]
        if answer.status_code == 200:
            assert may, (act, answer.text)
            taken += 1
        elif may:
            assert_problem(answer, 409, "licence-missing")
    told = (await world.coordinator.get(f"{_path(made)}/history")).json()["items"]
    assert len(told) == taken + 1


async def test_a_consent_taken_back_or_gainsaid_lets_nobody_begin(world: World) -> None:
    """Its event stands on the file; the paper does not hold any more."""
    student_id = await enrolled(world)
    made = await planned(world, student_id)
    student = f"/v1/students/{student_id}"
    consent_id = await consented(world, student_id)
    revoked = await world.coordinator.post(f"{student}/consents/{consent_id}/revocation", {})
    assert revoked.status_code == 200, revoked.text
    assert_problem(await step(world, made, "note_consent"), 409, "step-not-ready")
    mother = (await world.coordinator.get(student)).json()["contacts"][0]["id"]
    father = await world.coordinator.post(
        f"{student}/contacts",
        {
            "first_name": "Ben", "last_name": "Okafor", "relationship": "father", "may_sign": True,
            "holds_educational_rights": True,
        },
    )  # fmt: skip
    no = {
        "kind": "evaluation", "decision": "refused", "refused_reason": "Wants to wait", "authority": "parent", "language": "en",
        "method": "paper", "signed_on": str(world.today),
    }  # fmt: skip
    await consented(world, student_id)
    for who in (father.json()["id"], mother):
        refused = await world.coordinator.post(f"{student}/consents", {**no, "contact_id": who})
        assert refused.status_code == 201, refused.text
        assert_problem(await step(world, made, "note_consent"), 409, "step-not-ready")
    consent_id = await consented(world, student_id)
    named = await step(world, made, "note_consent", consent_id=consent_id)
    assert_problem(named, 409, "step-not-ready")
    yes = {k: v for k, v in no.items() if k not in {"decision", "refused_reason"}}
    agreed = await world.coordinator.post(
        f"{student}/consents", {**yes, "contact_id": father.json()["id"]}
    )
    assert agreed.status_code == 201, agreed.text
    assert (await step(world, made, "note_consent")).status_code == 200


async def test_a_consent_of_an_earlier_stay_is_none_of_this_one(world: World) -> None:
    start = world.today - timedelta(days=200)
    student_id = await enrolled(world, received_on=start)
    await happened(world, student_id, "consent.evaluation.signed", start + timedelta(days=5))
    gone = world.today - timedelta(days=60)
    await happened(world, student_id, "partc.exited", gone, reason="WITHDRAWN")
    back = await world.coordinator.post(f"/v1/students/{student_id}/enrolments", {})
    assert back.status_code == 201, back.text
    made = await planned(world, student_id)
    assert_problem(await step(world, made, "note_consent"), 409, "step-not-ready")
    await happened(world, student_id, "consent.evaluation.signed", world.today)
    assert (await step(world, made, "note_consent")).status_code == 200


async def test_findings_are_of_a_day_between_birth_and_today(world: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}/assessments"
    made = await planned(world, student_id)
    for day in (world.today + timedelta(days=1), world.today - timedelta(days=900)):
        late = [{"kind": "interview", "on": str(day), "text": "At home."}]
        body = {
            "kind": "initial_evaluation", "language": "en", "examiners": examiners(world), "sources": late,
        }  # fmt: skip
        assert_problem(await world.coordinator.post(path, body), 409, "assessment-dates")
        changed = await world.coordinator.patch(_path(made), {"sources": late}, '"1"')
        assert_problem(changed, 409, "assessment-dates")


async def test_an_assistants_part_is_co_signed_by_the_supervisor_whoever_has_the_child(
    world: World,
) -> None:
    student_id = await enrolled(world)
    body = {
        "principal_id": str(world.people["therapist"].id),
        "role": "therapist",
        "grounds": "On the team.",
    }
    await world.supervisor.post(f"/v1/students/{student_id}/assignments", body)
    await world.licensed("coordinator", "speech_language", title="CCC-SLP", number="SP-7")
    await world.licensed("coordinator-2", number="OT-9")
    made = await drafted(world, student_id)
    unnamed = await world.licensed("therapist", level="assistant", title="COTA")
    assert_problem(
        await step(world, made, "sign", "therapist", signature=GIVEN), 409, "co-signature-needed"
    )
    co_signer = world.people["coordinator-2"].id
    path = f"/v1/staff/{world.people['therapist'].id}/credentials/{unnamed['id']}"
    tag = (await world.supervisor.get(path)).headers["etag"]
    named = await world.supervisor.patch(path, {"supervisor_id": str(co_signer)}, tag)
    assert named.status_code == 200, named.text
    for who in ("therapist", "coordinator"):
        answer = await step(world, made, "sign", who, signature=GIVEN)
        assert (answer.status_code, answer.json()["state"]) == (200, "report_draft"), answer.text
    report = (await world.coordinator.get(f"{_path(made)}/report")).json()
    assert report["unsigned_by"] == [str(co_signer)]
    assert_problem(await step(world, made, "co_sign", signature=GIVEN), 409, "step-not-ready")
    waiting = (await world.api("coordinator-2").get("/v1/tasks", params={"mine": True})).json()
    assert [t["source"] for t in waiting["items"]] == ["assessment"]
    task = f"/v1/tasks/{waiting['items'][0]['id']}"
    for part in ("", "/actions", "/history"):
        own = await world.api("coordinator-2").get(f"{task}{part}")
        assert own.status_code == 200, (part, own.text)
    noted = await world.api("coordinator-2").patch(task, {"note": "On Friday."}, '"1"')
    assert (noted.status_code, noted.json()["note"]) == (200, "On Friday."), noted.text
    read = await world.api("coordinator-2").get(f"{_path(made)}/report")
    assert read.json()["text_sha256"] == report["text_sha256"]
    done = await step(world, made, "co_sign", "coordinator-2", signature=GIVEN)
    assert (done.status_code, done.json()["state"]) == (200, "report_signed"), done.text
    under = (await world.coordinator.get(f"{_path(made)}/report")).json()["signatures"]
    assert [(s["capacity"], s["licence_number"]) for s in under] == [
        ("examiner", None), ("examiner", "SP-7"), ("co-signer", "OT-9"),
    ]  # fmt: skip
    events = (await world.coordinator.get(f"/v1/students/{student_id}/events")).json()
    assert "evaluation.completed" in {e["type"] for e in events}
    closed = (await world.api("coordinator-2").get("/v1/tasks", params={"mine": True})).json()
    assert [t["state"] for t in closed["items"]] == ["done"]
    assert_problem(await world.api("coordinator-2").get(_path(made)), 403, "not-on-caseload")
