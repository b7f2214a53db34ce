"""Servers under measurement, each a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 180.0


@dataclass(frozen=True)
class Server:
    pid: int
    port: int


@contextmanager
def running(what: str, environment: dict[str, str], log: Path) -> Iterator[Server]:
    """Serve one of our or the bare applications until the block ends. Raises: RuntimeError when it does not start."""
    port = _free_port()
    with (
        log.open("wb") as out,
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.serve", what, str(port)],
            env={**os.environ, **environment},
            stdout=out,
            stderr=out,
        ) as process,
    ):
        try:
            _wait_until_served(process, port, log)
            yield Server(process.pid, port)
        finally:
            process.send_signal(signal.SIGINT)


def _free_port() -> int:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return int(any_port.getsockname()[1])


def _wait_until_served(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    process.kill()
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-2000:]}")
