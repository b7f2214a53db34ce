"""The account the server runs as: PostgreSQL refuses to run as root."""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# As root, for a project where the server's account cannot go, such as root's home.
SYSTEM_STATE = Path("/var/lib/earlybridge")


@dataclass(frozen=True, slots=True)
class Account:
    """Whoever runs the server. `is_other` means that we are root and step down to it."""

    uid: int
    gid: int
    is_other: bool

    def popen_options(self) -> dict[str, Any]:
        """Keyword arguments with which `subprocess` starts a program as this account."""
        if not self.is_other:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_reach(self, path: Path) -> bool:
        """Whether the permissions let this account pass through to `path`.

        What does not exist yet counts as passable, for we shall make it so.
        """
        if not self.is_other:
            return True
        return all(self._may_pass(p) for p in (path, *path.parents) if p.exists())

    def _may_pass(self, path: Path) -> bool:
        found = path.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)

    def make_directory(self, path: Path) -> None:
        """Make `path` a directory of this account that nobody else may enter."""
        path.mkdir(mode=0o700, exist_ok=True)
        if path.is_symlink():
            raise PermissionError(f"{path} is a symbolic link")
        if self.is_other and path.stat().st_uid == 0:
            os.chown(path, self.uid, self.gid)
        if path.stat().st_uid != self.uid:
            raise PermissionError(f"{path} belongs to somebody else")
        path.chmod(0o700)


def server_account(data: Path | None = None) -> Account:
    """Ourselves, or as root the owner of the existing `data`, else `postgres`, else `nobody`."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), is_other=False)
    if data is not None and data.exists() and data.stat().st_uid != 0:
        return _other(pwd.getpwuid(data.stat().st_uid))
    try:
        return _other(pwd.getpwnam("postgres"))
    except KeyError:
        return _other(pwd.getpwnam("nobody"))


def _other(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_uid, entry.pw_gid, is_other=True)


def default_state_dir(project_root: Path) -> Path:
    """`.local` in the project where the server's account can go there, else a system directory."""
    root = project_root.resolve()
    if server_account().can_reach(root / ".local"):
        return root / ".local"
    return SYSTEM_STATE / hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
