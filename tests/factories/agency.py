"""Agencies of the directory."""

from typing import Any

from tests.factories.world import World


async def add_agency(world: World, **changes: Any) -> dict[str, Any]:
    body = {"name": "Valley Speech", "kind": "therapy_practice", **changes}
    return _made(await world.coordinator.post("/v1/agencies", body))


async def add_part(world: World, agency_id: str, part: str, **body: Any) -> dict[str, Any]:
    """`part`: sites, people or services."""
    return _made(await world.coordinator.post(f"/v1/agencies/{agency_id}/{part}", body))


def _made(response: Any) -> dict[str, Any]:
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found
