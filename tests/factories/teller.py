"""A walk of the demo in a test's own program."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from tests.factories.world import World


@dataclass
class Teller:
    """Sends as the walk does, and keeps what was proven."""

    world: World
    proven: list[str]

    async def get(self, name: str, path: str, proves: str, **params: Any) -> Any:
        return self._told(await self.world.api(name).get(path, params=params), proves)

    async def fetch(self, name: str, path: str, proves: str) -> bytes:
        response = await self.world.api(name).get(path)
        assert response.status_code == 200, response.text
        self.proven.append(proves)
        return response.content

    async def post(self, name: str, path: str, body: dict[str, Any], proves: str) -> Any:
        return self._told(await self.world.api(name).post(path, body), proves)

    async def patch(self, name: str, path: str, body: dict[str, Any], proves: str) -> Any:
        api = self.world.api(name)
        tag = (await api.get(path)).headers["etag"]
        return self._told(await api.patch(path, body, tag), proves)

    async def step(self, name: str, path: str, body: dict[str, Any], proves: str) -> Any:
        api = self.world.api(name)
        tag = (await api.get(path)).headers["etag"]
        headers = {"If-Match": tag, "Idempotency-Key": str(uuid4())}
        return self._told(await api.http.post(f"{path}/steps", json=body, headers=headers), proves)

    def check(self, holds: bool, proves: str) -> None:
        assert holds, proves
        self.proven.append(proves)

    def _told(self, response: httpx.Response, proves: str) -> Any:
        assert response.status_code in {200, 201}, response.text
        self.proven.append(proves)
        return response.json()
