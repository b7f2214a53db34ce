"""A caller of the API, as the tests see one."""

from typing import Any, Self
from uuid import uuid4

import httpx
from fastapi import FastAPI


class Api:
    """One person or system, signed in. Every POST gets a fresh Idempotency-Key unless one is given."""

    def __init__(self, app: FastAPI, token: str | None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers)

    async def get(self, path: str, **options: Any) -> httpx.Response:
        return await self.http.get(path, **options)

    async def post(self, path: str, body: Any, *, key: str | None = None) -> httpx.Response:
        return await self.http.post(
            path, json=body, headers={"Idempotency-Key": key or str(uuid4())}
        )

    async def patch(self, path: str, body: Any, if_match: str | None) -> httpx.Response:
        return await self.http.patch(
            path, json=body, headers={"If-Match": if_match} if if_match else {}
        )

    async def close(self) -> None:
        await self.http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
