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

import asyncpg
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlmodel import col

from app.db import Caller, Database
from app.migrate import migrate
from app.models.student import Student
from app.services.queries import export
from benchmarks import names, store
from benchmarks.processor import seconds_of

CALLS = 300
SEARCH = "select * from eb.search_students($1, 'bench', '{administrator}', true, 'benchmark', false, $2, $3, $4, null, 20)"
ALIKE = "select student_id from eb.lookalikes($1, $2, '{}', null, '{}', false, 100)"
Asked = tuple[str | None, Any, str | None]


async def main(server: str, students: int) -> None:
    name = f"names_{students}"
    async with store.connected(server) as connection:
        await connection.execute(f"drop database if exists {name} with (force)")
        await connection.execute(f"create database {name}")
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    await migrate(url)
    async with store.connected(url) as connection:
        seconds = await names.fill(connection, students)
        print(f"{students} students in {seconds:.0f} s, {seconds / students * 1e6:.0f} us each")
        people = await connection.fetch(
            "select first_name, last_name, born_on, external_ids->0->>'value' as uci from eb.student order by md5(id::text) limit $1",
            CALLS,
        )
        await _searches(connection, people)
        await _lookalikes(connection)
    await _exports(url, students)
    async with store.connected(server) as connection:
        await connection.execute(f"drop database {name} with (force)")


async def _lookalikes(connection: asyncpg.Connection) -> None:
    """Children who are on file, referred again with a slip in the family name: as a referral's duplicates are found."""
    people = await connection.fetch(
        "select id, first_name, last_name, born_on from eb.student order by md5(id::text) limit $1",
        CALLS,
    )
    pid = await connection.fetchval("select pg_backend_pid()")
    await connection.execute("set role eb_app")
    asked = [
        (json.dumps([{"first": p["first_name"], "last": _slip(p["last_name"])}]), p["born_on"])
        for p in people
    ]
    candidates = known = 0
    async with connection.transaction():
        await connection.execute("select eb.enter($1)", names.TENANT)
        for values in asked[:20]:
            await connection.fetch(ALIKE, *values)
        before = seconds_of(pid)
        for p, values in zip(people, asked, strict=True):
            found = await connection.fetch(ALIKE, *values)
            candidates += len(found)
            known += p["id"] in {row["student_id"] for row in found}
        spent = seconds_of(pid) - before
    await connection.execute("reset role")
    print(
        f"{'possible duplicates':32} {spent / CALLS * 1000:6.2f} ms  {known / CALLS:6.1%} found the very child, "
        f"among {candidates / CALLS:.0f} who are then scored"
    )


async def _searches(connection: asyncpg.Connection, people: list[Any]) -> None:
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
        async with connection.transaction():
            for values in asked[:20]:
                await connection.fetchrow(SEARCH, names.TENANT, *values)
            before, found = seconds_of(pid), 0
            for values in asked:
                row = await connection.fetchrow(SEARCH, names.TENANT, *values)
                found += row["items"] != "[]"
        cost = (seconds_of(pid) - before) / len(asked) * 1000
        print(f"{name:32} {cost:6.2f} ms  {found / len(asked):6.1%} found something")
    await connection.execute("reset role")


def _slip(name: str) -> str:
    """Two letters in the middle exchanged, or one doubled where they are the same."""
    at = len(name) // 2
    if name[at - 1] == name[at]:
        return name[:at] + name[at] + name[at:]
    return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]


async def _exports(url: str, students: int) -> None:
    database = Database(url, role="eb_app", size=4, wait_seconds=5)
    await database.open()
    caller = Caller(names.TENANT, "bench", ("administrator",))
    try:
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
