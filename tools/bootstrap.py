"""Make `.venv` hold the locked packages and this project, then run a command in it.

Standard library only: it runs on a machine with nothing but Python, pip and venv.
"""

import ast
import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
USAGE = """\
usage: ./run COMMAND [ARGUMENT ...]

  serve    start the service with its own database at http://127.0.0.1:8000 (HOST=, PORT=)
  test     run the tests; arguments go to pytest
  check    format, lint, types, import contracts, contract and migration lint
  npm      npm of a Node.js of its own, in examples/typescript: `./run npm ci`, `./run npm run check`

Any other command goes to earlybridge, such as `./run token --as coordinator`.
What is needed is installed into .venv first; nothing else on the machine changes.
"""

WORKPLACES = {"test": ".", "check": ".", "npm": "examples/typescript"}
"""Where a command works; any other works where it was called."""

# pip's setting, uv's variable, and what separates several values there.
HANDED_OVER = (
    ("index-url", "UV_DEFAULT_INDEX", " "),
    ("extra-index-url", "UV_INDEX", " "),
    ("find-links", "UV_FIND_LINKS", ","),
    ("no-index", "UV_NO_INDEX", " "),
    ("trusted-host", "UV_INSECURE_HOST", " "),
    ("cert", "SSL_CERT_FILE", " "),
)
# In the order in which pip lets one overrule the other.
SCOPES = ("global", "install", ":env:")


class Environment:
    """The virtual environment of one checkout."""

    def __init__(self, root: Path) -> None:
        self.root, self.home = root, root / ".venv"
        self.python = self.home / "bin" / "python"

    def ensure(self, lock: str) -> None:
        """Install what the file `lock` names, unless that was done.

        A second caller waits for the first. Raises: CalledProcessError.
        """
        if self.is_current(lock):
            return
        with self._alone():
            if not self.is_current(lock):
                self._install(lock)
                self._stamp(lock).write_text(self._digest(lock))

    def is_current(self, lock: str) -> bool:
        stamp = self._stamp(lock)
        return self._is_sound() and stamp.exists() and stamp.read_text() == self._digest(lock)

    def _stamp(self, lock: str) -> Path:
        return self.home / f"{lock}.installed"

    def _digest(self, lock: str) -> str:
        """Changes with the lock and with the project's own entry points."""
        parts = [(self.root / name).read_bytes() for name in (lock, "pyproject.toml")]
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    def _is_sound(self) -> bool:
        """Whether its Python runs and it was made here: scripts hold the path they were made for."""
        try:
            subprocess.run([self.python, "-c", ""], check=True, capture_output=True)
            config = (self.home / "pyvenv.cfg").read_text()
        except (OSError, subprocess.CalledProcessError):
            return False
        made = [line for line in config.splitlines() if line.startswith("command = ")]
        return all(line.endswith(f" {self.home}") for line in made)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        handle = os.open(self.root, os.O_RDONLY)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("waiting for another set-up to finish")
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _install(self, lock: str) -> None:
        if not self._is_sound():
            say("making .venv")
            _call(sys.executable, "-m", "venv", "--clear", str(self.home))
        say(f"installing the packages of {lock}")
        try:
            self._pip("--quiet", "--require-hashes", "-r", "requirements-uv.txt")
            self._uv(lock)
        except (OSError, subprocess.CalledProcessError):
            say("uv could not install them; pip tries now")
            self._pip("--require-hashes", "-r", lock)
        self._pip("--quiet", "--no-deps", "--no-build-isolation", "--editable", ".")

    def _pip(self, *arguments: str) -> None:
        _call(str(self.python), "-m", "pip", "install", *arguments, folder=self.root)

    def _uv(self, lock: str) -> None:
        uv = str(self.home / "bin" / "uv")
        options = ("--python", str(self.python), "--require-hashes", "-r", lock)
        extra = as_uv_environment(self.python, os.environ)
        _call(uv, "pip", "install", *options, folder=self.root, extra=extra)


def as_uv_environment(python: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Variables to add for uv; what `environment` sets for uv itself is left alone.

    Several indexes are searched as pip searches them, all of them for the best
    version: the hashes of the locks say which file is the right one.
    """
    listed = subprocess.run(
        [python, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    )
    settings = parse_pip_settings(listed.stdout.splitlines())
    wanted = {
        variable: between.join(settings[name].split())
        for name, variable, between in HANDED_OVER
        if name in settings
    }
    if "UV_INDEX" in wanted:
        wanted["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return {name: value for name, value in wanted.items() if name not in environment}


def parse_pip_settings(lines: Iterable[str]) -> dict[str, str]:
    """Settings from `pip config list`, whose lines read `scope.name='value'`."""
    found: dict[str, dict[str, str]] = {}
    for line in lines:
        key, _, value = line.partition("=")
        scope, _, name = key.rpartition(".")
        found.setdefault(scope, {})[name] = str(ast.literal_eval(value))
    merged: dict[str, str] = {}
    for scope in SCOPES:
        merged |= found.get(scope, {})
    return merged


def _call(*command: str, folder: Path = ROOT, extra: Mapping[str, str] | None = None) -> None:
    subprocess.run(command, cwd=folder, env=os.environ | dict(extra or {}), check=True)


def say(words: str) -> None:
    print(f"run: {words}", file=sys.stderr, flush=True)


def locks_for(name: str) -> tuple[str, ...]:
    """The locks that a command needs installed, in their order."""
    if name in {"test", "check"}:
        return ("requirements-dev.txt",)
    if name == "npm":
        return ("requirements.txt", "requirements-node.txt")
    return ("requirements.txt",)


def command_for(environment: Environment, name: str, arguments: list[str]) -> list[str]:
    """The program to become and its arguments."""
    if name == "test":
        return [
            str(environment.python),
            "-m",
            "pytest",
            *(arguments or ["-n", "2", "--dist", "worksteal"]),
        ]
    if name == "check":
        return [str(environment.python), "-m", "tools.check", *arguments]
    if name == "npm":
        return [str(environment.home / "bin" / "npm"), *arguments]
    return [str(environment.home / "bin" / "earlybridge"), name, *arguments]


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(USAGE, end="")
        return 0 if arguments else 2
    name, *rest = arguments
    environment = Environment(ROOT)
    try:
        for lock in locks_for(name):
            environment.ensure(lock)
    except subprocess.CalledProcessError as failed:
        say(f"set-up failed: `{' '.join(map(str, failed.cmd))}` ended with {failed.returncode}")
        return 1
    command = command_for(environment, name, rest)
    if name in WORKPLACES:
        os.chdir(ROOT / WORKPLACES[name])
    found = os.pathsep.join((str(environment.home / "bin"), os.environ.get("PATH", os.defpath)))
    os.environ["PATH"] = found  # npm starts node and itself by name
    return os.execv(command[0], command)  # noqa: S606 - one process, so that signals reach it


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
