"""Start, watch over and stop an embedded PostgreSQL server."""

import atexit
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from app.postgres.claim import Claim
from app.postgres.cluster import DATABASE, Cluster
from app.postgres.errors import PostgresFailed

START_SECONDS, STOP_SECONDS = 120.0, 30.0


class EmbeddedPostgres:
    """A server of one process, with its data under `state_dir`/postgres.

    It listens only on a socket in a directory that no other account may enter,
    and outlives neither the process that started it nor, on Linux, the thread:
    that is how a kill -9 leaves no orphan, and why only the main thread may
    start it. Elsewhere `atexit` stops it. As root it runs as `postgres` or
    `nobody`, which must be able to reach `state_dir`.

    `durable=False` is for tests: a crash of the machine may then lose data.
    """

    def __init__(self, state_dir: Path, *, durable: bool = True) -> None:
        self._base, self._durable = state_dir.resolve() / "postgres", durable
        self._claim: Claim | None = None
        self._cluster: Cluster | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""
        """What `start` returned."""

    def start(self) -> str:
        """Start the server and return the URL of its database, made when missing.

        Raises: AlreadyRunning when another process owns the directory,
        NoPostgres without programs to run, PostgresFailed for everything else
        that keeps them from running.
        """
        if self.is_running():
            return self.url
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("start PostgreSQL from the main thread: it ends with its thread")
        self.stop()
        atexit.register(self.stop)
        try:
            self.url = self._start()
        except PermissionError as refused:
            self.stop()
            raise PostgresFailed(
                f"{refused}. Run as the account that made {self._base}, "
                "or set EARLYBRIDGE_STATE_DIR to another directory."
            ) from None
        except BaseException:
            self.stop()
            raise
        return self.url

    def _start(self) -> str:
        _make_passable(self._base)
        self._claim = Claim.take(self._base / "owner")
        self._cluster = Cluster(self._base, durable=self._durable)
        self._cluster.prepare()
        self._process = self._cluster.launch(self._claim.descriptor)
        _wait_until_served(self._cluster, self._process)
        self._cluster.create_database()
        url = f"postgresql+asyncpg://postgres@/{DATABASE}?host={self._cluster.sockets}"
        self._claim.announce(url)
        return url

    def stop(self) -> None:
        """Close every connection, write everything down and end; does nothing when not running."""
        if self._process is not None:
            _end(self._process)
            self._process = None
        if self._cluster is not None:
            shutil.rmtree(self._cluster.sockets, ignore_errors=True)
            self._cluster = None
        if self._claim is not None:
            self._claim.release()
            self._claim = None
        atexit.unregister(self.stop)

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _make_passable(base: Path) -> None:
    """Make `base`; whoever runs the server may pass through what we make here, and only that."""
    made = [p for p in (base, *base.parents) if not p.exists()]
    base.mkdir(parents=True, exist_ok=True)
    for directory in made:
        directory.chmod(0o711)


def _wait_until_served(cluster: Cluster, process: subprocess.Popen[bytes]) -> None:
    """Raises: PostgresFailed when the server ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while not cluster.is_served_by(process.pid):
        if process.poll() is not None or time.monotonic() > deadline:
            raise PostgresFailed(
                f"PostgreSQL did not start; {cluster.log} ends:\n{cluster.last_words()}"
            )
        time.sleep(0.02)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask politely first: SIGINT lets it write a checkpoint, SIGQUIT leaves that to the next start."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait()
