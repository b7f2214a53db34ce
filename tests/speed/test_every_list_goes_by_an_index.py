"""The plans of every list, whatever it is asked for, in a program of a hundred thousand children.

Each list is asked over the API; what it says to the database is explained as
the application's role. No table is read whole, and no more than a few pages.
"""

import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from fastapi import FastAPI
from httpx import Response
from pydantic import SecretStr
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from app.db import as_asyncpg_dsn
from app.main import create_app
from app.settings import Settings
from tests.factories.api import Api
from tests.factories.county import furnish
from tests.factories.database import migrated
from tests.factories.world import World, make_world
from tests.speed.clones import fill
from tests.speed.plans import nodes

COPIES = 6_000
"""Of everything; a plan is the same as with more."""
MOST = dict.fromkeys(("student", "deadline", "case_event", "task"), 100_000)
"""Of what there is most of. All of it at that number would take fifty seconds of processor time."""
MOST_ROWS = 600
"""That one node of a plan may read: a file's worth, not a program's."""
REPORTS = {"/v1/arrivals", "/v1/caseloads", "/v1/indicators/{code}/children"}
"""They count over everything that is asked for."""


@dataclass
class Large:
    """A large program, its application, and a session that explains."""

    world: World
    app: FastAPI
    ids: dict[str, str]
    explaining: asyncpg.Connection
    filled: dict[str, int]
    explained: set[tuple[str, str]] = field(default_factory=set)


@pytest.fixture(scope="module")
async def large_url(server_url: str) -> AsyncIterator[str]:
    """A database of its own: so many rows would slow every other test."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    async with migrated(server_url, f"eb_lists_{worker}") as url:
        yield url


@pytest.fixture(scope="module")
async def large(large_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Large]:
    state: Path = tmp_path_factory.mktemp("lists")
    settings = Settings(
        database_url=SecretStr(large_url), state_dir=state, relay_enabled=False, log_level="ERROR",
        rate_limit_requests=0, webhooks_may_loop_back=True,
    )  # fmt: skip
    app = create_app(settings)
    owner = create_async_engine(large_url)
    async with app.router.lifespan_context(app):
        world = await make_world(app, owner)
        furnished = await furnish(world)
        partners = (world.program_id, world.agency_id, world.district_id)
        filled = await fill(owner, partners, COPIES, MOST)
        explaining = await asyncpg.connect(as_asyncpg_dsn(large_url))
        await explaining.execute("set role eb_app")
        yield Large(world, app, furnished.ids, explaining, filled)
        await explaining.close()
        await world.close()
    await owner.dispose()
    assert make_url(large_url).database


def lists(contract: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Path and operation of every list: what has pages, and what answers an array."""
    for path, operations in contract["paths"].items():
        get = operations.get("get")
        if get is None or not path.startswith("/v1/") or path in REPORTS:
            continue
        answer = get["responses"].get("200", {}).get("content", {}).get("application/json", {})
        has_pages = any(p["name"] == "cursor" for p in get.get("parameters", []))
        if has_pages or answer.get("schema", {}).get("type") == "array":
            yield path, get


def asked(operation: dict[str, Any], ids: dict[str, str], today: str) -> Iterator[dict[str, Any]]:
    """Nothing, and each thing that a list can be asked for by itself."""
    required = {
        p["name"]: p
        for p in operation.get("parameters", [])
        if p["in"] == "query" and p.get("required")
    }
    base = {name: _value(name, p["schema"], ids, today) for name, p in required.items()}
    yield base
    for parameter in operation.get("parameters", []):
        name = parameter["name"]
        if parameter["in"] == "query" and name not in {"limit", "cursor", *base}:
            value = _value(name, parameter["schema"], ids, today)
            if value is not None:
                yield {**base, name: value}


def _value(name: str, schema: dict[str, Any], ids: dict[str, str], today: str) -> Any:
    kinds = [schema, *schema.get("anyOf", [])]
    for kind in kinds:
        if "enum" in kind:
            return kind["enum"][0]
        if kind.get("format") == "uuid":
            return ids.get(name, ids["student_id"])
        if kind.get("format") == "date":
            return today
        if kind.get("format") == "date-time":
            return f"{today}T00:00:00Z"
        if kind.get("type") == "boolean":
            return True
    return None


@contextmanager
def heard(app: FastAPI) -> Iterator[list[tuple[str, Any]]]:
    """What the application asks the database for, as it says it."""
    found: list[tuple[str, Any]] = []
    engine = app.state.database.engine.sync_engine

    def listen(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT") and "FROM eb." in statement:
            found.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", listen)


async def test_no_list_reads_a_table_whole_or_more_than_its_pages(large: Large) -> None:
    """By somebody who sees the program, by one with a caseload, and by the partners."""
    contract = large.app.openapi()
    faults: list[str] = []
    tried = 0
    for path, operation in lists(contract):
        for who in ("administrator", "coordinator", "agency", "district"):
            api = large.world.api(who)
            for query in asked(operation, large.ids, str(large.world.today)):
                with heard(large.app) as found:
                    answer = await _first_pages(api, path.format_map(_Ids(large.ids)), query)
                assert answer.status_code < 500, (who, path, query, answer.text)
                tried += answer.status_code == 200
                for statement, parameters in found:
                    faults += await _faults(
                        large, who, statement, parameters, f"{who} {path} {query}"
                    )
    assert tried > 150
    assert not faults, "\n".join(sorted(set(faults)))


async def _first_pages(api: Api, path: str, query: dict[str, Any]) -> Response:
    """The page as it is asked for and, where it leads on, the page after the first row."""
    answer = await api.get(path, params=query)
    if answer.status_code == 200 and answer.headers.get("link") and not query:
        one = await api.get(path, params={"limit": 1})
        assert (await api.get(one.links["next"]["url"])).status_code == 200
    return answer


class _Ids(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return {"jurisdiction": "us-ca", "code": "C7", "rule_id": "us-ca.partc.initial_ifsp"}.get(
            key, "x"
        )


async def _faults(large: Large, who: str, statement: str, parameters: Any, case: str) -> list[str]:
    """What is wrong with the plan of one statement; each statement is explained once for a caller."""
    if (who, statement) in large.explained:
        return []
    large.explained.add((who, statement))
    person = large.world.people[who]
    async with large.explaining.transaction():
        await large.explaining.execute(f"set local app.tenant_id = '{person.tenant_id}'")
        await large.explaining.execute(f"set local app.principal_id = '{person.id}'")
        await large.explaining.execute("set local search_path = eb")
        said = await large.explaining.fetchval(
            f"explain (analyze, timing off, format json) {statement}", *parameters
        )
    plan = json.loads(said)[0]["Plan"]
    found = []
    for node in nodes(plan):
        table = node.get("Relation Name")
        if table not in large.filled:
            continue
        rows = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        if node["Node Type"] == "Seq Scan" or rows > MOST_ROWS:
            found.append(f"{case}: {node['Node Type']} of {table}, {int(rows)} rows")
    return found
