"""Lists go by an index: what a page touches does not depend on how many requests or loans there are."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import pytest
from fastapi import FastAPI
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.db import as_asyncpg_dsn
from tests.factories.equipment import on_the_case
from tests.factories.loan import on_shelf
from tests.factories.referral import enrolled
from tests.factories.world import World, make_world

MANY, OWN = 20_000, 60
MOST_TOUCHED = 120
"""Pages of eight kilobytes, for fifty rows."""
REQUESTS = """
insert into eb.equipment_request
  (tenant_id, id, student_id, kind, state, need, source, identified_on, stage_on, alert_on, next_on)
select :t, gen_random_uuid(), :s,
       (array['seating', 'standing', 'vision'])[1 + n % 3], (array['identified', 'ready', 'in_use', 'closed'])[1 + n % 4],
       'x', 'visit', current_date - n % 700, current_date - n % 300,
       case when n % 4 < 2 then current_date + 10 - n % 290 end, case when n % 4 = 2 then current_date + n % 200 end
  from generate_series(1, :n) n
"""
TABLES = {"loan": "loan", "forecast": "equipment_item"}
LOANS = """
insert into eb.loan (tenant_id, id, item_id, student_id, state, from_on, until_on)
select :t, gen_random_uuid(), :i, :s, case when n < 3 then 'out' else 'returned' end,
       current_date - 9 * n, current_date - 9 * n + 5
  from generate_series(1, 4000) n
"""
ITEMS = """
insert into eb.equipment_item
  (tenant_id, id, request_id, student_id, kind, name, reason, funding, fits_part, fits_until, outgrows_on, outgrows_by,
   is_watched)
select tenant_id, gen_random_uuid(), id, student_id, kind, 'x', 'x', 'approved', 'seat_width', 25, stage_on, 'typical',
       state = 'in_use'
  from eb.equipment_request where tenant_id = :t and state in ('in_use', 'ready')
"""
LISTS = [
    "/v1/equipment-requests", "/v1/equipment-requests?kind=vision", "/v1/equipment-requests?student_id={student_id}",
    "/v1/worklists/equipment?state=ready", "/v1/worklists/equipment-late", "/v1/worklists/equipment-due",
    "/v1/loans", "/v1/loans?student_id={student_id}", "/v1/worklists/loans-due",
    "/v1/equipment-forecast?until=2099-12-31",
]  # fmt: skip


@contextmanager
def heard(app: FastAPI, table: str) -> Iterator[list[tuple[str, Any]]]:
    """Statements that read a table, as the application sends them."""
    found: list[tuple[str, Any]] = []
    engine = app.state.database.engine.sync_engine

    def listen(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if f"FROM eb.{table}" in statement:
            found.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", listen)


async def _plan(url: str, world: World, statement: str, parameters: Any) -> dict[str, Any]:
    connection = await asyncpg.connect(as_asyncpg_dsn(url))
    try:
        async with connection.transaction():
            await connection.execute("set local role eb_app")
            await connection.execute("set local search_path = eb")
            await connection.execute(f"set local app.tenant_id = '{world.program_id}'")
            asked = f"explain (analyze, buffers, format json) {statement}"
            said = await connection.fetchval(asked, *parameters)
    finally:
        await connection.close()
    plan: dict[str, Any] = json.loads(said)[0]["Plan"]
    return plan


@pytest.fixture(scope="module")
async def full(app: FastAPI, owner: Any) -> Any:
    world = await make_world(app, owner)
    student_id = await enrolled(world)
    item = await on_shelf(world)
    own_id = await enrolled(world, child={"first_name": "Berta", "last_name": "Quint"})
    await on_the_case(world, own_id)
    await world.change(REQUESTS, t=world.program_id, s=student_id, n=MANY)
    await world.change(REQUESTS, t=world.program_id, s=own_id, n=OWN)
    await world.change(LOANS, t=world.program_id, s=student_id, i=item["id"])
    await world.change(ITEMS, t=world.program_id)
    await world.change("analyze eb.equipment_request, eb.equipment_item, eb.loan")
    yield world, {"supervisor": student_id, "therapist": own_id}
    await world.close()


@pytest.mark.parametrize("who", ["supervisor", "therapist"])
@pytest.mark.parametrize("path", LISTS)
async def test_a_page_is_read_by_its_index(
    path: str, who: str, app: FastAPI, database_url: str, full: tuple[World, dict[str, str]]
) -> None:
    """By whoever sees the program, and by one whose caseload is a needle in it."""
    world, students = full
    api = world.api(who)
    table = next((t for word, t in TABLES.items() if word in path), "equipment_request")
    address = path.format(student_id=students[who])
    with heard(app, table) as found:
        first = await api.get(address)
        assert first.status_code == 200, first.text
        cursor = first.json()["next_cursor"]
        if cursor:
            glue = "&" if "?" in address else "?"
            assert (await api.get(f"{address}{glue}cursor={cursor}")).status_code == 200
    assert found
    for statement, parameters in found:
        plan = await _plan(database_url, world, statement, parameters)
        touched = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
        assert touched <= MOST_TOUCHED, json.dumps(plan, indent=1)[:4000]


async def test_asking_for_a_caseload_is_not_taken_for_as_cheap_as_a_comparison(
    owner: AsyncEngine,
) -> None:
    """Else a plan that filters a few rows asks for it once a row: a page of fifty took 150 ms in a small program."""
    query = "select proname from pg_proc where proname in ('caseload_of', 'files_of') and procost >= 10000"
    async with owner.connect() as connection:
        assert len((await connection.execute(text(query))).all()) == 2
