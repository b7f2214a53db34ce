"""Whatever command meets whatever an operator can mend: one sentence, an exit status, no secret. On real processes."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from app.settings import ROOT
from app.signing import write_signing_key

PASSWORD = "correct-horse-battery"
DATABASE = ("serve --port 0", "relay", "migrate", "admin list", "rules recompute", "rules verify")
WORKING = tuple(c for c in DATABASE if c != "migrate")
OTHERS = ("token --as intake", "demo", "openapi --check", "export out.jsonl --token x", "import README.md --token x")  # fmt: skip
DRIVER = """
import gc, importlib, json, os, signal, sys, tempfile
import app.cli
for name in ("serve_", "relay_", "migrate_", "admin", "rules", "recomputation", "token_", "demo_", "openapi_",
             "export_", "import_"):
    importlib.import_module(f"app.cli.{name}")
gc.freeze()
for line in sys.stdin:
    args, env = json.loads(line)
    with tempfile.TemporaryFile() as out:
        child = os.fork()
        if child == 0:
            signal.alarm(30)
            os.dup2(out.fileno(), 1), os.dup2(out.fileno(), 2)
            for name in [n for n in os.environ if n.startswith("EARLYBRIDGE_") or n in {"HOST", "PORT"}]:
                del os.environ[name]
            os.environ.update(env)
            sys.argv[1:] = args
            status = 1
            try:
                app.cli.main()
            except SystemExit as exc:
                status = exc.code or 0
            except BaseException:
                import traceback
                traceback.print_exc()
            finally:
                sys.stdout.flush(), sys.stderr.flush()
                os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        print(json.dumps([status, out.read().decode()]), flush=True)
"""
"""Loads every command once, then runs each in a process of its own: it is the loading that takes time."""


class Commands:
    def __init__(self) -> None:
        self._driver = subprocess.Popen(
            [sys.executable, "-c", DRIVER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, command: str, env: dict[str, str]) -> tuple[int, str]:
        assert self._driver.stdin
        assert self._driver.stdout
        self._driver.stdin.write(json.dumps([command.split(), env]) + "\n")
        self._driver.stdin.flush()
        status, said = json.loads(self._driver.stdout.readline())
        return status, said

    def close(self) -> None:
        self._driver.communicate()


@pytest.fixture(scope="module")
def commands() -> Iterator[Commands]:
    made = Commands()
    yield made
    made.close()


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("key") / "key.json"
    write_signing_key(made)
    return made


def installed(key: Path, **settings: str) -> dict[str, str]:
    """A county's installation, but for what a test says."""
    complete = {
        "ENVIRONMENT": "production",
        "DATABASE_URL": f"postgresql://eb:{PASSWORD}@127.0.0.1:1/eb",
        "PUBLIC_URL": "https://eb.example",
        "SIGNING_KEY_FILE": str(key),
        "FILES_URL": f"file://{key.parent}/files",
        "OIDC_ISSUER": "https://id.example",
        "STATE_DIR": str(key.parent / "state"),
    }
    return {f"EARLYBRIDGE_{name}": value for name, value in (complete | settings).items() if value}


def assert_said(done: tuple[int, str], status: int, sentence: str) -> None:
    found, said = done
    assert said.startswith("earlybridge: "), said
    assert said.count("\n") == 1, said
    assert sentence in said
    assert PASSWORD not in said
    assert found == status


@asynccontextmanager
async def database(server_url: str, name: str, says: str | None) -> AsyncIterator[str]:
    """A database of which nothing is there but what it says of itself."""
    url = make_url(server_url).set(database=name)
    server = create_async_engine(server_url, isolation_level="AUTOCOMMIT")
    inside = create_async_engine(url)
    async with server.connect() as connection:
        await connection.execute(text(f"drop database if exists {name} with (force)"))
        await connection.execute(text(f"create database {name}"))
    if says is not None:
        async with inside.begin() as connection:
            await connection.execute(text("create schema eb"))
            await connection.execute(text(f"comment on schema eb is '{says}'"))
    await inside.dispose()
    yield url.render_as_string(hide_password=False)
    async with server.connect() as connection:
        await connection.execute(text(f"drop database {name} with (force)"))
    await server.dispose()


class Faulty(NamedTuple):
    url: str
    sentence: str
    commands: tuple[str, ...] = DATABASE


@pytest.fixture(scope="module")
async def faulty(server_url: str, database_url: str) -> AsyncIterator[dict[str, Faulty]]:
    """Databases that no command can work on, and why. The server knows the roles: `database_url` was migrated."""
    here = make_url(server_url)
    async with AsyncExitStack() as stack, locked(server_url) as login:
        made = {
            name: await stack.enter_async_context(database(server_url, f"eb_fault_{name}", says))
            for name, says in {
                "empty": None, "older": "functions abc schema 0001 before", "newer": "functions abc schema 9999 before",
            }.items()
        }  # fmt: skip
        yield {
            "away": Faulty(f"postgresql://eb:{PASSWORD}@127.0.0.1:1/eb", "the database does not answer"),
            "nowhere": Faulty(f"postgresql://eb:{PASSWORD}@nowhere.invalid/eb", "the database does not answer"),
            "password": Faulty(
                here.set(username=login, password=PASSWORD).render_as_string(hide_password=False),
                "the database does not let this login in",
            ),
            "missing": Faulty(
                here.set(database="eb_no_such").render_as_string(hide_password=False), "has no database of this name"
            ),
            "empty": Faulty(made["empty"], "not migrated; run `earlybridge migrate`", WORKING),
            "older": Faulty(made["older"], "The database is at version 0001, this code at", WORKING),
            "newer": Faulty(made["newer"], "The database is at version 9999, this code at"),
        }  # fmt: skip


@asynccontextmanager
async def locked(server_url: str) -> AsyncIterator[str]:
    """A login that needs a password, on a server that asks nobody else for one."""
    server = create_async_engine(server_url, isolation_level="AUTOCOMMIT")
    async with server.connect() as connection:
        await connection.execute(text("drop role if exists eb_locked"))
        await connection.execute(text("create role eb_locked login password 'another'"))
        rules = Path(str(await connection.scalar(text("show hba_file"))))
        before = await asyncio.to_thread(rules.read_text)
        ours = "local all eb_locked scram-sha-256\nhost all eb_locked all scram-sha-256\n"
        await asyncio.to_thread(rules.write_text, ours + before)
        try:
            await connection.execute(text("select pg_reload_conf()"))
            yield "eb_locked"
        finally:
            await asyncio.to_thread(rules.write_text, before)
            await connection.execute(text("select pg_reload_conf()"))
            await connection.execute(text("drop role eb_locked"))
    await server.dispose()


@pytest.mark.parametrize(
    "fault", ["away", "nowhere", "password", "missing", "empty", "older", "newer"]
)
async def test_a_database_that_cannot_be_worked_on(
    commands: Commands, faulty: dict[str, Faulty], key: Path, fault: str
) -> None:
    found = faulty[fault]
    for command in found.commands:
        done = await asyncio.to_thread(
            commands.run, command, installed(key, DATABASE_URL=found.url)
        )
        assert_said(done, 3, found.sentence)


async def test_a_role_that_steps_around_policies(
    commands: Commands, key: Path, database_url: str
) -> None:
    env = installed(key, APP_DATABASE_URL=database_url)
    done = await asyncio.to_thread(commands.run, "serve --port 0", env)
    assert_said(done, 3, "bypasses row-level security")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"OIDC_ISSUER": "", "FILES_URL": ""}, "production needs EARLYBRIDGE_FILES_URL, EARLYBRIDGE_OIDC_ISSUER"),
        ({"PUBLIC_URL": ""}, "production needs EARLYBRIDGE_PUBLIC_URL"),
        ({"DEV_ISSUER": "true"}, "the development issuer cannot run in production"),
        ({"DATABASE_URL": f"mysql://eb:{PASSWORD}@db/eb"}, "EARLYBRIDGE_DATABASE_URL: postgresql://"),
        ({"DATABASE_URL": f"postgresql://eb:{PASSWORD}@db:port/eb"}, "EARLYBRIDGE_DATABASE_URL: postgresql://"),
        ({"POOL_SIZE": PASSWORD}, "EARLYBRIDGE_POOL_SIZE: Input should be a valid integer"),
        ({"CORS_ORIGINS": PASSWORD}, "EARLYBRIDGE_CORS_ORIGINS: JSON expected"),
        ({"ENVIRONMENT": "prod"}, "EARLYBRIDGE_ENVIRONMENT: Input should be 'development' or 'production'"),
        ({"DATABSE_URL": PASSWORD}, "EARLYBRIDGE_DATABSE_URL is no setting; near: EARLYBRIDGE_DATABASE_URL"),
    ],
)  # fmt: skip
def test_a_setting_that_is_missing_or_wrong(
    commands: Commands, key: Path, settings: dict[str, str], sentence: str
) -> None:
    for command in (*DATABASE, *OTHERS):
        assert_said(commands.run(command, installed(key, **settings)), 2, sentence)


def test_a_name_that_the_platform_gives_is_no_mistake(commands: Commands, key: Path) -> None:
    env = installed(key, PORT="tcp://10.0.0.1:8000", SERVICE_HOST="10.0.0.1")
    assert_said(commands.run("admin list", env), 3, "the database does not answer")


@pytest.mark.parametrize("held", ["", "{}", '{"kty": "EC"}', f'"{PASSWORD}"'])
async def test_a_key_that_is_none(
    commands: Commands, tmp_path: Path, database_url: str, held: str
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(held)
    env = installed(broken, DATABASE_URL=database_url)
    for command in ("serve --port 0", "relay"):
        done = await asyncio.to_thread(commands.run, command, env)
        assert_said(done, 3, f"{broken} holds no signing key; make one with")


@pytest.mark.parametrize(
    ("settings", "status", "sentence"),
    [
        ({"SIGNING_KEY_FILE": "/nowhere/key.json"}, 3, "there is no signing key at /nowhere/key.json"),
        ({"FILES_URL": "ftp://files"}, 3, "EARLYBRIDGE_FILES_URL: file:///folder"),
        ({"FILES_URL": "file:///proc/nowhere"}, 3, "cannot use /proc/nowhere: No such file"),
        ({"SCANNER_URL": "http://scanner"}, 3, "EARLYBRIDGE_SCANNER_URL"),
    ],
)  # fmt: skip
async def test_what_a_service_needs_beside_its_database(
    commands: Commands, key: Path, database_url: str, settings: dict[str, Any], status: int, sentence: str
) -> None:  # fmt: skip
    env = installed(key, DATABASE_URL=database_url, **settings)
    done = await asyncio.to_thread(commands.run, "serve --port 0", env)
    assert_said(done, status, sentence)


def test_a_service_that_does_not_answer(commands: Commands, key: Path, tmp_path: Path) -> None:
    """It is looked for where the settings say, as `token` and `demo` look for it."""
    env = installed(key, PUBLIC_URL="http://127.0.0.1:1")
    done = commands.run(f"export {tmp_path}/out.jsonl --token x", env)
    assert_said(done, 1, "nothing answers at http://127.0.0.1:1")
    assert not (tmp_path / "out.jsonl").exists()


def test_a_place_where_nothing_can_be_written(commands: Commands, key: Path) -> None:
    env = installed(key)
    said = "cannot write /proc/nowhere"
    assert_said(commands.run("token --new-key /proc/nowhere/it", env), 2, said)
    done = commands.run(
        "export /proc/nowhere/it --token x", env | {"EARLYBRIDGE_URL": "http://127.0.0.1:1"}
    )
    assert_said(done, 1, said)
