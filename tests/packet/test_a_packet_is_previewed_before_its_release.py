"""What would be released can be read before: the same text but for the packet's own id."""

import json

from app.models.fields import PacketItem
from tests.factories.packet import consented, journeyed
from tests.factories.problem import assert_problem
from tests.factories.world import World


async def test_a_preview_is_what_the_release_freezes_and_changes_nothing(world: World) -> None:
    student_id = await journeyed(world)
    consent_id = await consented(world, student_id, PacketItem.PROFILE)
    student = f"/v1/students/{student_id}"
    path = f"{student}/consents/{consent_id}/packet-preview"
    seen = await world.coordinator.get(path)
    assert seen.status_code == 200, seen.text
    assert (await world.coordinator.get(f"{student}/packets")).json() == []
    assert (await world.district.get("/v1/packets")).json()["items"] == []
    made = await world.coordinator.post(f"{student}/packets", {"consent_id": consent_id})
    assert made.status_code == 201, made.text
    released = json.loads((await world.district.get(f"/v1/packets/{made.json()['id']}")).text)
    assert {**seen.json(), "packet_id": released["packet_id"]} == released


async def test_a_preview_is_refused_as_the_release_would_be(world: World) -> None:
    student_id = await journeyed(world)
    consent_id = await consented(world, student_id)
    student = f"/v1/students/{student_id}"
    await world.coordinator.post(f"{student}/consents/{consent_id}/revocation", {})
    refused = await world.coordinator.get(f"{student}/consents/{consent_id}/packet-preview")
    assert_problem(refused, 409, "consent-not-live")
