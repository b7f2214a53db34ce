"""kill -9 of a real replica at every statement of an upload: a row has its bytes, and bytes without a row nobody sees."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from app.files import key_of
from app.settings import Settings
from tests.factories.document import BYTES, send
from tests.factories.world import World
from tests.faults.between import Replicas, replicas

MOST_STATEMENTS = 100


@pytest.fixture(scope="module")
async def fleet(settings: Settings, app: object) -> AsyncIterator[Replicas]:
    async with replicas(settings) as made:
        yield made


async def _died(fleet: Replicas, world: World, content: bytes, at: int, *, answered: bool) -> bool:
    """Send a file to a replica that dies at this statement; whether it died before it answered."""
    url = await fleet.serve()
    fleet.between.arm(at, answered=answered)
    headers = {
        "Authorization": f"Bearer {world.token('coordinator')}", "Idempotency-Key": content.decode(), "Content-Type": BYTES,
    }  # fmt: skip
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=20) as http:
        try:
            answer = await http.post("/v1/uploads", content=content)
        except httpx.TransportError:
            return True
    assert answer.status_code == 201, answer.text
    return False


async def _rows(world: World, sha256: str) -> tuple[int, int]:
    found = await world.look(
        """select count(distinct f.id), count(u.id) from eb.stored_file f
             left join eb.upload u on u.tenant_id = f.tenant_id and u.stored_file_id = f.id
            where f.tenant_id = :t and f.sha256 = :h""",
        t=world.program_id, h=sha256,
    )  # fmt: skip
    return (found[0][0], found[0][1])


async def _kept_once(fleet: Replicas, world: World, at: int, *, answered: bool) -> bool:
    """Whether the replica died; either way nothing is half, and a retry makes one upload."""
    content = uuid4().hex.encode()
    sha256 = hashlib.sha256(content).hexdigest()
    folder: Path = world.app.state.files.store.folder
    place = folder / key_of(world.program_id, sha256)
    died = await _died(fleet, world, content, at, answered=answered)
    rows = await _rows(world, sha256)
    assert rows in ({(0, 0), (1, 1)} if died else {(1, 1)})
    assert rows == (0, 0) or place.read_bytes() == content
    again = [await send(world.coordinator, content, key=content.decode()) for _ in "ab"]
    assert again[0].json() == again[1].json()
    assert await _rows(world, sha256) == (1, 1)
    assert place.read_bytes() == content
    return died


async def test_a_row_always_has_its_bytes_and_a_retry_makes_one_upload(
    world: World, fleet: Replicas
) -> None:
    at = 1
    while await _kept_once(fleet, world, at, answered=False):
        at += 1
        assert at < MOST_STATEMENTS, "there is no end of statements"
    assert at > 6
    assert await _kept_once(fleet, world, at - 1, answered=True), (
        "the answer to the commit was lost"
    )
