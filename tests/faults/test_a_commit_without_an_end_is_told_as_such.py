"""What the standby has not confirmed is not told as done, nor as not done."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled, referral
from tests.factories.world import World

WAITING = """select pid from pg_stat_activity
              where datname = current_database() and wait_event = 'SyncRep'"""


@asynccontextmanager
async def no_standby(owner: AsyncEngine) -> AsyncIterator[None]:
    """Commits wait for a standby that never comes."""
    async with owner.connect() as connection:
        free = await connection.execution_options(isolation_level="AUTOCOMMIT")
        try:
            await free.execute(text("alter system set synchronous_standby_names = 'nobody'"))
            await free.execute(text("select pg_reload_conf()"))
            await asyncio.sleep(0.3)  # the server has no sign by which it tells that it has read it
            yield
        finally:
            await free.execute(text("alter system reset synchronous_standby_names"))
            await free.execute(text("select pg_reload_conf()"))


async def _end_the_wait(owner: AsyncEngine, how: str, asked: "asyncio.Task[httpx.Response]") -> int:
    """How many waits had to be ended until there was an answer."""
    ended = 0
    while not asked.done():
        async with owner.connect() as connection:
            for (pid,) in (await connection.execute(text(WAITING))).all():
                await connection.execute(text(f"select {how}({pid})"))
                ended += 1
        await asyncio.sleep(0.02)
    return ended


@pytest.mark.parametrize("how", ["pg_cancel_backend", "pg_terminate_backend"])
@pytest.mark.parametrize("is_hot", [True, False])
async def test_a_wait_that_is_cut_short_has_no_known_end(
    world: World, owner: AsyncEngine, how: str, is_hot: bool
) -> None:
    student_id = await enrolled(world)
    event = {"type": "screening.completed", "on": str(world.today), "data": {}}
    api, path, body = (
        (world.agency, "/v1/referrals", referral(world, child={"first_name": "Another"}))
        if is_hot
        else (world.coordinator, f"/v1/students/{student_id}/events", event)
    )
    key = str(uuid4())
    async with no_standby(owner):
        asked = asyncio.create_task(api.post(path, body, key=key))
        assert await _end_the_wait(owner, how, asked) >= 1
    found = assert_problem(await asked, 503, "outcome-unknown")
    assert "Nothing was changed" not in found["detail"]
    assert "retry-after" in (await asked).headers
    again = await api.post(path, body, key=key)
    assert again.status_code == 201, again.text
    assert again.headers["idempotency-replayed"] == "true"


async def test_a_replay_that_no_standby_confirmed_is_none(world: World, owner: AsyncEngine) -> None:
    path = f"/v1/students/{await enrolled(world)}/events"
    event = {"type": "screening.completed", "on": str(world.today), "data": {}}
    first = await world.coordinator.post(path, event, key="once-and-again")
    assert first.status_code == 201, first.text
    async with no_standby(owner):
        asked = asyncio.create_task(world.coordinator.post(path, event, key="once-and-again"))
        assert await _end_the_wait(owner, "pg_cancel_backend", asked) >= 1
    assert_problem(await asked, 503, "outcome-unknown")
