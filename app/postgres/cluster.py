"""A data directory, and the programs, account and sockets with which it is served."""

import ctypes
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from app.postgres import binaries
from app.postgres.account import server_account
from app.postgres.errors import PostgresFailed

DATABASE = "earlybridge"
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


class Cluster:
    """What `base` holds: `data-<major version>`, the log, and as root a copy of the programs."""

    def __init__(self, base: Path, *, durable: bool) -> None:
        found = binaries.find()
        self.base, self.durable = base, durable
        self.data = base / f"data-{found.major}"
        self.log = base / "postgres.log"
        self.sockets = _socket_directory(base)
        self.account = server_account(self.data)
        if not self.account.can_reach(base):
            raise PostgresFailed(
                f"The account that runs PostgreSQL (uid {self.account.uid}) cannot reach {base}. "
                "Set EARLYBRIDGE_STATE_DIR to a directory that it can reach."
            )
        self.programs = found.reachable_by(self.account, base)

    def prepare(self) -> None:
        """Make the socket directory and, the first time, the data directory.

        An empty new database must not hide the data of another version.
        Raises: PostgresFailed.
        """
        self.account.make_directory(self.sockets)
        existing = [p for p in self.base.glob("data-*") if re.fullmatch(r"data-\d+", p.name)]
        if existing and self.data not in existing:
            raise PostgresFailed(
                f"{existing[0]} was written by another version of PostgreSQL than "
                f"{self.data.name}. Copy the data over with pg_dump, or move that directory away "
                "to start empty."
            )
        if not existing:
            self._initialise()

    def _initialise(self) -> None:
        """Run initdb aside, so that a data directory is whole or absent."""
        half = self.data.with_suffix(".new")
        shutil.rmtree(half, ignore_errors=True)
        self.account.make_directory(half)
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        if self.programs.major >= 17:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if not self.durable:
            options.append("--no-sync")
        self._run("initdb", f"--pgdata={half}", *options)
        half.rename(self.data)

    def launch(self, inherited: int) -> subprocess.Popen[bytes]:
        """Start the server, which keeps the file descriptor `inherited` open."""
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".previous.log"))
        settings = SETTINGS | {"unix_socket_directories": str(self.sockets)}
        if not self.durable:
            settings |= UNSAFE_SETTINGS
        with self.log.open("wb") as out:
            return subprocess.Popen(  # noqa: S603 - a program we located ourselves
                [
                    self.programs.folder / "postgres",
                    f"-D{self.data}",
                    *(f"--{name}={value}" for name, value in settings.items()),
                ],
                cwd=self.base,
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                pass_fds=[inherited],
                start_new_session=True,  # Ctrl-C at the terminal is for us alone
                preexec_fn=partial(_end_with, os.getpid()),  # noqa: PLW1509 - it takes no lock
                **self.account.popen_options(),
            )

    def is_served_by(self, pid: int) -> bool:
        """Whether `pid` has the data directory and takes connections; else another one answers."""
        try:
            lines = (self.data / "postmaster.pid").read_text().split()
        except FileNotFoundError:
            return False
        if lines[:1] != [str(pid)] or lines[-1] != "ready":
            return False
        return self._spawn("pg_isready", "--quiet", f"--host={self.sockets}").returncode == 0

    def create_database(self) -> None:
        self._run(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--username=postgres",
            f"--host={self.sockets}",
            stdin=(
                f"select 'create database {DATABASE}' where not exists "  # noqa: S608 - a constant
                f"(select from pg_database where datname = '{DATABASE}') \\gexec"
            ),
        )

    def last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-10:])

    def _run(self, program: str, *arguments: str, stdin: str = "") -> None:
        done = self._spawn(program, *arguments, stdin=stdin)
        if done.returncode != 0:
            raise PostgresFailed(f"{program} failed: {done.stderr.strip()[-2000:]}")

    def _spawn(
        self, program: str, *arguments: str, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        done: subprocess.CompletedProcess[str] = subprocess.run(  # noqa: S603 - see `launch`
            [self.programs.folder / program, *arguments],
            cwd=self.base,
            env=ENVIRONMENT,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            **self.account.popen_options(),
        )
        return done


def _end_with(parent: int) -> None:
    """Runs in the child: ask the kernel for a SIGINT when the parent ends, however it ends."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:
            os._exit(1)


def _socket_directory(base: Path) -> Path:
    """Beside the data, or in the temporary directory when that path is too long or not plain."""
    beside = base / "run"
    longest = len(os.fsencode(beside / ".s.PGSQL.5432"))
    if longest <= LONGEST_SOCKET and re.fullmatch(r"[A-Za-z0-9_./-]+", str(beside)):
        return beside
    name = hashlib.sha256(os.fsencode(base)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"earlybridge-{name}"
