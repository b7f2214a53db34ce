"""How fast a district pulls released packets in bulk, and what that costs in memory.

    .venv/bin/python -m benchmarks.packets --packets 4000

The demo county's packets, each released many times over, pulled page after page by one district over one
connection; the server is a process of its own with a durable database, and the record of access is written.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path
from uuid import UUID

import httpx
from pydantic import AnyHttpUrl, SecretStr
from sqlalchemy.engine import make_url

from app.demo.load import load_demo
from app.demo.people import read_people, sign_in
from app.migrate import migrate
from app.settings import Settings
from app.signing import Signer, load_signing_key
from benchmarks import store
from benchmarks.processor import seconds_of
from benchmarks.servers import Server, running

NAME = "packets"
HELD = "select count(*) from eb.transition_packet where tenant_id = $1 and withdrawn_at is null"
AGAIN = """
with released as (
  select p.*, gen_random_uuid() as new_id, n as again
    from eb.packet p join eb.transition_packet t on t.tenant_id = p.district_id and t.id = p.id, generate_series(1, $1) n
   where p.district_id = $2 and p.withdrawn_at is null),
kept as (
  insert into eb.packet (tenant_id, id, student_id, district_id, consent_id, number, released_on, sha256, content)
  select tenant_id, new_id, student_id, district_id, consent_id, number + 100 * again, released_on, sha256, content from released)
insert into eb.transition_packet (tenant_id, id, program_id, student_id, number, released_at, sha256, content)
select district_id, new_id, tenant_id, student_id, number + 100 * again, now(), sha256, content from released"""


async def _filled(server: str, state_dir: Path, wanted: int) -> tuple[Settings, int]:
    """A database with at least so many packets for the demo's district."""
    url = make_url(server).set(database=NAME).render_as_string(hide_password=False)
    async with store.connected(server) as connection:
        await connection.execute(f"drop database if exists {NAME} with (force)")
        await connection.execute(f"create database {NAME}")
    await migrate(url)
    settings = Settings(
        database_url=SecretStr(url), state_dir=state_dir, relay_enabled=False, rate_limit_requests=0,
        public_url=AnyHttpUrl("http://127.0.0.1:8000"), log_level="WARNING",
    )  # fmt: skip
    load_signing_key(settings.signing_key_path, may_create=True)
    await load_demo(settings)
    async with store.connected(url) as connection:
        district = UUID(read_people(state_dir)["district"]["tenant_id"])
        own = await connection.fetchval(HELD, district)
        await connection.execute(AGAIN, wanted // own, district)
        await connection.execute("analyze")
        held = await connection.fetchval(HELD, district)
    return settings, held


def _environment(settings: Settings) -> dict[str, str]:
    assert settings.database_url is not None
    return {
        "EARLYBRIDGE_DATABASE_URL": settings.database_url.get_secret_value(),
        "EARLYBRIDGE_STATE_DIR": str(settings.state_dir),
        "EARLYBRIDGE_RELAY_ENABLED": "false",
        "EARLYBRIDGE_RATE_LIMIT_REQUESTS": "0",
        "EARLYBRIDGE_LOG_LEVEL": "WARNING",
        "EARLYBRIDGE_PUBLIC_URL": str(settings.public_url),
    }


async def _pull(server: Server, token: str, limit: int) -> None:
    """Every page once, in order; prints rate and memory."""
    headers = {"Authorization": f"Bearer {token}"}
    base = f"http://127.0.0.1:{server.port}"
    path = f"/v1/packet-contents?limit={limit}"
    count = size = 0
    async with httpx.AsyncClient(base_url=base, headers=headers, timeout=60) as http:
        await http.get("/v1/packet-contents?limit=1")  # what is made at the first request
        before, most = _resident(server.pid), 0
        processor, begun = seconds_of(server.pid), time.perf_counter()
        while path:
            async with http.stream("GET", path) as answer:
                answer.raise_for_status()
                async for portion in answer.aiter_bytes():
                    count += portion.count(b"\n")
                    size += len(portion)
                link = answer.headers.get("link")
            most = max(most, _resident(server.pid))
            path = link.split(";")[0].strip("<>") if link else ""
    seconds = time.perf_counter() - begun
    spent = seconds_of(server.pid) - processor
    print(
        f"{limit:4} a page: {count} packets, {size / count / 1000:.1f} kB each, {count / seconds:,.0f} a second, "
        f"{spent / count * 1e6:.0f} us of the service's processor each, memory +{(most - before) / 1e6:.1f} MB"
    )


def _resident(pid: int) -> int:
    """Bytes of a process in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096


def main(wanted: int) -> None:
    with tempfile.TemporaryDirectory() as directory, store.server() as url:
        settings, held = asyncio.run(_filled(url, Path(directory), wanted))
        print(f"{held} packets released to one district")
        signer = Signer(settings, load_signing_key(settings.signing_key_path, may_create=False))
        token = sign_in(signer, Path(directory), "district")
        log = Path(directory) / "server.log"
        with running("ours", _environment(settings), log) as server:
            for limit in (50, 200, 200):
                asyncio.run(_pull(server, token, limit))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packets", type=int, default=4000)
    main(parser.parse_args().packets)
