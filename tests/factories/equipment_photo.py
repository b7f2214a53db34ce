"""Photographs of a request, and the consent they need."""

from typing import Any

import httpx

from tests.factories.api import Api
from tests.factories.document import documented
from tests.factories.picture import png
from tests.factories.world import World


async def agreed(world: World, student_id: str, contact_id: str) -> str:
    """The parent's consent to photographs; its id."""
    body = {
        "kind": "photo_video", "contact_id": contact_id, "authority": "parent", "language": "en", "method": "electronic",
        "signed_on": str(world.today),
    }  # fmt: skip
    made = await world.coordinator.post(f"/v1/students/{student_id}/consents", body)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def photographed(
    api: Api, student_id: str, request_id: str, content: bytes | None = None, **changes: Any
) -> httpx.Response:
    """Ask to put a picture with the request."""
    shown = await documented(
        api, student_id, content or png(40, 30), kind="photo", file_name="side.png"
    )
    body = {
        "document_version_id": shown["latest"]["id"], "alt": "A child in a wheelchair, leaning to the left",
        "caption": "Sitting without support", **changes,
    }  # fmt: skip
    return await api.post(f"/v1/equipment-requests/{request_id}/photos", body)
