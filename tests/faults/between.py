"""Stands between a replica and its database, counts statements, and kills the replica at a chosen one."""

import asyncio
import contextlib
import os
import signal
import socket
import ssl
import struct
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
from sqlalchemy import URL, make_url

from app.settings import ROOT, Settings

SSL_REQUEST = 80877103
STATEMENTS = b"EQ"
"""Execute of the extended protocol and Query of the simple one: each is one statement that runs."""
NEVER = 1_000_000
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""A client's own would read all authorities of the world, each time anew."""
READY_SECONDS = 30


@dataclass
class Between:
    """`at`: the statement, counted from 1, that is the last. `answered`: it runs and its answer is lost."""

    upstream: URL
    at: int = NEVER
    answered: bool = False
    count: int = 0
    victim: int | None = None
    killed: asyncio.Event = field(default_factory=asyncio.Event)
    _doomed: bool = False

    def arm(self, at: int, *, answered: bool = False) -> None:
        self.at, self.answered, self.count = at, answered, 0
        self._doomed = False
        self.killed.clear()

    def kill(self) -> None:
        """SIGKILL to the whole process group; nothing of the replica is left to tidy up."""
        if self.victim is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.victim, signal.SIGKILL)
        self.victim, self._doomed, self.at = None, False, NEVER
        self.killed.set()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        theirs, ours = await self._upstream()
        pumps = [
            asyncio.create_task(self._to_database(reader, writer, ours)),
            asyncio.create_task(self._to_replica(theirs, writer)),
        ]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            for end in (ours, writer):
                end.close()

    async def _upstream(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        query = self.upstream.query
        host, port = self.upstream.host or str(query.get("host", "127.0.0.1")), self.upstream.port
        if host.startswith("/"):
            return await asyncio.open_unix_connection(
                f"{host}/.s.PGSQL.{port or query.get('port', 5432)}"
            )
        return await asyncio.open_connection(host, port or 5432)

    async def _to_database(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        database: asyncio.StreamWriter,
    ) -> None:
        """Message by message, as the replica's half of the protocol is written."""
        begun = False
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                kind = await reader.readexactly(1) if begun else b""
                length = await reader.readexactly(4)
                rest = await reader.readexactly(struct.unpack("!i", length)[0] - 4)
                if not begun and struct.unpack("!i", rest[:4])[0] == SSL_REQUEST:
                    writer.write(b"N")
                    continue
                begun = True
                if self._is_last(kind):
                    return
                database.write(kind + length + rest)

    def _is_last(self, kind: bytes) -> bool:
        """Count a statement; whether the replica died before it ran."""
        if not kind or kind not in STATEMENTS:
            return False
        self.count += 1
        if self.count != self.at:
            return False
        if self.answered:
            self._doomed = True
            return False
        self.kill()
        return True

    async def _to_replica(
        self, database: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await database.read(65536):
                if self._doomed:
                    self.kill()
                    return
                writer.write(data)


@dataclass
class Replicas:
    """Starts a replica behind the counter; one lives at a time."""

    between: Between
    process: asyncio.subprocess.Process

    async def serve(self) -> str:
        """A replica that answers; returns its address."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        self.between.kill()
        await self._fork(f"serve {port}")
        async with (
            asyncio.timeout(READY_SECONDS),
            httpx.AsyncClient(base_url=url, verify=NO_TLS) as http,
        ):
            while True:
                with contextlib.suppress(httpx.TransportError):
                    if (await http.get("/readyz")).status_code == 200:
                        return url
                await asyncio.sleep(0.01)

    async def relay(self, at: int) -> None:
        """A relay that dies before this statement."""
        self.between.kill()
        self.between.arm(at)
        await self._fork("relay")

    async def _fork(self, order: str) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{order}\n".encode())
        self.between.victim = int(await self.process.stdout.readline())


@asynccontextmanager
async def replicas(settings: Settings) -> AsyncIterator[Replicas]:
    """Replicas on the database of the test, seen through a counter."""
    upstream = make_url(settings.api_url)
    between = Between(upstream)
    server = await asyncio.start_server(between.connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    here = URL.create(
        upstream.drivername, upstream.username, upstream.password, "127.0.0.1", port, upstream.database
    )  # fmt: skip
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("EARLYBRIDGE_", "PYTEST"))}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.replica", cwd=ROOT,
        env={
            **kept,
            "EARLYBRIDGE_DATABASE_URL": here.render_as_string(hide_password=False),
            "EARLYBRIDGE_STATE_DIR": str(settings.state_dir),
            "EARLYBRIDGE_RELAY_ENABLED": "false",
            "EARLYBRIDGE_RATE_LIMIT_REQUESTS": "0",
            "EARLYBRIDGE_WEBHOOKS_MAY_LOOP_BACK": "true",
            "EARLYBRIDGE_LOG_LEVEL": "ERROR",
            "EARLYBRIDGE_POOL_SIZE": "2",
        },
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
        yield Replicas(between, process)
    finally:
        between.kill()
        process.kill()
        await process.wait()
        server.close()
