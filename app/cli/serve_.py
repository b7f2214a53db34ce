"""earlybridge serve"""

import asyncio
import gc
import os
import time
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI
from rich.console import Console

from app.cli.database import settings_with_database
from app.demo.load import load_demo
from app.main import create_app
from app.migrate import migrate
from app.postgres import EmbeddedPostgres
from app.settings import Settings

console = Console(stderr=True)
COLLECTED_AFTER = 10_000
"""Things that the process has made and kept: what a pass over many files holds is looked at seldom."""
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def run(
    host: Annotated[str, typer.Option(envvar="HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", help="Port to listen on.")] = 8000,
) -> None:
    began = time.monotonic()
    with settings_with_database() as (found, server):
        settings = _named_after_itself(found, host, port)
        if not settings.is_production:
            _prepare(settings)
        console.print(
            f"earlybridge: ready in {time.monotonic() - began:.1f} s at {settings.issuer}  (docs: {settings.issuer}/docs)"
        )
        gc.set_threshold(COLLECTED_AFTER)
        asyncio.run(_serve(listening(create_app(settings), host, port), server))


def listening(app: FastAPI, host: str, port: int) -> uvicorn.Config:
    """How the service listens; an `X-Forwarded-For` counts from the proxies in FORWARDED_ALLOW_IPS alone."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS", ""),
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=20,
        h11_max_incomplete_event_size=64 * 1024,
    )


async def _serve(config: uvicorn.Config, server: EmbeddedPostgres | None) -> None:
    watch = asyncio.create_task(_keep_running(server)) if server else None
    await uvicorn.Server(config).serve()
    if watch:
        watch.cancel()


async def _keep_running(server: EmbeddedPostgres) -> None:
    """Start the embedded server again when it was killed; requests meanwhile get a 503.

    On the event loop's thread, which is the main one: the server ends with the thread that started it.
    """
    while True:
        await asyncio.sleep(0.5)
        if not server.is_running():
            console.print("earlybridge: PostgreSQL ended; starting it again")
            server.start()


def _named_after_itself(settings: Settings, host: str, port: int) -> Settings:
    """Tokens name their issuer: without EARLYBRIDGE_PUBLIC_URL it is the address served.

    Served to this machine alone, webhooks may come back to it, as to the demo's receiver.
    """
    if settings.is_production:
        return settings
    if host in LOOPBACK:
        settings = settings.model_copy(update={"webhooks_may_loop_back": True})
    if "EARLYBRIDGE_PUBLIC_URL" in os.environ:
        return settings
    name = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    return settings.model_copy(update={"public_url": f"http://{name}:{port}"})


def _prepare(settings: Settings) -> None:
    """Development only: production migrates by its own command."""
    assert settings.database_url is not None  # noqa: S101 - settings_with_database gives one
    url = settings.database_url.get_secret_value()
    with console.status("migrating the database") as status:
        # A log has no line that changes: there each step is a line.
        say = status.update if console.is_terminal else console.print
        asyncio.run(migrate(url, say=say))
        say("loading the demo county")
        asyncio.run(load_demo(settings, say=say))
