"""A token's signature is checked once in a while; what is remembered is bounded and ends with the token."""

import time
from typing import Any

import pytest

from app import tokens
from app.tokens import Tokens
from tests.factories.world import World


@pytest.fixture
def checked(world: World, monkeypatch: pytest.MonkeyPatch) -> tuple[Tokens, list[str]]:
    """The service's tokens with nothing remembered, and those whose signature was looked at."""
    held: Tokens = world.app.state.tokens
    seen: list[str] = []
    check = held._check

    async def noted(token: str) -> Any:
        seen.append(token)
        return await check(token)

    monkeypatch.setattr(held, "_check", noted)
    monkeypatch.setattr(held, "_seen", {})
    return held, seen


async def test_the_second_request_checks_no_signature(
    world: World, checked: tuple[Tokens, list[str]]
) -> None:
    held, seen = checked
    token = world.token("coordinator")
    assert await held.actor(token) is await held.actor(token)
    assert seen == [token]


async def test_nothing_is_remembered_beyond_the_tokens_end_nor_for_long(
    world: World, checked: tuple[Tokens, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    held, seen = checked
    token = world.token("coordinator")
    await held.actor(token)
    until = next(iter(held._seen.values()))[0]
    now = time.time()
    assert until <= now + tokens.CACHE_SECONDS
    monkeypatch.setattr(time, "time", lambda: until)
    await held.actor(token)
    assert seen == [token, token]


async def test_no_more_are_remembered_than_there_is_room_for(
    world: World, checked: tuple[Tokens, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    held, seen = checked
    monkeypatch.setattr(tokens, "CACHE_SIZE", 2)
    first, second, third = (world.token(r) for r in ("coordinator", "supervisor", "intake"))
    for token in (first, second, third, third, second, first):
        await held.actor(token)
        assert len(held._seen) <= 2
    assert seen == [first, second, third, first]
