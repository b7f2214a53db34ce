"""A packet released to the district of the world."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

from app.models.fields import PacketItem
from tests.factories.judgement import judged
from tests.factories.referral import enrolled, happened
from tests.factories.world import World

SERVICE = "speech_language_pathology"


async def journeyed(world: World, **child: Any) -> str:
    """A student with a past: evaluated, eligible, served, the district told; returns the id."""
    today = world.today
    received = today - timedelta(days=200)
    born = today - timedelta(days=3 * 365 - 150)
    student_id = await enrolled(world, received_on=received, child={"born_on": str(born), **child})
    for day, type_, data in (
        (10, "consent.evaluation.signed", {}),
        (20, "evaluation.completed", {}),
        (22, "eligibility.partc.decided", {"eligible": True, "basis": "developmental_delay"}),
        (30, "ifsp.initial.held", {}),
        (31, "ifsp.consent.signed", {"services": [SERVICE]}),
        (40, "ifsp.service.delivered", {"service": SERVICE}),
        (150, "transition.conference.approved", {}),
        (160, "transition.conference.held", {}),
    ):
        await happened(world, student_id, type_, received + timedelta(days=day), **data)
    await judged(world.coordinator, f"/v1/students/{student_id}")
    told = await world.coordinator.post(f"/v1/students/{student_id}/lea-notifications", {})
    assert told.status_code == 201, told.text
    return student_id


async def consented(world: World, student_id: str, *covers: PacketItem) -> str:
    """A live consent for the district, for everything unless named; returns the id."""
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    body = {
        "contact_id": file["contacts"][0]["id"], "recipient_id": str(world.district_id),
        "covers": [c.value for c in covers or PacketItem], "authority": "parent", "language": "en", "method": "paper",
        "signed_on": str(world.today),
    }  # fmt: skip
    signed = await world.coordinator.post(f"/v1/students/{student_id}/consents", body)
    assert signed.status_code == 201, signed.text
    return str(signed.json()["id"])


async def released(world: World, student_id: str, *covers: PacketItem, **more: Any) -> str:
    consent_id = await consented(world, student_id, *covers)
    body = {"consent_id": consent_id, **more}
    made = await world.coordinator.post(f"/v1/students/{student_id}/packets", body)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def unpacked(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        assert files.testzip() is None
        return {name: files.read(name) for name in files.namelist()}


def rows_of(raw: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in raw.decode().splitlines()]
