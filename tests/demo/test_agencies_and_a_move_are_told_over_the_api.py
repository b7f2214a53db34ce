"""The demo's chapters on agencies and on a move, and their bodies in examples, against the real application."""

from datetime import date
from pathlib import Path

from app.demo import agencies
from tests.factories.referral import enrolled
from tests.factories.teller import Teller
from tests.factories.transfer import befriend
from tests.factories.world import World


async def test_a_clinic_is_asked_and_the_family_moves(world: World, other: World) -> None:
    await befriend(world, other)
    student = "/v1/students/" + await enrolled(
        world, received_on=date(2025, 9, 2), child={"born_on": "2024-06-02"}
    )
    world.people["other-intake"] = other.people["intake"]
    teller, scenes = Teller(world, []), 0
    async for _ in agencies.referred(teller, student):
        scenes += 1
    async for _ in agencies.moved(teller, student):
        scenes += 1
    assert scenes == agencies.REFERRED + agencies.MOVED


def test_every_body_of_the_chapters_is_sent() -> None:
    source = Path(agencies.__file__).read_text()
    for folder in ("agency", "transfer"):
        for path in (agencies.EXAMPLES / folder).glob("*.json"):
            assert f'"{folder}/{path.stem}"' in source, path.name
