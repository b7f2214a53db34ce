"""A receiver as a partner writes one: a process of its own that checks signatures with `standardwebhooks`.

Run as a program it prints its port, then one JSON line for each request it
got. How it answers depends on the path: /ok, /slow (30 s), /drip, /gone,
/moved, /broken (always 500), /wait (429, Retry-After 120), /flaky (fails once
for each id).
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

ANSWERS = {
    "/ok": "204 No Content",
    "/gone": "410 Gone",
    "/moved": "302 Found\r\nLocation: http://127.0.0.1:1/",
    "/broken": "500 Internal Server Error",
    "/wait": "429 Too Many Requests\r\nRetry-After: 120",
}
seen: set[str] = set()


def _verified(secrets: list[str], body: bytes, headers: dict[str, str]) -> list[bool]:
    found = []
    for secret in secrets:
        try:
            Webhook(secret).verify(body, headers)
            found.append(True)
        except WebhookVerificationError:
            found.append(False)
    return found


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, quiet: bool) -> None:
    while head := await reader.readuntil(b"\r\n\r\n"):
        first, *lines = head.decode("latin-1").strip().split("\r\n")
        path = first.split()[1]
        headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        if not quiet:
            said = {"path": path, "headers": headers, "body": body.decode()}
            print(json.dumps(said), flush=True)  # noqa: T201 - what the test reads
        kind = "/" + path.split("/")[1]
        if kind == "/slow":
            await asyncio.sleep(30)
        if kind == "/drip":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
            while True:
                writer.write(b"x" * 1000)
                await writer.drain()
                await asyncio.sleep(0.01)
        status = ANSWERS.get(kind, "204 No Content")
        if kind == "/flaky" and headers["webhook-id"] not in seen:
            seen.add(headers["webhook-id"])
            status = "503 Service Unavailable"
        length = "" if status.startswith("204") else "\r\nContent-Length: 0"
        writer.write(f"HTTP/1.1 {status}{length}\r\n\r\n".encode())
        await writer.drain()


async def main(quiet: bool) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _serve(reader, writer, quiet)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - what the test reads
    await server.serve_forever()


class Receiver:
    """The process, and what it has got so far."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self._process, self.port = process, port
        self.got: list[dict[str, Any]] = []
        self._came = asyncio.Event()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self.got.append(json.loads(line))
            self._came.set()

    async def until(self, count: int, path: str = "/") -> list[dict[str, Any]]:
        """Wait for so many requests whose path begins so."""
        async with asyncio.timeout(30):
            while len(found := [g for g in self.got if g["path"].startswith(path)]) < count:
                self._came.clear()
                await self._came.wait()
        return found

    @staticmethod
    def verified(request: dict[str, Any], *secrets: str) -> list[bool]:
        return _verified(list(secrets), request["body"].encode(), request["headers"])


@asynccontextmanager
async def receiving(*, quiet: bool = False) -> AsyncIterator[Receiver]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, __file__, *(["quiet"] if quiet else []), stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    made = Receiver(process, int(await process.stdout.readline()))
    reading = asyncio.create_task(made.read())
    try:
        yield made
    finally:
        process.kill()
        await process.wait()
        await reading


if __name__ == "__main__":
    asyncio.run(main("quiet" in sys.argv))
