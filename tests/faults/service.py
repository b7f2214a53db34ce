"""The real service as a real process, for tests that kill it."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy.ext.asyncio import create_async_engine

from app import clock
from app.db import as_sqlalchemy_url
from app.demo.county import make_neighbour
from app.demo.load import SEED, load_county
from app.demo.people import FILE, people_of, write_people
from app.migrate import migrate
from app.postgres import EmbeddedPostgres
from app.settings import ROOT

START_SECONDS = 120
"""A busy machine takes its time."""


class Service:
    """`earlybridge serve` with an embedded PostgreSQL of its own, durable as in earnest.

    It has the small county of the demo: a service that finds an organisation makes no large one.
    """

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="eb-fault-"))
        self.home.chmod(0o711)
        self.state = self.home / "state"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        with EmbeddedPostgres(self.state, durable=False) as server:
            asyncio.run(self._settle(server.url))

    async def _settle(self, url: str) -> None:
        today = clock.today("America/Los_Angeles")
        county = make_neighbour(SEED, today)
        both = people_of(county, county)
        people = {name: both[f"other-{name}"] for name in ("coordinator", "agency")}
        await migrate(url)
        engine = create_async_engine(as_sqlalchemy_url(url))
        async with engine.begin() as connection:
            await load_county(connection, county, people, today)
        await engine.dispose()
        write_people(self.state, people)

    def start(self) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("EARLYBRIDGE_", "PYTEST"))}
        with (self.home / "out.log").open("ab") as out:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    "from app.cli import main; main()",
                    "serve",
                    "--port",
                    str(self.port),
                ],
                cwd=ROOT,
                env={
                    **kept,
                    "EARLYBRIDGE_STATE_DIR": str(self.state),
                    "HOST": "0.0.0.0",  # noqa: S104 - as in a container
                    "EARLYBRIDGE_LOG_LEVEL": "ERROR",
                    "EARLYBRIDGE_RATE_LIMIT_REQUESTS": "0",
                },
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            assert self.process is None or self.process.poll() is None, (
                self.home / "out.log"
            ).read_text()[-3000:]
            try:
                if httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        raise AssertionError((self.home / "out.log").read_text()[-3000:])

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def kill_database(self) -> None:
        os.kill(self.database_pid, signal.SIGKILL)

    @property
    def database_pid(self) -> int:
        lock = next((self.state / "postgres").glob("data-*/postmaster.pid"))
        return int(lock.read_text().split()[0])

    def people(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.state / FILE).read_text())
        return found

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
        shutil.rmtree(self.home, ignore_errors=True)
