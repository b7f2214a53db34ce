"""Databases that a test has to itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import URL, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from app.migrate import migrate


@asynccontextmanager
async def migrated(server_url: str | URL, name: str) -> AsyncIterator[str]:
    """URL of an empty, freshly migrated database, gone afterwards."""
    server = create_async_engine(server_url, isolation_level="AUTOCOMMIT")
    async with server.connect() as connection:
        await connection.execute(text(f"drop database if exists {name} with (force)"))
        await connection.execute(text(f"create database {name}"))
    url = make_url(server_url).set(database=name).render_as_string(hide_password=False)
    await migrate(url)
    yield url
    async with server.connect() as connection:
        await connection.execute(text(f"drop database if exists {name} with (force)"))
    await server.dispose()
