"""A thing that comes into the closet while a recall of its model is published or withdrawn: marked, or not, as the recall stands after both."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.equipment.test_a_recall_finds_every_holder import RECALLS, changed, recalled
from tests.equipment.test_a_recall_of_the_wrong_model_is_taken_back_whole import withdraw
from tests.factories.equipment import begun, made
from tests.factories.loan import on_shelf
from tests.factories.world import World

WAITING = """
    select count(*) from pg_stat_activity
     where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0"""
SAME = """
    insert into eb.loan_item (tenant_id, id, kind, name, manufacturer, model, model_key, serial_number, state, condition)
    select tenant_id, gen_random_uuid(), kind, name, manufacturer, model, model_key, :serial, state, condition
      from eb.loan_item where tenant_id = :t limit 1"""


async def until_waiting(world: World, sessions: int, *unless: asyncio.Task[Any]) -> None:
    """So many sessions wait for another, or one of the tasks that may need no waiting is done."""
    for _ in range(500):
        if (await world.look(WAITING))[0][0] >= sessions or any(t.done() for t in unless):
            return
        await asyncio.sleep(0.02)
    pytest.fail(f"{sessions} sessions never waited")


@asynccontextmanager
async def half_added(world: World, serial: str) -> AsyncIterator[asyncio.Task[dict[str, Any]]]:
    """Somebody adds a thing, and knows already by which recall it is meant; another session keeps it from its place."""
    async with world.owner.connect() as other:
        await _take_its_place(world, other, serial)
        adding = asyncio.create_task(on_shelf(world, serial_number=serial))
        await until_waiting(world, 1, adding)
        try:
            yield adding
        finally:
            await other.rollback()


async def _take_its_place(world: World, other: AsyncConnection, serial: str) -> None:
    await other.execute(text(SAME), {"t": world.program_id, "serial": serial})


async def marked_by(world: World, item: dict[str, Any]) -> str | None:
    found: str | None = made(await world.supervisor.get(f"/v1/loan-items/{item['id']}"))[
        "recall_id"
    ]
    return found


async def test_a_recall_that_is_withdrawn_meanwhile_leaves_no_mark(world: World) -> None:
    await on_shelf(world)
    recall = await recalled(world)
    async with half_added(world, str(uuid4())) as adding:
        withdrawing: asyncio.Task[httpx.Response] = asyncio.create_task(withdraw(world, recall))
        await until_waiting(world, 2, withdrawing)
    item = await adding
    assert made(await withdrawing)["state"] == "withdrawn"
    assert await marked_by(world, item) is None


async def test_a_recall_that_is_published_meanwhile_marks_it(world: World) -> None:
    await on_shelf(world)
    async with half_added(world, str(uuid4())) as adding:
        publishing = asyncio.create_task(recalled(world))
        await until_waiting(world, 2, publishing)
    item, recall = await adding, await publishing
    assert await marked_by(world, item) == recall["id"]


@pytest.mark.parametrize("act", ["publish", "withdraw"])
async def test_who_names_an_item_meanwhile_neither_misses_it_nor_stands_in_its_way(
    world: World, act: str
) -> None:
    story = await begun(world)
    before = None if act == "publish" else await recalled(world)
    label = {"manufacturer": "Rollwell", "model": "Cub 2", "owner": "family"}
    asked = withdraw(world, before) if before else recalled(world)
    item, _ = await asyncio.gather(changed(story, **label), asked)
    [recall] = (await world.supervisor.get(RECALLS)).json()["items"]
    after = made(await story.api.get(f"{story.path}/items/{item['id']}"))
    assert after["recall_id"] == (recall["id"] if act == "publish" else None)
