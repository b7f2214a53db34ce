"""A team's report: sections asked for, signed one by one, put together, given to the parents, superseded, void."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.meeting import hours, propose
from tests.factories.plan import invitation
from tests.factories.plan import opened as planned
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, happened
from tests.factories.team_report import (
    act,
    asked,
    on_team,
    opened,
    parent,
    path,
    signed,
    taken,
    written,
)
from tests.factories.world import World


@pytest.fixture
async def student_id(world: World) -> str:
    """On the caseload of the coordinator and of a licensed therapist."""
    made = await enrolled(world)
    await on_team(world, made)
    await world.licensed("therapist")
    return made


def codes(report: dict[str, Any]) -> list[str]:
    return [w["code"] for w in report["warnings"]]


async def test_every_section_is_signed_before_the_whole_is_and_the_whole_before_it_is_given(
    world: World, student_id: str
) -> None:
    report = await opened(world, student_id)
    empty = await act(world, report, "send_to_review")
    assert assert_problem(empty, 409, "step-not-ready")["missing"] == [
        "Nobody is asked for a section yet."
    ]
    ours = await asked(world, report)
    mine = await asked(world, report, "coordinator", discipline="service_coordination")
    unwritten = await act(world, report, "send_to_review")
    assert_problem(unwritten, 409, "step-not-ready")
    ours = await written(world, ours)
    await written(world, mine, "coordinator")
    await taken(world, ours, "sign", "therapist")
    whole = await taken(world, report, "send_to_review")
    assert [s["state"] for s in whole["sections"]] == ["signed", "open"]
    early = assert_problem(await act(world, report, "sign"), 409, "step-not-ready")
    assert early["missing"] == ["Not yet signed: service_coordination."]
    await taken(world, mine, "sign", "coordinator")
    contact_id = await parent(world, student_id)
    ask: dict[str, Any] = {"contact_ids": [contact_id], "form": "paper"}
    assert_problem(await act(world, report, "issue", **ask), 409, "step-not-allowed")
    done = await taken(world, report, "sign")
    assert (done["state"], done["signed_on"]) == ("signed", str(world.today))
    issued = await taken(world, report, "issue", **ask)
    assert (issued["state"], issued["language"]) == ("issued", "en")
    [copy] = issued["given"]
    assert (copy["contact_id"], copy["on"], copy["form"]) == (contact_id, str(world.today), "paper")
    [under] = (await world.coordinator.get(f"{path(report)}/signatures")).json()
    assert (under["capacity"], under["text_sha256"]) == ("coordinator", done["text_sha256"])
    acts = (await world.coordinator.get(f"{path(report)}/history")).json()["items"]
    assert [a["act"] for a in acts] == ["created", "send_to_review", "sign", "issue"]
    log = (await world.supervisor.get(f"/v1/students/{student_id}/access-log")).json()["items"]
    [given] = [e for e in log if e["action"] == "disclose"]
    assert given["detail"]["contact_ids"] == [contact_id]
    told = await world.coordinator.get(f"/v1/students/{student_id}/disclosure-record")
    assert told.status_code == 200, told.text
    assert told.json() == []


async def test_whoever_is_asked_has_a_task_until_the_section_is_signed(
    world: World, student_id: str
) -> None:
    report = await opened(world, student_id)
    section = await asked(world, report, due_on=str(world.today + timedelta(days=5)))
    mine = {"student_id": student_id, "state": "open"}
    [task] = (await world.therapist.get("/v1/tasks", params=mine)).json()["items"]
    assert (task["source"], task["source_id"]) == ("team_report", section["id"])
    assert (task["due_on"], task["assignee_id"]) == (section["due_on"], section["author_id"])
    section = await written(world, section)
    await taken(world, section, "sign", "therapist")
    assert (await world.therapist.get("/v1/tasks", params=mine)).json()["items"] == []
    await taken(world, section, "take_back", "therapist", reason_code="wrong_number")
    assert len((await world.therapist.get("/v1/tasks", params=mine)).json()["items"]) == 1
    await taken(world, report, "void", reason_code="opened_by_mistake")
    assert (await world.therapist.get("/v1/tasks", params=mine)).json()["items"] == []


async def test_the_meeting_near_or_past_is_said_and_keeps_nobody_from_giving_the_report(
    world: World, student_id: str
) -> None:
    far = await propose(world, student_id=student_id, kind="ifsp_review", **hours(120))
    near = await propose(
        world, student_id=student_id, kind="ifsp_review", overlap_reason="x", **hours(3)
    )
    past = await propose(
        world, student_id=student_id, kind="ifsp_review", overlap_reason="x", **hours(-3)
    )
    report = await signed(world, student_id)
    assert codes(report) == ["meeting-unknown"]
    for met, told in ((far, []), (near, ["meeting-near"]), (past, ["not-issued-before-meeting"])):
        found = await world.coordinator.get(path(report))
        changed = await world.coordinator.patch(
            path(report), {"meeting_id": met["id"]}, found.headers["etag"]
        )
        assert changed.status_code == 200, changed.text
        assert codes(changed.json()) == told
    ask: dict[str, Any] = {"contact_ids": [await parent(world, student_id)], "form": "portal"}
    late = await taken(world, report, "issue", **ask)
    assert codes(late) == ["issued-late"]
    in_time = await signed(world, student_id, meeting_id=near["id"])
    assert in_time["meets_on"] is not None
    assert codes(await taken(world, in_time, "issue", **ask)) == []


async def test_a_later_report_takes_the_place_of_what_the_parents_have(
    world: World, student_id: str
) -> None:
    first = await signed(world, student_id)
    early = await world.coordinator.post(
        f"/v1/students/{student_id}/team-reports",
        {
            "occasion": "review", "title": "Again", "period_from": "2026-01-05", "period_to": "2026-06-30",
            "supersedes_id": first["id"],
        },
    )  # fmt: skip
    assert_problem(early, 409, "nothing-to-supersede")
    ask: dict[str, Any] = {"contact_ids": [await parent(world, student_id)], "form": "paper"}
    await taken(world, first, "issue", **ask)
    late = await world.therapist.get(path(first))
    [section] = late.json()["sections"]
    kept = await act(world, section, "take_back", "therapist", reason_code="wrong_number")
    assert_problem(kept, 409, "step-not-ready")
    second = await signed(world, student_id, supersedes_id=first["id"])
    assert (await world.coordinator.get(path(first))).json()["state"] == "issued"
    meanwhile = await signed(world, student_id, supersedes_id=first["id"])
    await taken(world, second, "issue", **ask)
    former = (await world.coordinator.get(path(first))).json()
    assert (former["state"], former["superseded_by_id"]) == ("superseded", second["id"])
    assert (await taken(world, meanwhile, "issue", **ask))["state"] == "issued"
    assert (await world.coordinator.get(path(second))).json()["superseded_by_id"] == meanwhile["id"]
    listed = await world.coordinator.get(
        f"/v1/students/{student_id}/team-reports", params={"state": "issued"}
    )
    assert [r["id"] for r in listed.json()["items"]] == [meanwhile["id"]]
    void = await taken(world, second, "void", reason_code="wrong_child")
    assert void["state"] == "voided"
    assert (await world.coordinator.get(f"{path(second)}/actions")).json() == []


async def test_it_is_given_to_holders_of_rights_whom_no_court_forbids(
    world: World, other: World, student_id: str
) -> None:
    report = await signed(world, student_id)
    student = f"/v1/students/{student_id}"
    contacts: dict[str, dict[str, Any]] = {
        "without rights": {"holds_educational_rights": False},
        "not to be told": {"holds_educational_rights": True, "may_receive_information": False},
        "barred": {
            "holds_educational_rights": True,
            "court_limits": [{"forbids": ["information"], "from_on": "2024-01-01", "document": "Superior Court, 12-345"}],
        },
    }  # fmt: skip
    refused = [(await parent(other, await enrolled(other)), 404, "contact-not-found")]
    for said in contacts.values():
        body = {"first_name": "Pat", "relationship": "father", **said}
        made = await world.coordinator.post(f"{student}/contacts", body)
        assert made.status_code == 201, made.text
        refused.append((made.json()["id"], 409, "contact-may-not-receive"))
    for contact_id, status, code in refused:
        ids = [await parent(world, student_id), contact_id]
        answer = await act(world, report, "issue", contact_ids=ids, form="paper")
        assert_problem(answer, status, code)
    assert (await world.coordinator.get(path(report))).json()["state"] == "signed"
    aunt: dict[str, Any] = {
        "first_name": "Kim", "relationship": "guardian", "holds_educational_rights": True, "language": "vi",
    }  # fmt: skip
    second = (await world.coordinator.post(f"{student}/contacts", aunt)).json()["id"]
    ask: dict[str, Any] = {"contact_ids": [await parent(world, student_id)], "form": "paper"}
    assert codes(await taken(world, report, "issue", **ask)) == []
    more = await taken(world, report, "give_copy", contact_ids=[second], form="message")
    assert [g["form"] for g in more["given"]] == ["paper", "message"]
    assert codes(more) == ["not-in-their-language"]


async def test_what_is_offered_is_what_is_taken(world: World, student_id: str) -> None:
    """Of a report in review with one section signed and one open: for each of the team, every act."""
    report = await opened(world, student_id)
    ours = await written(world, await asked(world, report))
    mine = await asked(world, report, "coordinator", discipline="service_coordination")
    await written(world, mine, "coordinator")
    await taken(world, ours, "sign", "therapist")
    await taken(world, report, "send_to_review")
    tried = 0
    for name in ("coordinator", "therapist", "auditor"):
        for one in (report, ours):
            offered = (await world.api(name).get(f"{path(one)}/actions")).json()
            for action in offered:
                if action["is_allowed"]:
                    continue
                why = {"reason_code": "x"} if action["is_reasoned"] else {}
                refused = await act(world, one, action["act"], name, **why)
                assert refused.status_code in {403, 409}, (name, action, refused.text)
                if refused.status_code == 409:
                    assert refused.json()["missing"] == action["why_not"]
                tried += 1
    assert tried > 8
    allowed = {
        name: {a["act"] for a in (await world.api(name).get(f"{path(ours)}/actions")).json() if a["is_allowed"]}
        for name in ("coordinator", "therapist", "supervisor")
    }  # fmt: skip
    assert allowed == {"coordinator": set(), "therapist": {"take_back"}, "supervisor": set()}
    assert (await act(world, ours, "take_back", "therapist", reason_code="x")).status_code == 200


async def test_the_meeting_on_the_plan_is_the_reports_until_another_is_named(
    world: World, student_id: str
) -> None:
    plan = await planned(world, f"/v1/students/{student_id}")
    report = await opened(world, student_id, plan_id=plan.id)
    assert report["meets_on"] is None
    met = world.today + timedelta(days=3)
    await plan.take("set_meeting", **invitation(world, met, await plan.parent()))
    whole = (await world.coordinator.get(path(report))).json()
    assert (whole["meets_on"], codes(whole)) == (str(met), ["meeting-near"])
    section = await asked(world, report)
    assert section["due_on"] == str(met - timedelta(days=1))


async def test_after_a_death_nothing_is_given_any_more(world: World, student_id: str) -> None:
    report = await signed(world, student_id)
    contact_id = await parent(world, student_id)
    await happened(world, student_id, "partc.exited", world.today, reason="DECEASED")
    given = await act(world, report, "issue", contact_ids=[contact_id], form="paper")
    assert_problem(given, 409, "child-deceased")
