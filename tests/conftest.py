"""A real PostgreSQL, migrated once a run, and the real application on it.

Every test makes its own organisations and really commits: a leak between
tenants turns the suite red.
"""

import gc
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.db import Database
from app.main import create_app
from app.postgres import EmbeddedPostgres, default_state_dir
from app.relay import Relay
from app.settings import ROOT, Settings
from tests.factories.database import migrated
from tests.factories.world import World, make_world

gc.set_threshold(
    100_000, 20
)  # what tests hold, they hold to the end; looking seldom saves a seventh of their time

# How long an example takes tells of the machine, not of the code.
hypothesis.register_profile(
    "earlybridge", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.load_profile("earlybridge")


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """URL of a server of this worker alone; EARLYBRIDGE_TEST_DATABASE_URL names one that is there."""
    named = os.environ.get("EARLYBRIDGE_TEST_DATABASE_URL")
    if named:
        yield named
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with EmbeddedPostgres(default_state_dir(ROOT) / "tests" / worker, durable=False) as server:
        yield server.url


@pytest.fixture(scope="session")
async def database_url(server_url: str) -> AsyncIterator[str]:
    """URL of an empty, freshly migrated database."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    async with migrated(server_url, f"eb_test_{worker}") as url:
        yield url


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    state: Path = tmp_path_factory.mktemp("state")
    return Settings(
        database_url=SecretStr(database_url),
        state_dir=state,
        relay_enabled=False,
        log_level="WARNING",
        pool_size=6,
        rate_limit_requests=0,
        webhooks_may_loop_back=True,
    )


@pytest.fixture(scope="session")
async def app(settings: Settings) -> AsyncIterator[FastAPI]:
    application = create_app(settings)
    async with application.router.lifespan_context(application):
        yield application


@pytest.fixture(scope="session")
async def owner(database_url: str) -> AsyncIterator[AsyncEngine]:
    """The migrating login, which sees everything: for making organisations and for looking behind the API."""
    engine = create_async_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def relay_pool(settings: Settings) -> AsyncIterator[asyncpg.Pool]:
    """Connections as the relay's role; what other tests left in the outbox counts as told."""
    async with Database.relay_pool(settings.relay_url, role=settings.relay_role) as pool:
        await pool.execute("update eb.outbox set done_at = now() where done_at is null")
        yield pool


@pytest.fixture
async def relay(app: FastAPI, settings: Settings, relay_pool: asyncpg.Pool) -> AsyncIterator[Relay]:
    """A relay that works when it is told to."""
    made = Relay(relay_pool, app.state.sealer, settings.issuer, may_loop_back=True)
    yield made
    await made.close()


@pytest.fixture
async def world(app: FastAPI, owner: AsyncEngine) -> AsyncIterator[World]:
    """A program with staff, a partner agency and a school district, all new."""
    made = await make_world(app, owner)
    yield made
    await made.close()


@pytest.fixture
async def other(app: FastAPI, owner: AsyncEngine) -> AsyncIterator[World]:
    """A second, unrelated county."""
    made = await make_world(app, owner)
    yield made
    await made.close()
