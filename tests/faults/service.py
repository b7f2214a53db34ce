"""The real service as a real process, for tests that kill it."""

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

from app.demo.people import FILE
from app.settings import ROOT

START_SECONDS = 240
"""Of a first start, which makes the demo county; a busy machine takes its time."""


class Service:
    """`earlybridge serve` with an embedded PostgreSQL of its own, durable as in earnest."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="eb-fault-"))
        self.home.chmod(0o711)
        self.state = self.home / "state"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

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
