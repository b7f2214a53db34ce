"""A bare ASGI application with asyncpg: each request is one statement, whose JSON text is passed on."""

import os
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import unquote

import asyncpg
from starlette.types import Receive, Scope, Send

TODAY = date.fromisoformat(os.environ.get("BENCHMARK_TODAY", "2026-01-01"))
SOON_DAYS = int(os.environ.get("BENCHMARK_SOON_DAYS", "7"))


class Ask(NamedTuple):
    """One statement, and its arguments from the path's parts and the body."""

    statement: str
    arguments: Callable[[list[str], str], list[Any]]


class Bare:
    """Paths are the name of what is asked, and its parts. No token, no framework, no validation, no log."""

    def __init__(self, asks: Mapping[str, Ask], **settings: str) -> None:
        self.asks, self.settings = asks, settings
        self.pool: asyncpg.Pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        _, what, *parts = unquote(scope["path"]).split("/")
        ask = self.asks[what]
        body = (await receive())["body"].decode() if scope["method"] == "POST" else ""
        async with self.pool.acquire() as connection:
            found = await connection.fetchval(ask.statement, *ask.arguments(parts, body))
        raw = found.encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(raw)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": raw})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self.pool = await asyncpg.create_pool(
            os.environ["BENCHMARK_DSN"],
            min_size=1,
            max_size=int(os.environ["BENCHMARK_POOL"]),
            connection_class=_LeanConnection,
            server_settings=self.settings,
        )
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.pool.close()
        await send({"type": "lifespan.shutdown.complete"})


class _LeanConnection(asyncpg.Connection):  # type: ignore[misc]
    def get_reset_query(self) -> str:
        return ""
