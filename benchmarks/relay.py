"""How many deliveries a second one relay makes to a receiver that answers at once.

    .venv/bin/python -m benchmarks.relay --events 5000

Events wait in the outbox of the demo's program; one relay signs and carries each to one endpoint, and notes what
came of it, in a durable database. The receiver is a process of its own; it checks a signature in a hundred.
"""

import argparse
import asyncio
import multiprocessing
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import UUID

from pydantic import AnyHttpUrl, SecretStr
from sqlalchemy.engine import make_url
from standardwebhooks import Webhook

from app import logs
from app.db import Database
from app.demo.load import load_demo
from app.demo.people import read_people
from app.migrate import migrate
from app.models.fields import new_id
from app.relay import Relay
from app.sealing import Sealer
from app.settings import Settings
from app.signing import load_signing_key
from benchmarks import store

NAME = "relay"
SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
WAITING = """
insert into eb.outbox (tenant_id, id, topic, payload)
select $1, gen_random_uuid(), 'referral.received', jsonb_build_object('referral_id', gen_random_uuid(), 'state', 'submitted', 'version', 1)
  from generate_series(1, $2)"""
MADE = "select count(*), count(done_at) from eb.webhook_delivery where tenant_id = $1"
IN_A_HUNDRED = 100


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """204 to every request of a connection, as fast as it comes."""
    count = 0
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            lines = [line.split(": ", 1) for line in head.split("\r\n")[1:] if line]
            headers = {name.lower(): value for name, value in lines}
            body = await reader.readexactly(int(headers["content-length"]))
            count += 1
            if count % IN_A_HUNDRED == 0:
                Webhook(SECRET).verify(body, headers)
            writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def _receive(port: Connection) -> None:
    async def serve() -> None:
        server = await asyncio.start_server(_answer, "127.0.0.1", 0)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


async def _carried(server: str, state_dir: Path, port: int, events: int) -> None:
    url = make_url(server).set(database=NAME).render_as_string(hide_password=False)
    async with store.connected(server) as connection:
        await connection.execute(f"drop database if exists {NAME} with (force)")
        await connection.execute(f"create database {NAME}")
    await migrate(url)
    settings = Settings(
        database_url=SecretStr(url), state_dir=state_dir, relay_enabled=False, rate_limit_requests=0,
        public_url=AnyHttpUrl("http://127.0.0.1:8000"), log_level="ERROR",
    )  # fmt: skip
    load_signing_key(settings.signing_key_path, may_create=True)
    sealer = Sealer(load_signing_key(settings.sealing_key_path, may_create=True))
    await load_demo(settings)
    program = UUID(read_people(state_dir)["coordinator"]["tenant_id"])
    async with store.connected(url) as connection:
        await connection.execute("update eb.outbox set done_at = now() where done_at is null")
        endpoint = new_id()
        await connection.execute(
            """insert into eb.webhook_endpoint (tenant_id, id, url, types, sealed_secret)
               values ($1, $2, $3, array['referral.received'], $4)""",
            program, endpoint, f"http://127.0.0.1:{port}/", sealer.seal(SECRET, endpoint),
        )  # fmt: skip
        await connection.execute(WAITING, program, events)
        await connection.execute("analyze")
        async with Database.relay_pool(settings.relay_url, role=settings.relay_role) as pool:
            relay = Relay(pool, sealer, settings.issuer, may_loop_back=True)
            begun, processor = time.perf_counter(), time.process_time()
            await relay.run_dry()
            seconds, spent = time.perf_counter() - begun, time.process_time() - processor
            await relay.close()
        made, done = await connection.fetchrow(MADE, program)
    print(
        f"{done} of {made} deliveries of {events} events, {done / seconds:,.0f} a second, "
        f"{spent / done * 1e6:.0f} us of the relay's processor each"
    )


def main(events: int) -> None:
    logs.configure("ERROR")
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    receiver = spawn.Process(target=_receive, args=(theirs,), daemon=True)
    receiver.start()
    try:
        with tempfile.TemporaryDirectory() as directory, store.server() as url:
            asyncio.run(_carried(url, Path(directory), ours.recv(), events))
    finally:
        receiver.terminate()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=5000)
    main(parser.parse_args().events)
