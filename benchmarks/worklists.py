"""What the lists of equipment read, by whoever sees the program and by a therapist, at several numbers of requests.

    .venv/bin/python -m benchmarks.worklists --requests 20000 1000000

Each statement is the one that the application sends, explained as its role the second
time that it runs: pages of eight kilobytes touched, milliseconds, the scan it begins with.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from app.auth import Actor, scopes_of
from app.db import Database, driver_of
from app.directory import Home
from app.migrate import migrate
from app.models.fields import new_id
from app.models.words.equipment import EquipmentState
from app.services import worklist
from app.services.equipment import forecast, waiting
from app.services.equipment import request as requests
from app.services.loan import lend
from benchmarks import store

CASELOAD, EACH = 70, 10
"""Students of a therapist, and requests of a student: more than any has, so that a caseload is no needle."""
PORTION = 20_000
STATES = [s.value for s in EquipmentState]
PEOPLE = """
insert into eb.organisation (id, kind, name, jurisdiction, time_zone)
values (:t, 'program', 'Benchmark', 'us-ca', 'America/Los_Angeles');
insert into eb.principal (tenant_id, id, kind, subject, name, roles) values
  (:t, eb.new_id(), 'person', 'supervisor', 'Supervisor', '{supervisor}'),
  (:t, :me, 'person', 'therapist', 'Therapist', '{therapist}')
"""
STUDENTS = """
insert into eb.student (tenant_id, id, first_name, last_name, born_on, jurisdiction)
select $1, eb.new_id(), 'Child', 'Of ' || n, current_date - 60 - n % 1000, 'us-ca' from generate_series(1, $2::int) n
"""
CASES = """
insert into eb.assignment (tenant_id, id, student_id, principal_id, role, from_on)
select $1, eb.new_id(), id, $2, 'therapist', current_date - 90
  from (select id from eb.student where tenant_id = $1 order by md5(id::text) limit $3) mine
"""
REQUESTS = """
insert into eb.equipment_request
  (tenant_id, id, student_id, kind, state, need, source, identified_on, stage_on, alert_on, next_on, in_use_on, ended_on)
select $1, eb.new_id(), s.id, (array['seating', 'standing', 'vision', 'hearing'])[1 + n % 4], x.state, 'x', 'visit',
       current_date - 700 + n % 500, current_date - n % 200,
       case when x.is_open then current_date + 20 - n % 90 end,
       case when x.is_open and n % 3 = 0 then current_date - 30 + n % 90 end,
       case when x.state in ('in_use', 'repair', 'outgrown', 'retired') then current_date - n % 200 end,
       case when x.state in ('retired', 'dropped', 'closed') then current_date - n % 200 end
  from (select id, row_number() over () - 1 as place from eb.student where tenant_id = $1 order by id offset $2 limit $3) s
 cross join generate_series(1, $4::int) k
 cross join lateral (select ((s.place + $2) * $4 + k * 7)::int as n) y
 cross join lateral (select ($5::text[])[1 + n % cardinality($5::text[])] as state) z
 cross join lateral (select z.state, z.state not in ('in_use', 'retired', 'dropped', 'closed') as is_open) x
"""
PARTS = """
insert into eb.equipment_stage (tenant_id, id, request_id, student_id, kind, state, from_on, to_on)
select tenant_id, eb.new_id(), id, student_id, kind, 'identified', identified_on, stage_on
  from eb.equipment_request where tenant_id = $1;
insert into eb.equipment_stage (tenant_id, id, request_id, student_id, kind, state, from_on, to_on)
select tenant_id, eb.new_id(), id, student_id, kind, state, stage_on, ended_on
  from eb.equipment_request where tenant_id = $1;
insert into eb.equipment_item
  (tenant_id, id, request_id, student_id, kind, name, reason, funding, fits_part, fits_until, outgrows_on, outgrows_by,
   is_watched)
select tenant_id, eb.new_id(), id, student_id, kind, 'x', 'x', 'approved', 'seat_width', 25, stage_on + 100, 'typical',
       state in ('ordered', 'delayed', 'delivered', 'fitted', 'trained', 'in_use', 'repair')
  from eb.equipment_request where tenant_id = $1;
insert into eb.loan_item
  (tenant_id, id, kind, name, manufacturer, model, model_key, serial_number, state, condition)
select tenant_id, id, kind, 'x', 'x', 'x', 'x/x', id::text, 'available', 'good'
  from eb.equipment_request where tenant_id = $1 and state in ('in_use', 'submitted');
insert into eb.loan (tenant_id, id, item_id, student_id, state, from_on, until_on)
select tenant_id, eb.new_id(), id, student_id, case when state = 'in_use' then 'returned' else 'out' end,
       stage_on, stage_on + 190
  from eb.equipment_request where tenant_id = $1 and state in ('in_use', 'submitted')
"""
Ask = Callable[[AsyncSession, Actor], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Cost:
    blocks: int
    ms: float
    begins: str


@dataclass(frozen=True, slots=True)
class Program:
    home: Home
    student_id: UUID

    def actor(self, role: str) -> Actor:
        return Actor(self.home, role, (role,), scopes_of((role,)))


async def main(server: str, sizes: list[int]) -> None:
    costs = [await _measured(server, size) for size in sizes]
    print(f"{'':10} {'':44} " + " ".join(f"{size:>18,}" for size in sizes))
    for who, name in costs[0]:
        found = [cost[who, name] for cost in costs]
        said = " ".join(f"{c.blocks:>8} {c.ms:>6.2f} ms" for c in found)
        print(f"{who:10} {name:44} {said}  {found[-1].begins}")


async def _measured(server: str, size: int) -> dict[tuple[str, str], Cost]:
    name = f"equipment_{size}"
    async with store.connected(server) as connection:
        await connection.execute(f"drop database if exists {name} with (force)")
        await connection.execute(f"create database {name}")
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    await migrate(url)
    async with store.connected(url) as connection:
        program = await _fill(connection, size)
    database = Database(url, role="eb_app", size=2, wait_seconds=5)
    await database.open()
    try:
        return {
            (role, named): cost
            for role in ("supervisor", "therapist")
            for named, cost in (await _asked(database, program, role)).items()
        }
    finally:
        await database.close()
        async with store.connected(server) as connection:
            await connection.execute(f"drop database {name} with (force)")


async def _fill(connection: asyncpg.Connection, size: int) -> Program:
    home = Home(new_id(), "program", "Benchmark", "us-ca", "America/Los_Angeles")
    therapist, students = new_id(), size // EACH
    people = PEOPLE.replace(":t", f"'{home.id}'").replace(":me", f"'{therapist}'")
    await connection.execute(people)
    await connection.execute("select set_config('app.tenant_id', $1, false)", str(home.id))
    for done in range(0, students, PORTION):
        await connection.execute(STUDENTS, home.id, min(PORTION, students - done))
    await connection.execute(CASES, home.id, therapist, CASELOAD)
    for done in range(0, students, PORTION):
        await connection.execute(REQUESTS, home.id, done, PORTION, EACH, STATES)
    for statement in PARTS.split(";\n"):
        await connection.execute(statement, home.id)
    await connection.execute("vacuum analyze")
    student_id = await connection.fetchval(
        "select student_id from eb.assignment where tenant_id = $1 limit 1", home.id
    )
    return Program(home, student_id)


async def _asked(database: Database, program: Program, role: str) -> dict[str, Cost]:
    actor, costs = program.actor(role), {}
    for name, ask in _questions(program, actor).items():
        async with database.session(actor.caller) as db:
            with _heard(database.engine) as sent:
                await ask(db, actor)
            costs[name] = await _cost(db, *sent)
    return costs


def _questions(program: Program, actor: Actor) -> dict[str, Ask]:
    """Each worklist's count, each list's first page and one from its midst, and where the wait is."""
    today = actor.today()
    midst = (today - timedelta(days=100), UUID(int=0))
    ahead = (today + timedelta(days=10), UUID(int=0))
    far = today + timedelta(days=900)
    found: dict[str, Ask] = {
        f"count {w.name}": lambda db, a, w=w: worklist.queries.count(
            db, w.waiting(a, db.info["principal_id"]), worklist.MOST_COUNTED
        )
        for w in worklist.WORKLISTS
        if w.name.startswith(("equipment", "loans"))
    }
    for state in (EquipmentState.SUBMITTED, EquipmentState.IN_USE, EquipmentState.CLOSED):
        for at in (None, midst):
            found[f"stage {state} {_of(at)}"] = lambda db, a, s=state, at=at: requests.waiting_for(
                db, a, s, 50, at
            )
    student: dict[str, Any] = {"student_id": program.student_id}
    pages: dict[str, Callable[[Any], Ask]] = {
        "requests": lambda at: lambda db, a: requests.list_for(db, a, {}, 50, at),
        "requests of a kind": lambda at: lambda db, a: requests.list_for(db, a, {"kind": "vision"}, 50, at),
        "requests of a student": lambda at: lambda db, a: requests.list_for(db, a, student, 50, at),
        "late": lambda at: lambda db, a: requests.late_for(db, a, 50, at),
        "due": lambda at: lambda db, a: requests.due_for(db, a, far, 50, at),
        "forecast": lambda at: lambda db, a: forecast.list_for(db, a, far, 50, at),
        "loans": lambda at: lambda db, a: lend.list_for(db, a, {}, 50, at),
        "loans due": lambda at: lambda db, a: lend.due_for(db, a, far, 50, at),
    }  # fmt: skip
    for name, page in pages.items():
        for at in (None, ahead if name in {"due", "forecast", "loans due"} else midst):
            found[f"{name} {_of(at)}"] = page(at)
    found["the ten longest"] = lambda db, a: waiting.queries.longest(
        db, a, db.info["principal_id"], today
    )
    return found


def _of(at: Any) -> str:
    return "page 1" if at is None else "midst"


@contextmanager
def _heard(engine: AsyncEngine) -> Iterator[list[tuple[str, Any]]]:
    """Statements that read equipment or loans."""
    found: list[tuple[str, Any]] = []

    def listen(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if "FROM eb.equipment" in statement or "FROM eb.loan" in statement:
            found.append((statement, parameters))

    event.listen(engine.sync_engine, "before_cursor_execute", listen)
    try:
        yield found
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", listen)


async def _cost(db: AsyncSession, sent: tuple[str, Any]) -> Cost:
    statement, parameters = sent
    said = await (await driver_of(db)).fetchval(
        f"explain (analyze, buffers, format json) {statement}", *parameters
    )
    (whole,) = said
    plan = whole["Plan"]
    return Cost(
        plan["Shared Hit Blocks"] + plan["Shared Read Blocks"],
        whole["Execution Time"],
        _begins(plan),
    )


def _begins(plan: dict[str, Any]) -> str:
    """The node that reads the table, and whether anything sorts above it."""
    nodes = [plan["Node Type"]]
    while plan.get("Plans"):
        plan = plan["Plans"][-1]
        nodes.append(plan["Node Type"])
    sorts = " under a sort" if any("Sort" in n for n in nodes) else ""
    return f"{nodes[-1]} {plan.get('Index Name', plan.get('Relation Name', ''))}{sorts}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, nargs="+", default=[20_000, 1_000_000])
    asked = parser.parse_args()
    with store.server() as url:
        asyncio.run(main(url, asked.requests))
