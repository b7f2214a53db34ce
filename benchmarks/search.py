"""What a search costs the database, and an export the service.

    .venv/bin/python -m benchmarks.search --students 200000

Processor time of the one database process, the record of access included, its
flush to disk not: the calls run in one transaction, as the application's role.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import select
from sqlmodel import col

from app.db import Caller, Database
from app.models.student import Student
from app.services.queries import export
from benchmarks import county, store
from benchmarks.processor import seconds_of

CALLS = 300
SEARCH = "select * from eb.search_students($1, 'supervisor', '{supervisor}', true, 'benchmark', false, $2, $3, $4, null, 20)"
ALIKE = "select student_id from eb.lookalikes($1, $2, '{}', null, '{}', false, 100)"
ON_RECEIPT = "select eb.alike_on_receipt($1)"
PEOPLE = """
select id, first_name, last_name, born_on, external_ids->0->>'value' as uci
  from eb.student where tenant_id = $1 order by md5(id::text) limit $2"""
Asked = tuple[str | None, Any, str | None]


async def main(server: str, students: int) -> None:
    url = await store.filled(server, students)
    async with store.connected(url) as connection:
        await county.empty_trails(connection)
        program = (await county.look_around(connection, 1)).supervisor
        people = await connection.fetch(PEOPLE, program.tenant_id, CALLS)
        await _searches(connection, program.tenant_id, people)
        await _lookalikes(connection, program.tenant_id, people)
    await _exports(url, students, Caller(program.tenant_id, program.subject, tuple(program.roles)))


async def _lookalikes(connection: asyncpg.Connection, program: UUID, people: list[Any]) -> None:
    """Children who are on file, referred again with a slip in the family name: as a referral's duplicates are found."""
    pid = await connection.fetchval("select pg_backend_pid()")
    await connection.execute("set role eb_app")
    asked = [
        (json.dumps([{"first": p["first_name"], "last": _slip(p["last_name"])}]), p["born_on"])
        for p in people
    ]
    candidates = known = 0
    async with connection.transaction():
        await connection.execute("select eb.enter($1)", program)
        for values in asked[:20]:
            await connection.fetch(ALIKE, *values)
        before = seconds_of(pid)
        for p, values in zip(people, asked, strict=True):
            found = await connection.fetch(ALIKE, *values)
            candidates += len(found)
            known += p["id"] in {row["student_id"] for row in found}
        spent = seconds_of(pid) - before
        before = seconds_of(pid)
        for p in people:
            child = {key: str(p[key]) for key in ("first_name", "last_name", "born_on")}
            await connection.fetchval(ON_RECEIPT, json.dumps(child))
        on_receipt = seconds_of(pid) - before
    await connection.execute("reset role")
    print(
        f"{'possible duplicates':32} {spent / CALLS * 1000:6.2f} ms  {known / CALLS:6.1%} found the very child, "
        f"among {candidates / CALLS:.0f} who are then scored"
    )
    print(f"{'the look on receipt':32} {on_receipt / CALLS * 1000:6.2f} ms")


async def _searches(connection: asyncpg.Connection, program: UUID, people: list[Any]) -> None:
    kinds: dict[str, Callable[[Any], Asked]] = {
        "beginning of a family name": lambda p: (p["last_name"][:5], None, None),
        "whole name": lambda p: (f"{p['first_name']} {p['last_name']}", None, None),
        "one slip in the family name": lambda p: (_slip(p["last_name"]), None, None),
        "one slip in a whole name": lambda p: (
            f"{p['first_name']} {_slip(p['last_name'])}",
            None,
            None,
        ),
        "name and birth date": lambda p: (p["last_name"][:4], p["born_on"], None),
        "identifier": lambda p: (None, None, p["uci"]),
    }
    pid = await connection.fetchval("select pg_backend_pid()")
    await connection.execute("set role eb_app")
    for name, of in kinds.items():
        asked = [of(p) for p in people]
        await _read_once(connection, program, asked)
        async with connection.transaction():
            before, found = seconds_of(pid), 0
            for values in asked:
                row = await connection.fetchrow(SEARCH, program, *values)
                found += row["items"] != "[]"
        cost = (seconds_of(pid) - before) / len(asked) * 1000
        print(f"{name:32} {cost:6.2f} ms  {found / len(asked):6.1%} found something")
    await connection.execute("reset role")


async def _read_once(connection: asyncpg.Connection, program: UUID, asked: list[Asked]) -> None:
    """As in a program at work: its pages are in memory; what is recorded of these is taken back."""
    once = connection.transaction()
    await once.start()
    for values in asked:
        await connection.fetchrow(SEARCH, program, *values)
    await once.rollback()


def _slip(name: str) -> str:
    """Two letters in the middle exchanged, or one doubled where they are the same."""
    at = len(name) // 2
    if name[at - 1] == name[at]:
        return name[:at] + name[at] + name[at:]
    return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]


async def _exports(url: str, students: int, caller: Caller) -> None:
    database = Database(url, role="eb_app", size=4, wait_seconds=5)
    await database.open()
    try:
        await _timed("read once before", _copied(database, caller))
        ours = await _timed("COPY through the queue", _copied(database, caller))
        theirs = await _timed("row by row through the ORM", _mapped(database, caller))
        print(f"{theirs / ours:.1f} times as fast, {students} students")
    finally:
        await database.close()


async def _copied(database: Database, caller: Caller) -> Any:
    rows = await database.copy_out(
        export.ndjson("students"), caller, caller.tenant_id, is_csv=False
    )
    async for portion in rows:
        yield portion


async def _mapped(database: Database, caller: Caller) -> Any:
    async with database.session(caller) as db:
        query = select(Student).where(col(Student.tenant_id) == caller.tenant_id)
        async for row in await db.stream_scalars(query.execution_options(yield_per=500)):
            yield row.model_dump_json().encode() + b"\n"


async def _timed(name: str, portions: Any) -> float:
    begun = time.perf_counter()
    first, size, resident = 0.0, 0, _resident()
    most = resident
    async for portion in portions:
        first = first or time.perf_counter() - begun
        size += len(portion)
        most = max(most, _resident()) if size % 50 == 0 or len(portion) > 9999 else most
    seconds = time.perf_counter() - begun
    print(
        f"{name:32} {seconds:6.2f} s, first byte {first * 1000:.0f} ms, {size / 1e6:.0f} MB, +{(most - resident) / 1e6:.1f} MB"
    )
    return seconds


def _resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=200_000)
    asked = parser.parse_args()
    with store.server() as url:
        asyncio.run(main(url, asked.students))
