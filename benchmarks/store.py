"""Databases of the benchmarks: an embedded server of their own with durable commits, one database a size."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import asyncpg
from sqlalchemy.engine import make_url

from app.db import as_asyncpg_dsn
from app.migrate import migrate
from app.postgres import EmbeddedPostgres
from app.settings import ROOT
from benchmarks import county

STATE_DIR = ROOT / ".local" / "benchmarks"
TUNING = """
alter system set shared_buffers = '1GB';
alter system set max_wal_size = '8GB';
alter system set autovacuum = off"""


@contextmanager
def server() -> Iterator[str]:
    """Yields the URL of the server, with memory for a county and no vacuum that starts by itself."""
    with EmbeddedPostgres(STATE_DIR) as postgres:
        _tune(postgres)
        yield postgres.url


def _tune(postgres: EmbeddedPostgres) -> None:
    async def alter() -> None:
        async with connected(postgres.url) as connection:
            for setting in TUNING.split(";"):
                await connection.execute(setting)

    asyncio.run(alter())
    postgres.stop()
    postgres.start()


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    """A session of the superuser, whom no policy narrows."""
    connection = await asyncpg.connect(as_asyncpg_dsn(url))
    try:
        yield connection
    finally:
        await connection.close()


async def filled(server_url: str, students: int) -> str:
    """URL of a database with a county of so many students; kept from run to run."""
    name = f"county_{students}"
    url = make_url(server_url).set(database=name).render_as_string(hide_password=False)
    async with connected(server_url) as connection:
        found = await connection.fetchval(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = $1", name
        )
        if found == county.FINGERPRINT:
            await migrate(url)
            return url
        await connection.execute(f"drop database if exists {name} with (force)")
        await connection.execute(f"create database {name}")
        await migrate(url)
        async with connected(url) as inside:
            await county.load(inside, students)
        await connection.execute(f"comment on database {name} is '{county.FINGERPRINT}'")
    return url
