"""Health, metrics, logs and traces: what an operator sees, and what nobody may see there."""

import asyncio
import json
import os
import subprocess
import sys

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from app import migrate
from app.db import Database
from app.settings import ROOT, Settings
from app.telemetry import NoExporter, exporter
from tests.factories.referral import enrolled
from tests.factories.world import World


async def test_live_asks_nothing_of_the_database_and_ready_does(world: World) -> None:
    assert (await world.api(None).get("/livez")).json() == {"status": "ok"}
    assert (await world.api(None).get("/readyz")).json() == {"status": "ready"}


@pytest.mark.parametrize(
    ("says", "status", "detail"),
    [
        ("functions of another version", 503, "not migrated"),
        ("functions 0123", 503, "has other functions"),
        ("functions 0123 schema 0001 before", 503, "is at version 0001, this code at"),
        ("functions 0123 schema 9999 before 4567", 503, "start the newer code"),
        ("functions 0123 schema 9999 before 4567 OURS", 200, ""),
    ],
)
async def test_a_database_that_older_code_migrated_is_not_ready_and_one_that_newer_code_did_is(
    world: World, owner: AsyncEngine, says: str, status: int, detail: str
) -> None:
    async with owner.connect() as connection:
        said = await connection.scalar(migrate.ASK)
    says = says.replace("OURS", migrate.functions_digest())
    await world.change(f"comment on schema eb is '{says}'")
    try:
        answer = await world.api(None).get("/readyz")
        assert answer.status_code == status
        assert detail in answer.text
        assert (await world.api(None).get("/livez")).status_code == 200
    finally:
        await world.change(f"comment on schema eb is '{said}'")


def test_a_database_remembers_the_functions_it_had_and_forgets_what_is_undone() -> None:
    ours, schema = migrate.functions_digest(), migrate.schema_version()
    fresh = f"functions {ours} schema {schema} before"
    assert migrate.says_now(None) == migrate.says_now(fresh) == fresh
    assert migrate.says_now("functions a1 schema 0001 before b2") == f"{fresh} a1 b2"
    assert migrate.says_now(f"functions a1 schema 0001 before {ours} b2") == f"{fresh} b2"


async def test_metrics_count_by_route_and_hold_no_id(world: World) -> None:
    student_id = await enrolled(world)
    await world.coordinator.get(f"/v1/students/{student_id}")
    await world.coordinator.get("/v1/nothing-here/at-all")
    shown = (await world.api(None).get("/metrics")).text
    assert 'route="/v1/students/{student_id}",status="200"' in shown
    assert 'route="unmatched",status="404"' in shown
    assert student_id not in shown


async def test_the_api_refuses_to_start_as_a_role_that_steps_around_policies(
    settings: Settings,
) -> None:
    for role in (None, "eb_owner"):
        database = Database(settings.api_url, role=role, size=1, wait_seconds=2)
        await database.open()
        with pytest.raises(RuntimeError, match="row-level security"):
            await database.refuse_powerful_role()
        await database.close()


def test_an_exceptions_message_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    code = (
        "import structlog\nfrom app import logs\nlogs.configure('INFO')\n"
        "try:\n    raise ValueError('Amina Okafor')\nexcept ValueError as e:\n"
        "    structlog.get_logger('x').error('failed', exc_info=e)\n"
        "import logging; logging.getLogger('y').error('stdlib too', exc_info=ValueError('Amina'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["error"] for line in lines] == ["ValueError", "ValueError"]
    assert "Amina" not in done.stderr


def test_an_unknown_exporter_is_named_and_console_is_known() -> None:
    with pytest.raises(NoExporter, match="OTEL_TRACES_EXPORTER=nowhere"):
        exporter("nowhere")
    assert exporter("console")


async def test_traces_hold_statements_without_their_values(
    settings: Settings, world: World
) -> None:
    """In a process of its own: a tracer provider is for good."""
    student_id = await enrolled(world, child={"first_name": "Unmistakable"})
    token = world.token("coordinator")
    code = (
        "import asyncio, httpx\nfrom app.main import create_app\nfrom app.settings import Settings\n"
        "async def main():\n"
        "    app = create_app(Settings())\n"
        "    async with app.router.lifespan_context(app):\n"
        "        transport = httpx.ASGITransport(app=app)\n"
        "        async with httpx.AsyncClient(transport=transport, base_url='http://test') as http:\n"
        f"            r = await http.get('/v1/students/{student_id}', headers={{'Authorization': 'Bearer {token}'}})\n"
        "            assert r.status_code == 200, r.text\n"
        "asyncio.run(main())\n"
    )
    assert settings.database_url is not None
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={
            **os.environ, "EARLYBRIDGE_OTEL_ENABLED": "true", "OTEL_TRACES_EXPORTER": "console",
            "EARLYBRIDGE_DATABASE_URL": settings.database_url.get_secret_value(),
            "EARLYBRIDGE_STATE_DIR": str(settings.state_dir), "EARLYBRIDGE_RELAY_ENABLED": "false",
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert "eb.student_file" in done.stdout
    assert student_id not in done.stdout.replace(f"/v1/students/{student_id}", "")
    assert "Unmistakable" not in done.stdout
