"""Cursors stand in URLs, which proxies and browsers write down: no name can be read in one."""

import base64
from itertools import chain
from typing import Any

import pytest

from app.main import create_app
from app.sealing import Sealer
from app.signing import load_signing_key
from tests.factories.api import Api
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World

LISTS = ["/v1/students", "/v1/deadlines", "/v1/referrals"]
NAMES = [("Marisol", "Zwetschge"), ("Balthasar", "Quittenbaum")]


async def _cursor(world: World, path: str) -> str:
    for first, last in NAMES:
        await enrolled(world, child={"first_name": first, "last_name": last})
    page = await world.supervisor.get(path, params={"limit": 1})
    cursor: str = page.json()["next_cursor"]
    assert cursor in page.headers["link"]
    return cursor


def _opened(cursor: str) -> bytes:
    return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))


@pytest.mark.parametrize("path", LISTS)
async def test_a_cursor_holds_no_name(world: World, path: str) -> None:
    raw = _opened(await _cursor(world, path)).lower()
    assert not [name for name in chain(*NAMES) if name.lower().encode() in raw]


@pytest.mark.parametrize("path", LISTS)
async def test_the_same_page_has_the_same_cursor(world: World, path: str) -> None:
    first = await _cursor(world, path)
    again = await world.supervisor.get(path, params={"limit": 1})
    assert again.json()["next_cursor"] == first


@pytest.mark.parametrize("path", LISTS)
async def test_a_cursor_changed_by_one_bit_is_refused(world: World, path: str) -> None:
    raw = bytearray(_opened(await _cursor(world, path)))
    for at in (0, len(raw) // 2, len(raw) - 1):
        forged = bytearray(raw)
        forged[at] ^= 1
        cursor = base64.urlsafe_b64encode(forged).decode().rstrip("=")
        answer = await world.supervisor.get(path, params={"cursor": cursor})
        assert_problem(answer, 400, "cursor-invalid")


async def test_replicas_of_one_key_read_each_others_cursors(world: World) -> None:
    cursor = await _cursor(world, "/v1/students")
    here: Any = world.app.state
    replica = create_app(here.settings)
    replica.state._state.update(here._state)
    key = load_signing_key(here.settings.sealing_key_path, may_create=False)
    replica.state.sealer = Sealer(key)
    async with Api(replica, world.token("supervisor")) as api:
        answer = await api.get("/v1/students", params={"cursor": cursor, "limit": 1})
    assert answer.status_code == 200, answer.text
    mine = await world.supervisor.get("/v1/students", params={"cursor": cursor, "limit": 1})
    assert answer.json() == mine.json()
