"""Start, watch over and stop an embedded PostgreSQL server."""

import atexit
import ctypes
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from app.postgres import binaries
from app.postgres.account import server_account
from app.postgres.claim import Claim

DATABASE = "earlybridge"
START_SECONDS, STOP_SECONDS = 120.0, 30.0
LONGEST_SOCKET = 103  # bytes; macOS takes 103, Linux 107
ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}

SETTINGS = {
    "listen_addresses": "",
    "log_error_verbosity": "terse",  # DETAIL quotes rows
    "log_min_error_statement": "panic",  # statements quote literals
    "lc_messages": "C",  # the outcome of a commit is read from its warnings
    "jit": "off",
}
UNSAFE_SETTINGS = {"fsync": "off", "full_page_writes": "off"}

_PR_SET_PDEATHSIG = 1
# Loaded here, for between fork and exec nothing may be loaded any more.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class PostgresFailed(RuntimeError):
    """A program of PostgreSQL ended badly; the message has its last words."""


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
        self._base = state_dir.resolve() / "postgres"
        self._sockets = _socket_directory(self._base)
        self._settings = SETTINGS if durable else SETTINGS | UNSAFE_SETTINGS
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        self._claim: Claim | None = None
        self._url = ""

    def start(self) -> str:
        """Start the server and return the URL of its database, made when missing.

        Raises: AlreadyRunning when another process owns the directory,
        NoPostgres without programs to run, PostgresFailed when they fail,
        PermissionError when the server's account cannot reach the directory.
        """
        if self.is_running():
            return self._url
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("start PostgreSQL from the main thread: it ends with its thread")
        self.stop()
        _make_passable(self._base)
        self._claim = Claim.take(self._base / "owner")
        atexit.register(self.stop)
        try:
            self._prepare()
            self._launch(self._claim)
            self._create_database()
        except BaseException:
            self.stop()
            raise
        self._url = f"postgresql+asyncpg://postgres@/{DATABASE}?host={self._sockets}"
        self._claim.announce(self._url)
        return self._url

    def stop(self) -> None:
        """Close every connection, write everything down and end; does nothing when not running."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait()
            self._process = None
        if self._claim is not None:
            shutil.rmtree(self._sockets, ignore_errors=True)
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

    @property
    def url(self) -> str:
        """What `start` returned."""
        return self._url

    def _prepare(self) -> None:
        """Settle programs, account and directories; make the data directory at the first start."""
        found = binaries.find()
        self._data = self._base / f"data-{found.major}"
        self._refuse_other_versions()
        self._account = server_account(self._data)
        if not self._account.can_reach(self._base):
            raise PermissionError(
                f"The account that runs PostgreSQL (uid {self._account.uid}) cannot reach "
                f"{self._base}. Set EARLYBRIDGE_STATE_DIR to a directory that it can reach."
            )
        self._programs = found.reachable_by(self._account, self._base / f"software-{found.major}")
        self._account.make_directory(self._sockets)
        if not self._data.exists():
            self._initialise()

    def _refuse_other_versions(self) -> None:
        """An empty new database must not hide the data of an older version."""
        others = [p for p in self._base.glob("data-*") if re.fullmatch(r"data-\d+", p.name)]
        if others and self._data not in others:
            raise PostgresFailed(
                f"{others[0]} was written by another version of PostgreSQL than {self._data.name}. "
                "Copy the data over with pg_dump, or move that directory away to start empty."
            )

    def _initialise(self) -> None:
        """Run initdb aside, so that a data directory is whole or absent."""
        half = self._data.with_suffix(".new")
        shutil.rmtree(half, ignore_errors=True)
        self._account.make_directory(half)
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        if self._programs.major >= 17:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if not self._durable:
            options.append("--no-sync")
        self._run("initdb", f"--pgdata={half}", *options)
        half.rename(self._data)

    def _launch(self, claim: Claim) -> None:
        log = self._base / "postgres.log"
        if log.exists():
            log.replace(self._base / "postgres.previous.log")
        settings = self._settings | {"unix_socket_directories": str(self._sockets)}
        with log.open("wb") as out:
            self._process = subprocess.Popen(  # noqa: S603 - a program we located ourselves
                [
                    self._programs.folder / "postgres",
                    f"-D{self._data}",
                    *(f"--{name}={value}" for name, value in settings.items()),
                ],
                cwd=self._base,
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                pass_fds=[claim.descriptor],
                start_new_session=True,  # Ctrl-C at the terminal is for us alone
                preexec_fn=partial(_end_with, os.getpid()),  # noqa: PLW1509 - it takes no lock
                **self._account.popen_options(),
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if not self.is_running() or time.monotonic() > deadline:
                raise PostgresFailed(f"PostgreSQL did not start; {log} ends:\n{_tail(log)}")
            time.sleep(0.02)

    def _is_ready(self) -> bool:
        """Ours lives, the data are its own, and it takes connections."""
        if self._process is None or not self.is_running():
            return False
        try:
            lines = (self._data / "postmaster.pid").read_text().split()
        except FileNotFoundError:
            return False
        if lines[:1] != [str(self._process.pid)] or lines[-1] != "ready":
            return False
        return self._spawn("pg_isready", "--quiet", f"--host={self._sockets}").returncode == 0

    def _create_database(self) -> None:
        self._run(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--username=postgres",
            f"--host={self._sockets}",
            stdin=(
                f"select 'create database {DATABASE}' where not exists "  # noqa: S608 - a constant
                f"(select from pg_database where datname = '{DATABASE}') \\gexec"
            ),
        )

    def _run(self, program: str, *arguments: str, stdin: str = "") -> None:
        done = self._spawn(program, *arguments, stdin=stdin)
        if done.returncode != 0:
            raise PostgresFailed(f"{program} failed: {done.stderr.strip()[-2000:]}")

    def _spawn(
        self, program: str, *arguments: str, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        done: subprocess.CompletedProcess[str] = subprocess.run(  # noqa: S603 - see above
            [self._programs.folder / program, *arguments],
            cwd=self._base,
            env=ENVIRONMENT,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            **self._account.popen_options(),
        )
        return done


def _end_with(parent: int) -> None:
    """Runs in the child: ask the kernel for a SIGINT when the parent ends, however it ends."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:
            os._exit(1)


def _make_passable(base: Path) -> None:
    """Make `base`; whoever runs the server may pass through what we make here, and only that."""
    made = [p for p in (base, *base.parents) if not p.exists()]
    base.mkdir(parents=True, exist_ok=True)
    for directory in made:
        directory.chmod(0o711)


def _socket_directory(base: Path) -> Path:
    """Beside the data, or in the temporary directory when that path is too long or not plain."""
    beside = base / "run"
    longest = len(os.fsencode(beside / ".s.PGSQL.5432"))
    if longest <= LONGEST_SOCKET and re.fullmatch(r"[A-Za-z0-9_./-]+", str(beside)):
        return beside
    name = hashlib.sha256(os.fsencode(base)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"earlybridge-{name}"


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-10:])
