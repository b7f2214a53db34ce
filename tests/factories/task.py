"""Tasks."""

from typing import Any
from uuid import uuid4

import httpx

from tests.factories.world import World


async def add_task(world: World, by: str = "coordinator", **changes: Any) -> dict[str, Any]:
    body = {"title": "Call the clinic", "due_on": str(world.today), **changes}
    response = await world.api(by).post("/v1/tasks", body)
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


async def step(
    world: World, path: str, act: str, by: str = "coordinator", **evidence: Any
) -> httpx.Response:
    """Take a step with the version that the record has now."""
    api = world.api(by)
    tag = (await api.get(path)).headers["etag"]
    return await api.http.post(
        f"{path}/steps",
        json={"act": act, **evidence},
        headers={"If-Match": tag, "Idempotency-Key": str(uuid4())},
    )
