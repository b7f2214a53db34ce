"""Documents of a student: versions, parts, steps with reasons, who may see them."""

from typing import Any
from uuid import uuid4

import pytest

from tests.factories.document import PDF, document, documented, step, uploaded
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40


@pytest.fixture
async def student(world: World) -> str:
    return f"/v1/students/{await enrolled(world)}"


async def _add(world: World, student: str, body: bytes = PDF, **changes: Any) -> dict[str, Any]:
    return await documented(world.coordinator, student.rpartition("/")[2], body, **changes)


async def test_a_newer_version_stands_beside_the_earlier_one(world: World, student: str) -> None:
    made = await _add(world, student)
    path = f"{student}/documents/{made['id']}"
    body = {
        "upload_id": await uploaded(world.coordinator, JPEG), "file_name": "scan.jpg", "note": "The signed one",
    }  # fmt: skip
    newer = await step(world.coordinator, f"{path}/versions", 1, body)
    assert newer.status_code == 201, newer.text
    assert newer.json()["latest"]["number"] == 2
    assert newer.json()["latest"]["media_type"] == "image/jpeg"
    versions = (await world.coordinator.get(f"{path}/versions")).json()
    assert [v["number"] for v in versions] == [1, 2]
    assert (await world.coordinator.get(f"{path}/content")).content == JPEG
    first = await world.coordinator.get(f"{path}/versions/{versions[0]['id']}/content")
    assert first.content == PDF
    acts = [h["act"] for h in (await world.coordinator.get(f"{path}/history")).json()["items"]]
    assert acts == ["created", "version_added"]
    stale = await step(world.coordinator, f"{path}/versions", 1, body)
    assert_problem(stale, 412, "if-match-stale")


async def test_nothing_is_deleted_and_every_step_has_its_reason(world: World, student: str) -> None:
    made = await _add(world, student)
    path = f"{student}/documents/{made['id']}"
    without = await step(world.coordinator, f"{path}/steps", 1, {"act": "withdraw"})
    assert_problem(without, 409, "reason-missing")
    act = {"act": "withdraw", "reason_code": "superseded"}
    gone = await step(world.coordinator, f"{path}/steps", 1, act)
    assert gone.json()["state"] == "withdrawn"
    assert (await world.coordinator.get(f"{path}/content")).status_code == 200
    more = {"upload_id": await uploaded(world.coordinator), "file_name": "a.pdf"}
    refused = await step(world.coordinator, f"{path}/versions", 2, more)
    assert_problem(refused, 409, "document-closed")
    again = await step(world.coordinator, f"{path}/steps", 2, act)
    assert assert_problem(again, 409, "step-not-allowed")["allowed"] == [
        "reinstate", "mark_entered_in_error", "ask_destruction", "keep_bytes", "destroy",
    ]  # fmt: skip
    act = {"act": "mark_entered_in_error", "reason_code": "wrong_child"}
    wrong = await step(world.coordinator, f"{path}/steps", 2, act)
    assert wrong.json()["state"] == "entered_in_error"
    assert_problem(await world.coordinator.get(f"{path}/content"), 409, "document-in-error")
    assert (await world.coordinator.get(path)).json()["title"] == "Evaluation report"
    history = (await world.coordinator.get(f"{path}/history")).json()["items"]
    assert [h["reason_code"] for h in history] == [None, "superseded", "wrong_child"]
    offered = (await world.coordinator.get(f"{path}/actions")).json()
    assert [a["act"] for a in offered if a["is_allowed"]] == ["ask_destruction"]


async def test_the_medical_part_is_for_those_who_may_see_it(world: World, student: str) -> None:
    educational = await _add(world, student)
    medical = await _add(world, student, part="medical", kind="medical_record")
    path = f"{student}/documents"

    async def shown(name: str, **filters: str) -> list[str]:
        response = await world.api(name).get(path, params=filters)
        return [d["id"] for d in response.json()["items"]]

    assert await shown("coordinator") == [medical["id"], educational["id"]]
    assert await shown("coordinator", part="medical") == [medical["id"]]
    assert await shown("coordinator", kind="evaluation_report") == [educational["id"]]
    for name in ("intake", "auditor"):
        assert await shown(name) == [educational["id"]]
        for below in ("", "/content", "/history", "/versions", "/actions"):
            response = await world.api(name).get(f"{path}/{medical['id']}{below}")
            assert_problem(response, 403, "forbidden")
    upload_id = await uploaded(world.intake)
    body = document(upload_id, part="medical")
    assert_problem(await world.intake.post(path, body), 403, "forbidden")
    moved = await world.intake.patch(f"{path}/{educational['id']}", {"part": "medical"}, '"1"')
    assert_problem(moved, 403, "forbidden")
    assert (await world.intake.post(path, document(upload_id))).status_code == 201


async def test_off_the_caseload_and_in_another_county_there_is_nothing(
    world: World, other: World, student: str
) -> None:
    made = await _add(world, student)
    for below in ("", f"/{made['id']}", f"/{made['id']}/content"):
        path = f"{student}/documents{below}"
        assert_problem(await world.therapist.get(path), 403, "not-on-caseload")
        assert_problem(await other.coordinator.get(path), 404, "student-not-found")
    mine = await enrolled(other)
    path = f"/v1/students/{mine}/documents"
    assert_problem(await other.coordinator.get(f"{path}/{made['id']}"), 404, "document-not-found")
    sibling = f"/v1/students/{await enrolled(world, child={'first_name': 'Bola'})}/documents"
    inside = await world.coordinator.get(f"{sibling}/{made['id']}/content")
    assert_problem(inside, 404, "document-not-found")


async def test_nobody_puts_anothers_upload_on_a_file(
    world: World, other: World, student: str
) -> None:
    path = f"{student}/documents"
    theirs = document(await uploaded(world.supervisor))
    assert_problem(await world.coordinator.post(path, theirs), 403, "upload-is-anothers")
    for stranger in (world.agency, other.coordinator):
        body = document(await uploaded(stranger))
        assert_problem(await world.coordinator.post(path, body), 404, "upload-not-found")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("..\\..\\windows\\system32\\evil.pdf", "evil.pdf"),
        ("../../etc/passwd", "passwd"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\tb\r\nSet-Cookie: x=1.pdf", "a b Set-Cookie_ x=1.pdf"),
        ('quote".pdf', "quote_.pdf"),
        ("Bericht für Ngô Văn.pdf", "Bericht für Ngô Văn.pdf"),
        (f"{'ä' * 250}.pdf", f"{'ä' * 146}.pdf"),
    ],
)
async def test_a_hostile_name_is_made_harmless(
    world: World, student: str, sent: str, kept: str
) -> None:
    made = await _add(world, student, file_name=sent)
    assert made["latest"]["file_name"] == kept
    got = await world.coordinator.get(f"{student}/documents/{made['id']}/content")
    assert got.headers["content-disposition"].startswith("attachment; filename=")
    assert "\u202e" not in got.headers["content-disposition"]
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-type"] == "application/pdf"


@pytest.mark.parametrize("name", ["", "...", "\u202e", "a/", "x" * 256])
async def test_a_name_that_names_nothing_is_refused(world: World, student: str, name: str) -> None:
    body = document(str(uuid4()), file_name=name)
    assert_problem(
        await world.coordinator.post(f"{student}/documents", body), 422, "invalid-request"
    )


async def test_a_page_that_would_run_is_only_ever_saved_as_text(world: World, student: str) -> None:
    made = await _add(world, student, b"<script>alert(1)</script>", file_name="page.html")
    got = await world.coordinator.get(f"{student}/documents/{made['id']}/content")
    assert got.headers["content-type"].startswith("text/plain")
    assert 'filename="page.html.txt"' in got.headers["content-disposition"]
    assert got.headers["content-security-policy"].startswith("default-src 'none'")


async def test_who_fetched_what_is_on_the_record_of_access(world: World, student: str) -> None:
    made = await _add(world, student)
    await world.coordinator.get(f"{student}/documents/{made['id']}/content")
    seen = await world.look(
        "select action, detail->>'part' as part from eb.access_log where tenant_id = :t and resource = 'document' order by id",
        t=world.program_id,
    )
    assert [tuple(s) for s in seen] == [("create", None), ("read", None), ("read", "content")]


async def test_a_document_is_not_dated_ahead(world: World, student: str) -> None:
    body = document(await uploaded(world.coordinator), dated_on="2099-01-01")
    response = await world.coordinator.post(f"{student}/documents", body)
    assert_problem(response, 409, "document-dates")
