"""Kill -9 of the service and of its database under load, on the real processes.

No acknowledged write is lost; a retry with the same key has one effect.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.clock import now
from tests.faults.service import Service

WRITERS = 5
HIT_SECONDS = 30


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    running = Service()
    try:
        running.start()
        yield running
    finally:
        running.stop()


def _referral(program_id: str) -> dict[str, Any]:
    return {
        "program_id": program_id,
        "child": {
            "first_name": f"Fault {uuid4().hex[:6]}",
            "last_name": "Test",
            "born_on": str(now().date() - timedelta(days=400)),
        },
        "contacts": [{"first_name": "Parent", "relationship": "mother"}],
        "reason": "late to walk",
        "consent": {"parent_informed": True},
    }


async def _token(http: httpx.AsyncClient, person: dict[str, Any]) -> str:
    answer = await http.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(person["client_id"], person["client_secret"]),
    )
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


async def _under_load(service: Service, accident: Callable[[], Awaitable[None]]) -> None:
    """Write without pause, have an accident, then check every acknowledgement and every key."""
    people = service.people()
    program = people["coordinator"]["tenant_id"]
    acknowledged: dict[str, tuple[dict[str, Any], str]] = {}
    unsure: dict[str, dict[str, Any]] = {}
    hit, stop = asyncio.Event(), asyncio.Event()
    async with httpx.AsyncClient(base_url=service.url, timeout=10) as http:
        http.headers["Authorization"] = f"Bearer {await _token(http, people['agency'])}"

        async def write() -> None:
            while not stop.is_set():
                key, body = str(uuid4()), _referral(program)
                try:
                    answer = await http.post(
                        "/v1/referrals", json=body, headers={"Idempotency-Key": key}
                    )
                except httpx.TransportError:
                    unsure[key] = body
                    hit.set()
                    await asyncio.sleep(0.05)
                    continue
                if answer.status_code == 201:
                    acknowledged[key] = (body, answer.json()["id"])
                else:
                    assert answer.status_code == 503, answer.text
                    assert int(answer.headers["retry-after"]) > 0
                    unsure[key] = body
                    hit.set()
                    await asyncio.sleep(0.05)

        writers = [asyncio.create_task(write()) for _ in range(WRITERS)]
        await asyncio.sleep(0.7)
        await accident()
        async with asyncio.timeout(HIT_SECONDS):
            await hit.wait()  # a killed server's other processes may work on for a moment
        await asyncio.sleep(0.7)
        stop.set()
        await asyncio.gather(*writers)
        await asyncio.to_thread(service.wait_until_ready)
        assert len(acknowledged) > 20

        for key, (body, referral_id) in acknowledged.items():
            again = await http.post("/v1/referrals", json=body, headers={"Idempotency-Key": key})
            assert (again.status_code, again.json()["id"]) == (201, referral_id)
            assert again.headers["idempotency-replayed"] == "true"
        for key, body in unsure.items():
            answers = [
                await http.post("/v1/referrals", json=body, headers={"Idempotency-Key": key})
                for _ in range(2)
            ]
            assert {a.status_code for a in answers} == {201}, answers[0].text
            assert len({a.json()["id"] for a in answers}) == 1


async def test_killing_the_service_under_load_loses_no_acknowledged_referral(
    service: Service,
) -> None:
    async def accident() -> None:
        await asyncio.to_thread(service.kill)
        service.start()  # on the main thread: the embedded server belongs to its child

    await _under_load(service, accident)


async def test_killing_the_database_under_load_loses_no_acknowledged_referral(
    service: Service,
) -> None:
    async def accident() -> None:
        service.kill_database()
        alive = await asyncio.to_thread(httpx.get, f"{service.url}/livez", timeout=10)
        assert alive.status_code == 200
        await asyncio.to_thread(service.wait_until_ready)

    await _under_load(service, accident)


def test_a_token_is_for_the_service_that_was_started_wherever_it_listens(service: Service) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from app.cli import main; main()", "token", "--as", "coordinator"],
        env={
            **{k: v for k, v in os.environ.items() if k not in {"HOST", "PORT"}},
            "EARLYBRIDGE_STATE_DIR": str(service.state),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    bearer = {"Authorization": f"Bearer {done.stdout.strip()}"}
    assert httpx.get(f"{service.url}/v1/students", headers=bearer).status_code == 200


def test_a_second_start_on_the_same_data_says_who_has_it(service: Service) -> None:
    second = subprocess.run(
        [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", "1"],
        env={**os.environ, "EARLYBRIDGE_STATE_DIR": str(service.state)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert second.returncode == 3
    assert "already" in second.stderr.lower()


def test_the_database_ends_with_a_killed_service(service: Service) -> None:
    pid = service.database_pid
    service.kill()
    until = time.monotonic() + 15
    while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert not Path(f"/proc/{pid}").exists()
    service.start()
