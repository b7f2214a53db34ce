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
