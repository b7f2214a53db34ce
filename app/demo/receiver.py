"""A small webhook receiver, as a partner would write one: it believes what `standardwebhooks` verifies, and nothing else."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

MOST_BYTES = 64 * 1024
PATIENCE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Received:
    """One request: who it was for, and the exact bytes that were signed."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    def content(self, secret: str) -> dict[str, Any]:
        """What it says. Raises: WebhookVerificationError for one that is not signed with the secret."""
        content: dict[str, Any] = Webhook(secret).verify(self.body, dict(self.headers))
        return content


@dataclass
class Receiver:
    """Answers 204 to what is verified, 401 to all else. `secrets` are by the path they are for."""

    port: int = 0
    secrets: dict[str, str] = field(default_factory=dict)
    verified: list[tuple[Received, dict[str, Any]]] = field(default_factory=list)
    refused: int = 0
    _came: asyncio.Event = field(default_factory=asyncio.Event)
    _open: dict[asyncio.StreamWriter, asyncio.Task[Any] | None] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def until(self, path: str, record_id: str, *types: str) -> list[dict[str, Any]]:
        """Events of these types that came for this record. Raises: TimeoutError."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not set(types) <= {e["type"] for e in self.about(path, record_id)}:
                self._came.clear()
                await self._came.wait()
        return self.about(path, record_id)

    def about(self, path: str, record_id: str) -> list[dict[str, Any]]:
        return [e for got, e in self.verified if got.path == path and e["data"]["id"] == record_id]

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open[writer] = asyncio.current_task()
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while got := await _read(reader):
                writer.write(f"HTTP/1.1 {self._answer(got)}\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
        writer.close()
        del self._open[writer]

    async def hang_up(self) -> None:
        """End the connections that senders keep for the next event."""
        tasks = [task for task in self._open.values() if task is not None]
        for writer in self._open:
            writer.close()
        await asyncio.gather(*tasks)

    def _answer(self, got: Received) -> str:
        """Verified first, then kept: a receiver works on it later, and drops ids it has seen."""
        try:
            event = got.content(self.secrets[got.path])
        except (KeyError, WebhookVerificationError):
            self.refused += 1
            return "401 Unauthorized"
        self.verified.append((got, event))
        self._came.set()
        return "204 No Content"


async def _read(reader: asyncio.StreamReader) -> Received | None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip()
    first, *lines = head.split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    length = int(headers.get("content-length", "0"))
    if length > MOST_BYTES:
        return None
    return Received(first.split()[1], headers, await reader.readexactly(length))


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver that listens on this machine while the block runs."""
    made = Receiver()
    server = await asyncio.start_server(made.connected, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        await made.hang_up()


def tampered(event: dict[str, Any]) -> bytes:
    """The event with one word changed, for which no signature holds."""
    return json.dumps({**event, "type": "referral.closed"}).encode()
