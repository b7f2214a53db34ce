"""Who may write and sign a section, under which licence, and what becomes of a text that is signed."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.words.team_report import ReportSectionState, TeamReportState
from app.services.team_report.machine import MACHINE, SECTION_MACHINE
from tests.factories.note import SIGNED_IN
from tests.factories.plan import opened as planned
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.team_report import (
    TEXT,
    act,
    asked,
    on_team,
    opened,
    path,
    signed,
    taken,
    written,
)
from tests.factories.world import World


@pytest.fixture
async def student_id(world: World) -> str:
    """On the caseload of the coordinator and the therapist, who holds no licence yet."""
    made = await enrolled(world)
    await on_team(world, made)
    return made


@pytest.mark.parametrize(
    "name", ["coordinator", "supervisor", "administrator", "auditor", "intake"]
)
async def test_nobody_else_writes_or_signs_it_not_even_to_mend_it(
    world: World, student_id: str, name: str
) -> None:
    section = await written(world, await asked(world, await opened(world, student_id)))
    mended = await world.api(name).patch(path(section), {"seen": "Mended."}, '"2"')
    signed_ = await act(world, section, "sign", name)
    assert mended.status_code == 403, mended.text
    code = (403, "forbidden") if name == "auditor" else (409, "step-not-ready")
    assert_problem(signed_, *code)
    assert (await world.therapist.get(path(section))).json()["state"] == "open"


@pytest.mark.parametrize(
    ("licence", "code"),
    [
        (None, "licence-missing"),
        ({"discipline": "physical_therapy"}, "licence-missing"),
        ({"expires_on": "2024-12-31"}, "licence-expired"),
        ({"level": "intern"}, "co-signature-needed"),
        ({}, None),
    ],
)
async def test_it_is_signed_under_a_licence_of_its_discipline_that_holds_on_the_day(
    world: World, student_id: str, licence: dict[str, Any] | None, code: str | None
) -> None:
    section = await written(world, await asked(world, await opened(world, student_id)))
    if licence is not None:
        await world.licensed("therapist", **licence)
    answer = await act(world, section, "sign", "therapist")
    if code is not None:
        assert_problem(answer, 409, code)
        return
    assert answer.json()["state"] == "signed", answer.text
    [under] = (await world.coordinator.get(f"{path(section)}/signatures")).json()
    assert (under["capacity"], under["licence_number"]) == ("author", "OT-1042")
    assert under["text_sha256"] == answer.json()["text_sha256"] == section["text_sha256"]


async def test_an_assistants_section_waits_for_the_supervisor_whoever_has_the_child(
    world: World, student_id: str
) -> None:
    await world.licensed("coordinator-2")
    supervisor_id = str(world.people["coordinator-2"].id)
    await world.licensed("therapist", level="assistant", supervisor_id=supervisor_id)
    report = await opened(world, student_id)
    section = await written(world, await asked(world, report))
    co_signer = world.api("coordinator-2")
    assert_problem(await co_signer.get(path(section)), 403, "not-on-caseload")
    waiting = await taken(world, section, "sign", "therapist")
    assert (waiting["state"], waiting["co_signer_id"]) == ("awaiting_co_signature", supervisor_id)
    assert waiting["signed_on"] is None
    [task] = (await co_signer.get("/v1/tasks", params={"state": "open"})).json()["items"]
    assert (task["source_id"], task["assignee_id"]) == (section["id"], supervisor_id)
    own = await act(world, section, "co_sign", "therapist")
    assert_problem(own, 409, "step-not-ready")
    back = await taken(world, section, "return", "coordinator-2", reason_code="unclear")
    assert (back["state"], back["co_signer_id"]) == ("open", None)
    await written(world, back, seen="Stacks five blocks.")
    await taken(world, section, "sign", "therapist")
    done = await taken(world, section, "co_sign", "coordinator-2")
    assert (done["state"], done["signed_on"]) == ("signed", str(world.today))
    assert_problem(await co_signer.get(path(section)), 403, "not-on-caseload")
    under = (await world.coordinator.get(f"{path(section)}/signatures")).json()
    assert [s["capacity"] for s in under] == ["author", "author", "co-signer"]
    assert under[0]["text_sha256"] != under[1]["text_sha256"] == under[2]["text_sha256"]


async def test_a_signed_text_is_changed_only_after_its_signature_was_taken_back(
    world: World, student_id: str
) -> None:
    await world.licensed("therapist")
    report = await opened(world, student_id)
    section = await written(world, await asked(world, report))
    other = await act(world, section, "sign", "therapist", text_sha256="0" * 64)
    assert_problem(other, 409, "report-text-changed")
    await taken(world, section, "sign", "therapist")
    tag = (await world.therapist.get(path(section))).headers["etag"]
    late = await world.therapist.patch(path(section), {"seen": "Nothing."}, tag)
    assert_problem(late, 409, "report-section-locked")
    found = await world.coordinator.get(path(report))
    moved = await world.coordinator.patch(
        path(report), {"period_to": "2027-12-31"}, found.headers["etag"]
    )
    assert_problem(moved, 409, "team-report-fixed")
    await taken(world, report, "send_to_review")
    whole = await taken(world, report, "sign")
    sealed = await act(world, section, "take_back", "therapist", reason_code="wrong_number")
    assert "reopens it first" in assert_problem(sealed, 409, "step-not-ready")["detail"]
    await taken(world, report, "reopen", reason_code="wrong_number")
    unreasoned = await act(world, section, "take_back", "therapist")
    assert_problem(unreasoned, 422, "invalid-request")
    taken_back = await taken(world, section, "take_back", "therapist", reason_code="wrong_number")
    assert (taken_back["state"], taken_back["signed_on"]) == ("open", None)
    mended = await written(world, taken_back, seen="Asks for the cup with three words.")
    assert mended["text_sha256"] != section["text_sha256"]
    await taken(world, section, "sign", "therapist")
    again = await taken(world, report, "sign")
    assert again["text_sha256"] != whole["text_sha256"]
    acts = (await world.therapist.get(f"{path(section)}/history")).json()["items"]
    assert [a["act"] for a in acts] == [
        "created",
        "changed",
        "sign",
        "take_back",
        "changed",
        "sign",
    ]
    assert acts[3]["reason_code"] == "wrong_number"


async def test_other_days_of_the_report_are_another_text_of_each_section(
    world: World, student_id: str
) -> None:
    report = await opened(world, student_id)
    section = await asked(world, report)
    changed = await world.coordinator.patch(path(report), {"period_to": "2027-12-31"}, '"1"')
    [after] = changed.json()["sections"]
    assert after["text_sha256"] != section["text_sha256"]
    assert changed.json()["text_sha256"] != report["text_sha256"]


async def test_one_section_a_discipline_by_somebody_of_the_childs_team(
    world: World, student_id: str
) -> None:
    report = await opened(world, student_id)
    section = await asked(world, report)
    body = {"author_id": section["author_id"], "discipline": "occupational_therapy"}
    sections = f"{path(report)}/sections"
    assert_problem(await world.coordinator.post(sections, body), 409, "discipline-taken")
    stranger = {"author_id": str(world.people["coordinator-2"].id), "discipline": "vision"}
    assert_problem(await world.coordinator.post(sections, stranger), 409, "author-not-on-team")
    system = {"author_id": str(world.people["agency"].id), "discipline": "vision"}
    assert_problem(await world.coordinator.post(sections, system), 404, "staff-not-found")
    past = {**stranger, "author_id": section["author_id"], "due_on": "2020-01-01"}
    assert_problem(await world.coordinator.post(sections, past), 409, "team-report-dates")
    gone = await taken(world, section, "withdraw", reason_code="left_the_team")
    assert gone["state"] == "withdrawn"
    await asked(world, report)
    assert len((await world.coordinator.get(sections)).json()) == 1
    assert_problem(await world.therapist.post(sections, body), 403, "forbidden")


async def test_only_the_childs_coordinator_or_a_supervisor_puts_it_together(
    world: World, student_id: str
) -> None:
    body = {
        "occasion": "review", "title": "x", "period_from": "2026-01-05", "period_to": "2026-06-30",
    }  # fmt: skip
    reports = f"/v1/students/{student_id}/team-reports"
    refused = await world.intake.post(reports, body)
    assert_problem(refused, 403, "team-report-is-coordinators")
    assert_problem(await world.therapist.post(reports, body), 403, "forbidden")
    assert_problem(await world.api("coordinator-2").post(reports, body), 403, "not-on-caseload")
    before = await world.supervisor.post(reports, body | {"period_from": "2019-01-01"})
    assert_problem(before, 409, "team-report-dates")
    made = await world.supervisor.post(reports, body)
    assert made.status_code == 201, made.text
    offered = (await world.intake.get(f"{path(made.json())}/actions")).json()
    assert {a["is_allowed"] for a in offered} == {False}
    taken_ = await act(world, made.json(), "void", "intake", reason_code="x")
    assert_problem(taken_, 409, "step-not-ready")


async def test_the_medical_part_is_kept_apart_and_links_are_the_childs_own(
    world: World, other: World, student_id: str
) -> None:
    report = await opened(world, student_id)
    nursing = await asked(world, report, discipline="nursing", part="medical")
    plan = await planned(world, f"/v1/students/{student_id}")
    unknown = {"progress": [{"plan_id": plan.id, "number": 9, "progress": "Begun."}]}
    refused = await world.therapist.patch(path(nursing), unknown, '"1"')
    assert_problem(refused, 404, "outcome-not-found")
    for name in ("auditor", "intake"):
        whole = await world.api(name).get(path(report))
        assert whole.json()["sections"] == []
        assert (await world.api(name).get(f"{path(report)}/sections")).json() == []
        assert_problem(await world.api(name).get(path(nursing)), 403, "forbidden")
        assert_problem(await world.api(name).get(f"{path(report)}/report.pdf"), 403, "forbidden")
    theirs = await opened(other, await enrolled(other))
    for name, code in (("supersedes_id", "team-report-not-found"), ("plan_id", "plan-not-found")):
        body = {
            "occasion": "review", "title": "x", "period_from": "2026-01-05", "period_to": "2026-06-30", name: theirs["id"],
        }  # fmt: skip
        answer = await world.coordinator.post(f"/v1/students/{student_id}/team-reports", body)
        assert_problem(answer, 404, code)
    met = await world.coordinator.patch(path(report), {"meeting_id": theirs["id"]}, '"1"')
    assert_problem(met, 404, "meeting-not-found")


async def test_an_outcome_of_the_plan_without_its_progress_is_told(
    world: World, student_id: str
) -> None:
    await world.licensed("therapist")
    plan = await planned(world, f"/v1/students/{student_id}")
    await plan.write(outcomes=[{"number": 1, "statement": "Asks with two words."}])
    report = await opened(world, student_id, plan_id=plan.id)
    section = await asked(world, report)
    await written(world, section, progress=[{"plan_id": plan.id, "number": 1}])
    whole = (await world.coordinator.get(path(report))).json()
    assert [w["code"] for w in whole["warnings"]] == ["progress-missing"]
    now = (await world.therapist.get(path(section))).json()
    told = [{"plan_id": plan.id, "number": 1, "progress": "Begun."}]
    await written(world, now, progress=told)
    assert (await world.coordinator.get(path(report))).json()["warnings"] == []
    early = await act(world, section, "sign", "therapist")
    assert assert_problem(early, 409, "outcomes-still-written")["plan_id"] == plan.id


S, P = TeamReportState, ReportSectionState
ACTS = st.lists(st.sampled_from(sorted({s.act for s in MACHINE.steps})), max_size=12)
SECTION_ACTS = st.lists(
    st.sampled_from(sorted({s.act for s in SECTION_MACHINE.steps})), max_size=12
)


def _walked(machine: Any, state: str, acts: list[str]) -> list[str]:
    states = [state]
    for name in acts:
        step = next((s for s in machine.from_state(states[-1]) if s.act == name), None)
        states.append((step.target or states[-1]) if step else states[-1])
    return states


@given(ACTS)
def test_what_the_parents_have_is_never_written_again(acts: list[str]) -> None:
    states = _walked(MACHINE, S.DRAFT, acts)
    if S.ISSUED in states:
        assert set(states[states.index(S.ISSUED) :]) <= {S.ISSUED, S.VOIDED}
        assert S.SIGNED in states[: states.index(S.ISSUED)]
    if S.SIGNED in states:
        assert S.IN_REVIEW in states[: states.index(S.SIGNED)]
    if S.VOIDED in states:
        assert set(states[states.index(S.VOIDED) :]) == {S.VOIDED}


@given(SECTION_ACTS)
def test_a_signed_section_opens_by_being_taken_back_alone(acts: list[str]) -> None:
    states = _walked(SECTION_MACHINE, P.OPEN, acts)
    for at, (before, after) in enumerate(pairwise(states)):
        if before == P.SIGNED and after != P.SIGNED:
            assert (acts[at], after) == ("take_back", P.OPEN)
        if before == P.WITHDRAWN:
            assert after == P.WITHDRAWN


async def test_a_paper_signature_is_of_a_day_of_the_period_and_the_whole_of_a_later_one(
    world: World, student_id: str
) -> None:
    await world.licensed("therapist")
    report = await opened(world, student_id)
    section = await written(world, await asked(world, report))
    paper = {"method": "paper", "identity_shown": "known_in_person", "signed_on": "2024-01-05"}
    early = await act(world, section, "sign", "therapist", signature=paper)
    assert_problem(early, 409, "team-report-dates")
    await taken(world, section, "sign", "therapist", signature=SIGNED_IN)
    await taken(world, report, "send_to_review")
    before = await act(
        world, report, "sign", signature=paper | {"signed_on": report["period_from"]}
    )
    assert_problem(before, 409, "team-report-dates")
    assert TEXT["done"] in (await world.coordinator.get(path(report))).text
    assert (await signed(world, student_id))["state"] == "signed"
