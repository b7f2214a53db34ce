"""Replicas of the service that take no time to start: forked from one process that has made it already.

Run as a program it reads a line for each replica, `serve PORT` or `relay`, and
answers with the replica's process id, which leads a process group of its own.
"""

import asyncio
import gc
import os
import signal
import sys
from uuid import UUID

import httpx
import uvicorn
from fastapi import FastAPI

from app import logs
from app.cli.serve_ import listening
from app.main import create_app
from app.relay import relay as turning
from app.relay import relaying
from app.sealing import Sealer
from app.settings import get_settings
from app.signing import load_signing_key

WARMED = ("/v1/referrals", f"/v1/students/{UUID(int=0)}/packets")


async def _warm(app: FastAPI) -> None:
    """Start once and refuse a request of each kind, so that no replica has to read and compile anything."""
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://warm") as http:
            for path in WARMED:
                await http.post(path, json={})


def main() -> None:
    settings = get_settings()
    logs.configure(settings.log_level)
    app = create_app(settings)
    asyncio.run(_warm(app))
    gc.freeze()
    sealer = Sealer(load_signing_key(settings.sealing_key_path, may_create=False))
    turning.IDLE_SECONDS = 0.02
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the killed

    async def relay() -> None:
        async with relaying(settings, sealer):
            await asyncio.Event().wait()

    print("ready", flush=True)  # noqa: T201 - what the test reads
    for line in sys.stdin:
        kind, *port = line.split()
        pid = os.fork()
        if pid:
            print(pid, flush=True)  # noqa: T201 - what the test reads
            continue
        os.setpgid(0, 0)
        if kind == "serve":
            asyncio.run(uvicorn.Server(listening(app, "127.0.0.1", int(port[0]))).serve())
        else:
            asyncio.run(relay())
        os._exit(0)


if __name__ == "__main__":
    main()
