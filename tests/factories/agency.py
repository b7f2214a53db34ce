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


async def made(world: World, path: str, by: str = "coordinator", **body: Any) -> dict[str, Any]:
    """What a POST has made."""
    return _made(await world.api(by).post(path, body))


async def released(world: World, student_id: str, agency_id: str | None, **changes: Any) -> str:
    """A parent's consent to release to an agency of the directory; its id."""
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    body = {
        "contact_id": file["contacts"][0]["id"], "agency_id": agency_id, "purpose": "referral_out",
        "covers": ["profile", "eligibility"], "authority": "parent", "language": "en", "method": "paper",
        "signed_on": str(world.today), **changes,
    }  # fmt: skip
    return str((await made(world, f"/v1/students/{student_id}/consents", **body))["id"])
