import os
import signal
import threading
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from app.db import as_asyncpg_dsn, as_sqlalchemy_url
from app.postgres import AlreadyRunning, EmbeddedPostgres, PostgresFailed


async def fetch(url: str, query: str) -> object:
    connection = await asyncpg.connect(as_asyncpg_dsn(url))
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def keep(url: str, note: str) -> None:
    await fetch(url, "create table if not exists note (words text)")
    await fetch(url, f"insert into note values ('{note}')")  # noqa: S608 - a constant of the test


def server_pid(state_dir: Path) -> int:
    (found,) = (state_dir / "postgres").glob("data-*/postmaster.pid")
    return int(found.read_text().splitlines()[0])


async def test_its_url_serves_both_drivers(state_dir: Path) -> None:
    with EmbeddedPostgres(state_dir) as server:
        assert await fetch(server.url, "select current_database()") == "earlybridge"
        engine = create_async_engine(as_sqlalchemy_url(server.url))
        async with engine.connect() as connection:
            assert await connection.scalar(text("show listen_addresses")) == ""
        await engine.dispose()
    assert not server.is_running()


async def test_rows_survive_a_restart(state_dir: Path) -> None:
    with EmbeddedPostgres(state_dir) as server:
        await keep(server.url, "before")
    with EmbeddedPostgres(state_dir) as server:
        assert await fetch(server.url, "select words from note") == "before"


async def test_rows_survive_a_killed_server_and_the_same_owner_starts_it_again(
    state_dir: Path,
) -> None:
    with EmbeddedPostgres(state_dir) as server:
        await keep(server.url, "acknowledged")
        os.kill(server_pid(state_dir), signal.SIGKILL)
        while server.is_running():
            pass
        assert await fetch(server.start(), "select words from note") == "acknowledged"


async def test_a_dropped_database_is_made_again(state_dir: Path) -> None:
    with EmbeddedPostgres(state_dir) as server:
        elsewhere = server.url.replace("/earlybridge?", "/postgres?")
        await fetch(elsewhere, "drop database earlybridge")
    with EmbeddedPostgres(state_dir) as server:
        assert await fetch(server.url, "select current_database()") == "earlybridge"


@pytest.mark.parametrize(("durable", "fsync"), [(True, "on"), (False, "off")])
async def test_only_tests_may_give_up_durability(
    state_dir: Path, durable: bool, fsync: str
) -> None:
    with EmbeddedPostgres(state_dir, durable=durable) as server:
        assert await fetch(server.url, "show fsync") == fsync


def test_a_second_owner_is_told_who_the_first_is_and_where_it_answers(state_dir: Path) -> None:
    with EmbeddedPostgres(state_dir) as server:
        with pytest.raises(AlreadyRunning, match=f"in use by process {os.getpid()}") as refused:
            EmbeddedPostgres(state_dir).start()
        assert refused.value.url == server.url
        assert server.is_running()


def test_starting_twice_is_starting_once(state_dir: Path) -> None:
    with EmbeddedPostgres(state_dir) as server:
        first = server_pid(state_dir)
        assert server.start() == server.url
        assert server_pid(state_dir) == first


def test_a_thread_may_not_start_what_would_end_with_it(state_dir: Path) -> None:
    raised: list[RuntimeError] = []

    def attempt() -> None:
        try:
            EmbeddedPostgres(state_dir).start()
        except RuntimeError as error:
            raised.append(error)

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    assert "main thread" in str(raised[0])


def test_data_of_another_version_are_not_hidden_by_an_empty_database(state_dir: Path) -> None:
    (state_dir / "postgres" / "data-9").mkdir(parents=True)
    server = EmbeddedPostgres(state_dir)
    with pytest.raises(PostgresFailed, match="data-9 was written by another version"):
        server.start()
    assert not server.is_running()


def test_a_server_that_cannot_start_says_why_and_frees_the_directory(state_dir: Path) -> None:
    with EmbeddedPostgres(state_dir, durable=False):
        pass
    (data,) = (state_dir / "postgres").glob("data-*")
    configuration = data / "postgresql.conf"
    sound = configuration.read_text()
    configuration.write_text(sound + "max_connections = 'a few'\n")
    with pytest.raises(PostgresFailed, match="max_connections"):
        EmbeddedPostgres(state_dir, durable=False).start()
    configuration.write_text(sound)
    with EmbeddedPostgres(state_dir, durable=False) as server:
        assert server.is_running()


def test_a_directory_closed_to_the_server_is_refused_in_a_sentence(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(PostgresFailed, match="EARLYBRIDGE_STATE_DIR"):
        EmbeddedPostgres(closed).start()


async def test_a_path_too_long_or_too_odd_for_a_socket_still_works(state_dir: Path) -> None:
    odd = state_dir / f"a, b & {'c' * 120}"
    with EmbeddedPostgres(odd, durable=False) as server:
        assert await fetch(server.url, "select 1") == 1


def test_nobody_else_may_enter_the_data_or_the_socket(state_dir: Path) -> None:
    odd = state_dir / ("d" * 120)
    for directory in (state_dir, odd):
        with EmbeddedPostgres(directory, durable=False) as server:
            (data,) = (directory / "postgres").glob("data-*")
            sockets = Path(server.url.partition("host=")[2])
            assert [p.stat().st_mode & 0o777 for p in (data, sockets)] == [0o700, 0o700]
        assert not sockets.exists()
