"""The owner is another process here, so that it can be killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from app.db import as_asyncpg_dsn
from app.postgres import AlreadyRunning, EmbeddedPostgres
from app.postgres.claim import Claim

ROOT = Path(__file__).resolve().parents[2]
OWNER = """
import sys, time
from pathlib import Path
from app.postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]))
print(server.start(), flush=True)
time.sleep(600)
"""


@pytest.fixture
def owner(state_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """Owns `state_dir`; afterwards its server is gone, not only on its way."""
    process = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(state_dir)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with process:
        yield process
        process.kill()
        process.wait()
    Claim.take(state_dir / "postgres" / "owner").release()


def url_of(owner: subprocess.Popen[str]) -> str:
    assert owner.stdout is not None
    return owner.stdout.readline().strip()


def server_pid(state_dir: Path) -> int:
    (found,) = (state_dir / "postgres").glob("data-*/postmaster.pid")
    return int(found.read_text().splitlines()[0])


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_the_server_ends_with_an_owner_that_was_killed(
    owner: subprocess.Popen[str], state_dir: Path
) -> None:
    url_of(owner)
    pid = server_pid(state_dir)
    owner.kill()
    owner.wait()
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("the server outlived its owner by ten seconds")


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
async def test_the_next_owner_waits_for_the_dying_server_and_finds_every_row(
    owner: subprocess.Popen[str], state_dir: Path
) -> None:
    connection = await asyncpg.connect(as_asyncpg_dsn(url_of(owner)))
    await connection.execute("create table note as select 'acknowledged' as words")
    os.kill(owner.pid, signal.SIGKILL)
    owner.wait()
    connection.terminate()
    with EmbeddedPostgres(state_dir) as server:
        connection = await asyncpg.connect(as_asyncpg_dsn(server.url))
        assert await connection.fetchval("select words from note") == "acknowledged"
        await connection.close()


def test_two_processes_never_own_one_directory(
    owner: subprocess.Popen[str], state_dir: Path
) -> None:
    url = url_of(owner)
    with pytest.raises(AlreadyRunning, match=f"process {owner.pid}") as refused:
        EmbeddedPostgres(state_dir).start()
    assert refused.value.url == url
