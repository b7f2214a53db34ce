"""Destroying a document: asked for with a ground, decided by another, and what stays says who, when, why and what it was."""

import hashlib
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.consent.test_a_parents_request_about_the_record_has_its_clock import _ask
from tests.document.test_bytes_and_rows_never_part import _age, _clear_all_day, _place
from tests.factories.document import PDF, documented, step, uploaded
from tests.factories.problem import assert_problem
from tests.factories.referral import accept, enrolled, happened, refer
from tests.factories.rounds import do_what_is_due
from tests.factories.world import World


async def _act(
    world: World, who: str, document: dict[str, Any], act: str, **said: Any
) -> httpx.Response:
    path = f"/v1/students/{document['student_id']}/documents/{document['id']}"
    version = (await world.supervisor.get(path)).json()["version"]
    return await step(world.api(who), f"{path}/steps", version, {"act": act, **said})


async def _days_pass(app: FastAPI, world: World) -> None:
    for table in ("upload", "stored_file"):
        await world.change(
            f"update eb.{table} set created_at = created_at - interval '26 hours' where tenant_id = :t",  # noqa: S608
            t=world.program_id,
        )
    _age(_place(app, world, PDF))


async def _tasks(world: World) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await world.administrator.get("/v1/tasks")).json()["items"]
    return found


async def test_the_bytes_go_and_a_tombstone_stays(
    app: FastAPI, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await documented(
        world.coordinator, await enrolled(world), title="Report on Ben", file_name="ben.pdf"
    )
    path = f"/v1/students/{made['student_id']}/documents/{made['id']}"
    asked = await _act(world, "coordinator", made, "ask_destruction", reason_code="wrong_child")
    assert (asked.status_code, asked.json()["state"]) == (200, "current"), asked.text
    [task] = [t for t in await _tasks(world) if t["source"] == "document"]
    gone = await _act(world, "administrator", made, "destroy", reason_code="is_of_another_child")
    assert gone.status_code == 200, gone.text
    tomb = gone.json()
    assert (tomb["state"], tomb["destruction_ground"]) == ("destroyed", "wrong_child")
    assert tomb["latest"]["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert "Ben" not in gone.text
    assert "ben" not in gone.text
    version = f"{path}/versions/{tomb['latest']['id']}"
    for bytes_ in (f"{path}/content", f"{version}/content"):
        assert_problem(await world.coordinator.get(bytes_), 409, "document-destroyed")
    closed = await world.administrator.get(f"/v1/tasks/{task['id']}")
    assert closed.json()["state"] == "done"
    await _days_pass(app, world)
    await _clear_all_day(app, monkeypatch)
    assert not _place(app, world, PDF).exists()
    after = (await world.coordinator.get(path)).json()
    assert after["latest"]["byte_count"] == len(PDF)
    history = (await world.coordinator.get(f"{path}/history")).json()["items"]
    told = [(c["act"], c["reason_code"], c["created_by"]) for c in history[1:]]
    assert told == [
        ("ask_destruction", "wrong_child", str(world.people["coordinator"].id)),
        ("destroy", "is_of_another_child", str(world.people["administrator"].id)),
    ]
    await documented(world.coordinator, made["student_id"])
    assert _place(app, world, PDF).exists(), "the same bytes may come again"
    assert_problem(await world.coordinator.get(f"{path}/content"), 409, "document-destroyed")


async def test_bytes_that_another_document_holds_stay_for_it(
    app: FastAPI, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The paper was put on the wrong file first, then on the right one."""
    wrong = await documented(world.coordinator, await enrolled(world))
    child = {"first_name": "Ren", "last_name": "Ito", "born_on": "2025-02-02"}
    right = await documented(world.coordinator, await enrolled(world, child=child))
    await _act(world, "coordinator", wrong, "ask_destruction", reason_code="wrong_child")
    await _act(world, "administrator", wrong, "destroy", reason_code="wrong_child")
    await _days_pass(app, world)
    await _clear_all_day(app, monkeypatch)
    kept = f"/v1/students/{right['student_id']}/documents/{right['id']}/content"
    assert (await world.coordinator.get(kept)).content == PDF


async def test_nobody_destroys_alone_or_without_the_role_or_a_reason(world: World) -> None:
    made = await documented(world.coordinator, await enrolled(world))
    early = await _act(world, "administrator", made, "destroy", reason_code="x")
    assert "Nobody asked" in assert_problem(early, 409, "step-not-ready")["detail"]
    ground = {"reason_code": "retention_ended"}
    asked = await _act(world, "administrator", made, "ask_destruction", **ground)
    assert asked.status_code == 200, asked.text
    alone = await _act(world, "administrator", made, "destroy", reason_code="x")
    assert "Who asked" in assert_problem(alone, 409, "step-not-ready")["detail"]
    for who in ("coordinator", "supervisor", "therapist"):
        refused = await _act(world, who, made, "destroy", reason_code="x")
        assert refused.status_code == 403, who
    assert_problem(
        await _act(world, "coordinator", made, "ask_destruction"), 422, "invalid-request"
    )
    kept = await _act(world, "supervisor", made, "keep_bytes", reason_code="still_needed")
    assert (kept.status_code, kept.json()["destruction_ground"]) == (200, None), kept.text
    twice = await _act(world, "coordinator", made, "ask_destruction", **ground)
    assert twice.status_code == 200
    bare = await _act(world, "administrator", made, "destroy")
    assert_problem(bare, 409, "reason-missing")


async def test_nothing_is_destroyed_while_a_parent_waits_to_see_it(world: World) -> None:
    student_id = await enrolled(world)
    made = await documented(world.coordinator, student_id)
    request = await _ask(world, student_id, "inspect")
    path = f"/v1/students/{student_id}/record-requests"
    await _act(world, "coordinator", made, "ask_destruction", reason_code="parent_asked")
    waits = await _act(world, "administrator", made, "destroy", reason_code="x")
    assert "not answered yet" in assert_problem(waits, 409, "step-not-ready")["detail"]
    shown = await step(
        world.coordinator,
        f"{path}/{request['id']}/steps",
        1,
        {"act": "provide", "answer": "Read it here."},
    )
    assert shown.status_code == 200, shown.text
    gone = await _act(world, "administrator", made, "destroy", reason_code="asked_by_letter")
    assert gone.json()["state"] == "destroyed"


async def test_what_came_with_a_referral_is_given_out_no_more(world: World) -> None:
    referral_id = await refer(world)
    attached = await world.agency.post(
        f"/v1/referrals/{referral_id}/attachments",
        {
            "upload_id": await uploaded(world.agency), "file_name": "ben.pdf", "title": "Ben's hearing",
            "kind": "medical_record", "part": "medical",
        },
    )  # fmt: skip
    assert attached.status_code == 201, attached.text
    student_id = await accept(world, referral_id)
    documents = (await world.supervisor.get(f"/v1/students/{student_id}/documents")).json()
    [made] = documents["items"]
    await _act(world, "supervisor", made, "ask_destruction", reason_code="wrong_child")
    gone = await _act(world, "administrator", made, "destroy", reason_code="wrong_child")
    assert gone.status_code == 200, gone.text
    path = f"/v1/referrals/{referral_id}/attachments"
    [listed] = (await world.intake.get(path)).json()
    assert "Ben" not in str(listed)
    refused = await world.intake.get(f"{path}/{listed['id']}/content")
    assert_problem(refused, 409, "document-destroyed")


async def test_a_child_who_left_long_ago_makes_one_task(world: World) -> None:
    student_id = await enrolled(
        world, received_on=world.today - timedelta(days=800), child={"born_on": "2023-05-05"}
    )
    await happened(
        world, student_id, "partc.exited", world.today - timedelta(days=700), reason="WITHDRAWN"
    )
    await do_what_is_due(world)
    assert [t for t in await _tasks(world) if t["source"] == "retention"] == []
    tag = (await world.administrator.get("/v1/program-settings")).headers["etag"]
    settled = await world.administrator.patch("/v1/program-settings", {"retention_years": 1}, tag)
    assert settled.status_code == 200, settled.text
    for _ in range(2):
        await do_what_is_due(world)
    [task] = [t for t in await _tasks(world) if t["source"] == "retention"]
    assert task["student_id"] == student_id


async def test_a_parents_request_to_destroy_makes_a_task(world: World) -> None:
    student_id = await enrolled(world)
    request = await _ask(world, student_id, "destroy")
    path = f"/v1/students/{student_id}/record-requests"
    [task] = [t for t in await _tasks(world) if t["source"] == "record_request"]
    assert task["state"] == "open"
    taken_back = await step(
        world.coordinator,
        f"{path}/{request['id']}/steps",
        1,
        {"act": "withdraw", "answer": "By phone."},
    )
    assert taken_back.status_code == 200, taken_back.text
    assert (await world.administrator.get(f"/v1/tasks/{task['id']}")).json()["state"] == "done"
