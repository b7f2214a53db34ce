"""Another name, a home, an allergy, and a postal code on the map."""

from datetime import timedelta
from typing import Any

from tests.factories.bodies.profile import HOME
from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    student, day = f"/v1/students/{ids['student_id']}", str(world.today - timedelta(days=9))
    return {
        "name_id": await _made(
            world, f"{student}/names", {"use": "alias", "first_name": "Mina", "last_name": "Okafor"}
        ),
        "residence_id": await _made(world, f"{student}/residences", {"address": HOME, "from_on": day}),
        "entry_id": await _made(
            world, f"{student}/health-entries",
            {"kind": "allergy", "text": "Peanuts", "on_date": day, "source": "mother"},
        ),
        "area_id": await _made(
            world, "/v1/district-areas", {"postal_code": "95501", "district_id": str(world.district_id)}
        ),
    }  # fmt: skip


async def _made(world: World, path: str, body: dict[str, Any]) -> str:
    made = await world.administrator.post(path, body)
    assert made.status_code == 201, made.text
    return str(made.json().get("residence", made.json())["id"])
