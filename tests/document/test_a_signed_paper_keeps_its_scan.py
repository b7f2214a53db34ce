"""A paper signature names its scan: a version of a document of the same student, the day being that on the paper."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.factories.document import documented, step
from tests.factories.note import act, written
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World


@pytest.fixture
async def student_id(world: World) -> str:
    return await enrolled(world)


async def _scan(world: World, student_id: str) -> dict[str, Any]:
    return await documented(world.coordinator, student_id, kind="signed_paper", title="Signed page")


def _paper(scan_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "method": "paper", "identity_shown": "known_in_person", "scan_id": scan_id, "signed_on": "2026-01-02", **changes,
    }  # fmt: skip


async def test_a_signature_on_paper_names_its_scan_and_its_day(
    world: World, student_id: str
) -> None:
    scan = (await _scan(world, student_id))["latest"]["id"]
    day = str(world.today - timedelta(days=3))
    note = await written(world, "coordinator", student_id, on_date=day)
    yesterday = str(world.today - timedelta(days=1))
    signed = await act(
        world, "coordinator", note, "sign", signature=_paper(scan, signed_on=yesterday)
    )
    assert signed.json()["signed_on"] == yesterday
    path = f"/v1/students/{student_id}/notes/{note['id']}/signatures"
    (kept,) = (await world.coordinator.get(path)).json()
    assert (kept["scan_id"], kept["signed_on"]) == (scan, yesterday)


async def test_a_scan_is_of_the_same_student_and_of_paper(
    world: World, other: World, student_id: str
) -> None:
    sibling = await enrolled(world, child={"first_name": "Bola"})
    theirs = await enrolled(other)
    foreign = [
        (await _scan(world, sibling))["latest"]["id"],
        (await _scan(other, theirs))["latest"]["id"],
        str(uuid4()),
    ]
    note = await written(world, "coordinator", student_id, on_date="2026-01-01")
    for scan in foreign:
        refused = await act(world, "coordinator", note, "sign", signature=_paper(scan))
        assert_problem(refused, 404, "document-version-not-found")
    wrong = await _scan(world, student_id)
    await step(
        world.coordinator, f"/v1/students/{student_id}/documents/{wrong['id']}/steps", 1,
        {"act": "mark_entered_in_error", "reason_code": "wrong_child"},
    )  # fmt: skip
    refused = await act(world, "coordinator", note, "sign", signature=_paper(wrong["latest"]["id"]))
    assert_problem(refused, 409, "document-in-error")
    typed = _paper(foreign[0], method="electronic")
    assert_problem(
        await act(world, "coordinator", note, "sign", signature=typed), 422, "invalid-request"
    )


async def test_a_consent_on_paper_keeps_its_scan(world: World, student_id: str) -> None:
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    scan = (await _scan(world, student_id))["latest"]["id"]
    body = {
        "kind": "photo_video", "contact_id": file["contacts"][0]["id"], "authority": "parent", "language": "en", "method": "paper",
        "signed_on": str(world.today), "scan_id": scan,
    }  # fmt: skip
    path = f"/v1/students/{student_id}/consents"
    made = await world.coordinator.post(path, body)
    assert made.json()["scan_id"] == scan
    strange = await world.coordinator.post(path, body | {"scan_id": str(uuid4())})
    assert_problem(strange, 404, "document-version-not-found")
    typed = await world.coordinator.post(path, body | {"method": "electronic"})
    assert_problem(typed, 422, "invalid-request")


async def test_a_paper_without_a_scan_waits_until_it_is_attached(
    world: World, student_id: str
) -> None:
    worklist, student = "/v1/worklists/papers-to-scan", f"/v1/students/{student_id}"
    note = await written(world, "coordinator", student_id, on_date="2026-01-01")
    bare = {"method": "paper", "identity_shown": "known_in_person", "signed_on": "2026-01-02"}
    assert (await act(world, "coordinator", note, "sign", signature=bare)).status_code == 200
    file = (await world.coordinator.get(student)).json()
    body = {
        "kind": "photo_video", "contact_id": file["contacts"][0]["id"], "authority": "parent",
        "language": "en", "method": "paper", "signed_on": str(world.today),
    }  # fmt: skip
    consent = (await world.coordinator.post(f"{student}/consents", body)).json()
    first = (await world.coordinator.get(worklist, params={"limit": 1})).json()
    rest = await world.coordinator.get(
        worklist, params={"limit": 1, "cursor": first["next_cursor"]}
    )
    [signature], [agreed] = first["items"], rest.json()["items"]
    assert (signature["resource"], signature["record_id"]) == ("note", note["id"])
    assert (agreed["resource"], agreed["id"]) == ("consent", consent["id"])
    assert (await world.api("coordinator-2").get(worklist)).json()["items"] == []
    scan = {"scan_id": (await _scan(world, student_id))["latest"]["id"]}
    path = f"{student}/signatures/{signature['id']}/scan"
    strange = await world.coordinator.post(path, {"scan_id": str(uuid4())})
    assert_problem(strange, 404, "document-version-not-found")
    kept = await world.coordinator.post(path, scan)
    assert (kept.json()["scan_id"], kept.json()["warnings"]) == (scan["scan_id"], []), kept.text
    under = (await world.coordinator.get(f"{student}/notes/{note['id']}/signatures")).json()
    assert [s["scan_id"] for s in under] == [scan["scan_id"]]
    told = await world.coordinator.post(f"{student}/consents/{consent['id']}/scan", scan)
    assert (told.status_code, told.json()["scan_id"]) == (200, scan["scan_id"]), told.text
    assert (await world.coordinator.get(worklist)).json()["items"] == []
    sibling = await enrolled(world, child={"first_name": "Bola"})
    foreign = f"/v1/students/{sibling}/signatures/{signature['id']}/scan"
    assert_problem(await world.coordinator.post(foreign, scan), 404, "signature-not-found")


async def test_what_was_signed_electronically_has_no_scan(world: World, student_id: str) -> None:
    student = f"/v1/students/{student_id}"
    note = await written(world, "coordinator", student_id, on_date="2026-01-01")
    given = {"method": "electronic", "identity_shown": "signed_in"}
    assert (await act(world, "coordinator", note, "sign", signature=given)).status_code == 200
    (made,) = (await world.coordinator.get(f"{student}/notes/{note['id']}/signatures")).json()
    scan = {"scan_id": (await _scan(world, student_id))["latest"]["id"]}
    refused = await world.coordinator.post(f"{student}/signatures/{made['id']}/scan", scan)
    assert_problem(refused, 409, "not-on-paper")
