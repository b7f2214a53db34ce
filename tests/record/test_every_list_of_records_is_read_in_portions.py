"""Every array of stored records is whole unless a limit is asked for, and the same one by one.

Each table has its one row copied beside it, so that a list has several to walk.
"""

import json
import re
from pathlib import Path
from uuid import UUID

from httpx import Response
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from tests.factories.api import Api
from tests.factories.county import furnish
from tests.factories.world import World
from tests.speed.clones import COLUMNS, KEYS, UNIQUE, UNIQUE_BY

HERE = Path(__file__).parents[2]
DOCUMENT, CONTRACT = HERE / "docs" / "lists.md", HERE / "openapi" / "openapi.json"
COPIES = 2
ORDERED = {"valid_from", "decided_on", "referred_on", "on_date", "from_on"}
"""Days that lists go by: one copy has the day of its original, the next the day before."""
FREED = {"enrolment": {"state": "'exited'", "exited_on": "r.referred_on"}}
"""Of what a child has one at a time, the copies are over."""
LISTED = (
    "case_pause", "contact", "document_version", "eligibility_decision", "enrolment", "equipment_funder",
    "equipment_item", "equipment_measurement", "equipment_trial", "health_entry", "plan_decision", "record_request",
    "residence", "service_line", "staff_credential", "student_name",
)  # fmt: skip
READERS = ("administrator", "supervisor", "coordinator", "district", "agency")


def _arrays() -> dict[str, set[str]]:
    """Paths that answer an array, each with what it can be asked for."""
    found = {}
    for path, operations in json.loads(CONTRACT.read_text())["paths"].items():
        get = operations.get("get", {})
        answer = get.get("responses", {}).get("200", {}).get("content", {})
        if answer.get("application/json", {}).get("schema", {}).get("type") == "array":
            found[path] = {p["name"] for p in get.get("parameters", [])}
    return found


def test_what_has_no_cursor_is_no_list_of_records_and_says_why() -> None:
    """The table of docs/lists.md, both ways."""
    table = re.findall(r"^\| `(/v1[^`]*|…/[^`]*)` \| \S", DOCUMENT.read_text(), re.MULTILINE)
    without = {path for path, asked in _arrays().items() if "cursor" not in asked}
    said = {p for p in without for t in table if p == t or p.endswith(t.replace("…", "", 1))}
    assert without == said
    assert [t for t in table if not any(p.endswith(t.removeprefix("…")) for p in without)] == []


async def _copy(connection: AsyncConnection, tenants: list[UUID], table: str) -> None:
    asked = {"table": f"eb.{table}"}
    columns = {r.name: r.type for r in await connection.execute(text(COLUMNS), asked)}
    keys = {r.name for r in await connection.execute(text(KEYS), asked)}
    unique = {c for names in await connection.scalars(text(UNIQUE), asked) for c in names} - keys
    values = {c: f"r.{c}" for c in columns}
    values |= {
        c: f"r.{c} {UNIQUE_BY[t]}" for c, t in columns.items() if c in unique and t in UNIQUE_BY
    }
    values |= {c: f"r.{c} - n / 2" for c in columns if c in ORDERED - unique}
    values |= {"id": "gen_random_uuid()"} | FREED.get(table, {})
    await connection.execute(
        text(
            f"insert into eb.{table} ({', '.join(values)}) select {', '.join(values.values())}"  # noqa: S608 - names of the catalog
            f" from eb.{table} r, generate_series(1, {COPIES}) n"
            " where r.tenant_id = any(:tenants) on conflict do nothing"
        ),
        {"tenants": tenants},
    )


async def _fill(world: World, owner: AsyncEngine) -> None:
    async with owner.begin() as connection:
        await connection.execute(text("set local session_replication_role = replica"))
        for table in LISTED:
            await _copy(connection, [world.program_id, world.district_id], table)


async def _readable(world: World, path: str) -> tuple[Api, Response]:
    """By the first of whom it is not refused."""
    for who in READERS:
        answer = await world.api(who).get(path)
        if answer.status_code == 200:
            return world.api(who), answer
    raise AssertionError(path, answer.text)


async def test_one_by_one_is_the_whole_list(world: World, owner: AsyncEngine) -> None:
    ids = (await furnish(world)).ids
    await _fill(world, owner)
    several: set[str] = set()
    for path in (path for path, asked in _arrays().items() if "cursor" in asked):
        api, whole = await _readable(world, path.format(**ids))
        assert "link" not in whole.headers
        rows, where = [], f"{path.format(**ids)}?limit=1"
        while where:
            page = await api.get(where)
            assert (page.status_code, len(page.json())) <= (200, 1), (where, page.text)
            rows += page.json()
            where = page.links.get("next", {}).get("url", "")
        assert rows == whole.json(), path
        if len(rows) > COPIES:
            several.add(path.rsplit("/")[-1])
    assert several >= {
        "enrolments",
        "residences",
        "pauses",
        "health-entries",
        "credentials",
        "eligibility-decisions",
    }
    assert several >= {
        "services",
        "versions",
        "equipment-funders",
        "partners",
        "contacts",
        "names",
        "trials",
    }
