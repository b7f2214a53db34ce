"""earlybridge serve"""

import asyncio
import os
import socket
import time
from collections.abc import Callable
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI
from rich.console import Console

from app.cli import BEGAN
from app.cli.address import named, remember_address
from app.cli.database import opened, settings_with_database
from app.cli.ending import AROUND, end
from app.demo.load import load_demo
from app.files import open_files
from app.main import create_app
from app.migrate import migrate
from app.postgres import EmbeddedPostgres
from app.settings import Settings
from app.signing import load_signing_key

console = Console(stderr=True)
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def run(
    host: Annotated[str, typer.Option(envvar="HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", help="Port to listen on.")] = 8000,
) -> None:
    with settings_with_database() as (found, server):
        taken = _bound(host, port)
        settings = _named_after_itself(found, host, taken.getsockname()[1])
        if not settings.is_production:
            _prepare(settings)
        asyncio.run(_check(settings))

        def ready() -> None:
            if not settings.is_production:
                remember_address(settings)
            console.print(
                f"earlybridge: ready in {time.monotonic() - BEGAN:.1f} s at {settings.issuer}  (docs: {settings.issuer}/docs)",
                soft_wrap=True,
            )

        asyncio.run(_serve(listening(create_app(settings), host, port), taken, ready, server))


def _bound(host: str, port: int) -> socket.socket:
    """The port is ours from now on; nothing answers there before the service is ready."""
    taken = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as exc:
        taken.close()
        end(
            f"cannot listen on port {port} of {host}: {exc.strerror}; PORT= and HOST= move it",
            AROUND,
        )
    return taken


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


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


async def _serve(
    config: uvicorn.Config,
    taken: socket.socket,
    ready: Callable[[], None],
    server: EmbeddedPostgres | None,
) -> None:
    watch = asyncio.create_task(_keep_running(server)) if server else None
    serving = _Server(config, ready)
    await serving.serve([taken])
    if watch:
        watch.cancel()
    if not serving.started:
        end("could not start: what is above says why", AROUND)


async def _check(settings: Settings) -> None:
    """What a service would fail of, before it is one: database, role, keys, store of files."""
    async with opened(settings, settings.api_url, role=settings.api_role, size=1) as database:
        await database.refuse_powerful_role()
    load_signing_key(settings.signing_key_path, may_create=not settings.is_production)
    load_signing_key(settings.sealing_key_path, may_create=False)
    try:
        open_files(settings)
    except ValueError as exc:
        end(str(exc), AROUND)


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
    if "public_url" in settings.model_fields_set:
        return settings
    return settings.model_copy(update={"public_url": named(host, port)})


def _prepare(settings: Settings) -> None:
    """Development only: production migrates by its own command."""
    assert settings.database_url is not None  # noqa: S101 - settings_with_database gives one
    url = settings.database_url.get_secret_value()
    with console.status("migrating the database") as status:
        # A log has no line that changes: there each step is a line.
        say = status.update if console.is_terminal else console.print
        settings.state_dir.mkdir(parents=True, exist_ok=True)
        asyncio.run(migrate(url, say=say))
        asyncio.run(load_demo(settings, say=say))
