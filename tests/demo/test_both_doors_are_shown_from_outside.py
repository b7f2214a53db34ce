"""The demo's chapter on the doors, its bodies in examples/doors, and its receiver, against the real application."""

import asyncio
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from app.demo import doors, receiver
from app.relay import Relay
from tests.factories.packet import consented, journeyed
from tests.factories.referral import refer
from tests.factories.teller import Teller
from tests.factories.world import World


async def _relaying(relay: Relay) -> None:
    while True:
        await relay.run_dry()
        await asyncio.sleep(0.05)


@pytest.fixture
def own_coordinator(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bodies name the demo county's coordinator."""
    told = doors.example

    def example(name: str, **changes: object) -> dict[str, object]:
        body = told(name, **changes)
        if "interim_coordinator_id" in body:
            body["interim_coordinator_id"] = str(world.people["coordinator"].id)
        return body

    monkeypatch.setattr(doors, "example", example)


@pytest.mark.usefixtures("own_coordinator")
async def test_an_agency_and_a_district_are_told_and_verify_it(world: World, relay: Relay) -> None:
    teller, scenes = Teller(world, []), 0
    background = asyncio.create_task(_relaying(relay))
    try:
        async with receiver.receiving() as made:
            async for _ in doors.agency_door(teller, made, await refer(world)):
                scenes += 1
            await doors.district_door(teller, made)
            student_id = await journeyed(world, first_name="Other", last_name="Child")
            body = {"consent_id": await consented(world, student_id)}
            packet = await world.coordinator.post(f"/v1/students/{student_id}/packets", body)
            await doors.district_told(teller, made, packet.json()["id"])
            student = f"/v1/students/{student_id}"
            await doors.district_answers(teller, student, packet.json()["id"])
    finally:
        background.cancel()
        await asyncio.gather(background, return_exceptions=True)
    assert scenes + 1 == doors.STEPS
    assert made.refused == 0


async def test_the_receiver_believes_no_signature_but_that_of_its_secret() -> None:
    async with receiver.receiving() as made:
        made.secrets["/agency"] = "whsec_" + "QUFB" * 10 + "QUE="
        reader, writer = await asyncio.open_connection("127.0.0.1", made.port)
        writer.write(b"POST /agency HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}")
        assert (await reader.readline()).startswith(b"HTTP/1.1 401")
        writer.close()
        await writer.wait_closed()
    assert (made.refused, made.verified) == (1, [])
    assert Webhook(made.secrets["/agency"]) is not None


def test_every_body_of_the_story_is_sent() -> None:
    source = Path(doors.__file__).read_text()
    for path in doors.EXAMPLES.glob("*.json"):
        assert f'"{path.stem}"' in source, path.name
