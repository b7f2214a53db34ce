"""Exports: whole, in both formats, safe for a spreadsheet, on the record of access, flat in memory."""

import asyncio
import csv
import io
import json
import tracemalloc
from typing import Any

import pytest

from app.db import Caller
from app.portions import MOST_WAITING, SIZE, Portions
from app.services.queries import export
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.student import add_students
from tests.factories.world import World

KINDS = ("students", "contacts", "enrolments", "referrals", "events")


async def _lines(world: World, kind: str) -> list[dict[str, Any]]:
    response = await world.administrator.get(f"/v1/exports/{kind}")
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in response.text.splitlines()]


async def test_each_kind_is_exported_whole(world: World) -> None:
    student_id = await enrolled(
        world, child={"first_name": 'Zoë "Z" \\ x', "last_name": "O'Brien, jr."}
    )
    (student,) = await _lines(world, "students")
    assert (student["id"], student["first_name"]) == (student_id, 'Zoë "Z" \\ x')
    for kind in ("contacts", "enrolments", "events"):
        rows = await _lines(world, kind)
        assert rows
        assert {r["student_id"] for r in rows} == {student_id}
    (referral,) = await _lines(world, "referrals")
    assert referral["submitted"]["child"]["last_name"] == "O'Brien, jr."


@pytest.mark.parametrize("kind", KINDS)
async def test_a_table_has_the_same_rows_and_runs_no_formula(world: World, kind: str) -> None:
    for first in ("=HYPERLINK(A1)", "+Quist", "@SUM(B)", "＝Zorro", "-Mbeki"):
        await enrolled(
            world, child={"first_name": first, "last_name": first + "x", "born_on": "2025-03-01"}
        )
    response = await world.administrator.get(f"/v1/exports/{kind}", params={"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert len(rows) == len(await _lines(world, kind))
    assert not [c for r in rows for c in r.values() if c.startswith(("=", "+", "-", "@", "＝"))]


async def test_an_empty_export_is_empty(world: World) -> None:
    assert await _lines(world, "students") == []
    table = await world.administrator.get("/v1/exports/students", params={"format": "csv"})
    assert table.text.startswith("id,version,first_name")


async def test_only_an_administrator_exports(world: World) -> None:
    for who in (
        "coordinator",
        "therapist",
        "supervisor",
        "intake",
        "auditor",
        "agency",
        "district",
    ):
        assert_problem(await world.api(who).get("/v1/exports/students"), 403, "forbidden")
    assert_problem(await world.administrator.get("/v1/exports/secrets"), 422, "invalid-request")


async def test_an_export_stands_on_every_childs_record_of_access(world: World) -> None:
    student_id = await enrolled(world)
    await _lines(world, "students")
    said = (await world.supervisor.get(f"/v1/students/{student_id}/access-log")).json()["items"]
    assert said[0]["resource"] == "export" or "export" in {a["resource"] for a in said}


async def test_no_other_programs_rows_are_among_them(world: World, other: World) -> None:
    await enrolled(other)
    for kind in KINDS:
        assert await _lines(world, kind) == []


async def test_a_reader_that_waits_makes_the_writer_wait() -> None:
    portions = Portions()

    async def writer() -> None:
        for _ in range(200):
            await portions.write(b"x" * SIZE)
        await portions.close()

    job = asyncio.create_task(writer())
    first = await portions.next(job)
    await asyncio.sleep(0.05)
    assert portions.waiting <= MOST_WAITING
    assert sum([len(p) async for p in portions.rest(job, first)]) == 200 * SIZE


async def test_a_writer_that_fails_breaks_the_stream() -> None:
    portions = Portions()

    async def writer() -> None:
        await portions.write(b"x")
        raise OSError("gone")

    job = asyncio.create_task(writer())
    first = await portions.next(job)
    with pytest.raises(OSError, match="gone"):
        [p async for p in portions.rest(job, first)]


async def test_a_large_export_comes_in_portions(world: World) -> None:
    await add_students(world, 3000)
    async with world.administrator.http.stream("GET", "/v1/exports/students") as response:
        sizes = [len(portion) async for portion in response.aiter_raw()]
    assert sum(sizes) > 10 * SIZE


async def test_its_memory_does_not_grow_with_the_program(world: World) -> None:
    """At most a queue of portions more, whatever the size: the goal is 30 MB."""
    database, caller = (
        world.app.state.database,
        Caller(world.program_id, world.people["administrator"].subject, ("administrator",)),
    )
    peaks = []
    for more in (2_000, 10_000):
        await world.change(
            """insert into eb.student (tenant_id, id, first_name, last_name, born_on, jurisdiction)
               select :t, eb.new_id(), 'N', 'N' || n, date '2024-01-01', 'us-ca' from generate_series(1, :n) n""",
            t=world.program_id, n=more,
        )  # fmt: skip
        tracemalloc.start()
        rows = await database.copy_out(
            export.ndjson("students"), caller, world.program_id, is_csv=False
        )
        size = sum([len(portion) async for portion in rows])
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert size > 12_000 * 300
    assert max(peaks) < 4 * MOST_WAITING * SIZE < 30_000_000, peaks
