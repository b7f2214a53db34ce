"""One owner at a time for a state directory."""

import fcntl
import os
import time
from pathlib import Path
from typing import Self

from app.postgres.errors import AlreadyRunning

PATIENCE_SECONDS = 20.0


class Claim:
    """The right to run the server of a directory, held from `take` until `release`.

    It is an flock that the server inherits, so it ends only when the owner and
    the last server process are gone: after a kill -9 of either, the next owner
    cannot meet processes that still write to the data. The locked file says
    who owns the server and, once it answers, where.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path, self.descriptor = path, descriptor

    @classmethod
    def take(cls, path: Path) -> Self:
        """Wait for the server of a dead owner to end; never for a living owner.

        Raises: AlreadyRunning.
        """
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not _locked(descriptor):
            owner, url = _read(path)
            if (owner and _is_alive(owner)) or time.monotonic() > deadline:
                os.close(descriptor)
                raise AlreadyRunning(path.parent, owner, url)
            time.sleep(0.05)
        claim = cls(path, descriptor)
        claim.announce(None)
        return claim

    def announce(self, url: str | None) -> None:
        """Write down that we own the server, and where it answers."""
        self._path.write_text(f"{os.getpid()}\n{url or ''}\n")

    def release(self) -> None:
        self._path.write_text("")
        os.close(self.descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(path: Path) -> tuple[int | None, str | None]:
    owner, _, url = path.read_text().partition("\n")
    return (int(owner) if owner.isdigit() else None), url.strip() or None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
