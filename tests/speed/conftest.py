"""Counties of two sizes, and a session that is told every plan."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from app.db import as_asyncpg_dsn
from tests.speed.county import County, filled
from tests.speed.plans import Plans

SMALL, LARGE = 300, 4000


@pytest.fixture(scope="session")
async def plans(database_url: str) -> AsyncIterator[Plans]:
    connection = await asyncpg.connect(as_asyncpg_dsn(database_url))
    for setting in (
        "load 'auto_explain'",
        "set auto_explain.log_min_duration = 0",
        "set auto_explain.log_analyze = on",
        "set auto_explain.log_buffers = on",
        "set auto_explain.log_timing = off",
        "set auto_explain.log_nested_statements = on",
        "set auto_explain.log_format = json",
        "set client_min_messages = log",
        "set role eb_app",
        "set search_path = eb",
    ):
        await connection.execute(setting)
    yield Plans(connection)
    await connection.close()


@pytest.fixture(scope="session")
async def small(app: FastAPI, owner: AsyncEngine) -> AsyncIterator[County]:
    county = await filled(app, owner, SMALL)
    yield county
    await county.world.close()


@pytest.fixture(scope="session")
async def large(app: FastAPI, owner: AsyncEngine) -> AsyncIterator[County]:
    county = await filled(app, owner, LARGE)
    yield county
    await county.world.close()
