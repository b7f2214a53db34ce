"""Targets inside are refused when they are named, when they are connected to, and when a name moves."""

import socket
from typing import Any

import asyncpg
import pytest

from app.relay import Relay
from app.relay.sender import Sender
from app.relay.target import is_public, refused_url
from app.settings import Settings
from tests.factories.problem import assert_problem
from tests.factories.referral import refer
from tests.factories.webhook import endpoint, told_at
from tests.factories.world import World
from tests.webhook.receiver import Receiver

INSIDE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0",  # noqa: S104 - refused, not bound
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "192.88.99.1", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "fe80::1%eth0", "fc00::1", "fd00::1",
    "fec0::1", "ff02::1", "2002:7f00:1::", "2001:0:5ef5:79fb::1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2001:db8::1",
    "100::1", "3fff::1", "5f00::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_is_public_in_any_spelling(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"]
)
def test_the_open_internet_is(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/", "https://127.0.0.1/", "https://[::1]/", "https://2130706433/", "https://0x7f.1/",
        "https://017700000001/", "https://127.1/", "https://localhost/", "https://printer/", "https://db.internal/",
        "https://nas.local/", "https://user:pass@hooks.example.org/", "https://hooks.example.org:22/", "https://a..org/",
        "https://hooks.example.org:99999/", "https://hooks.example.org/#x", "https://[::ffff:7f00:1]/", "https://-a.org/",
        "https://example.org.127.0.0.1/", "https://xn--80ak6aa92e/", "https:///nothing/", "https://1.2.3.4.5/",
    ],
)  # fmt: skip
async def test_a_url_inside_is_refused_when_it_is_named(world: World, url: str) -> None:
    assert refused_url(url, may_loop_back=False)
    if "127.0.0.1/" not in url and "localhost" not in url:  # these development allows
        response = await world.agency.post("/v1/webhook-endpoints", endpoint(url=url))
        body = assert_problem(response, 409, "webhook-target-not-allowed")
        assert url not in str(body)


@pytest.mark.parametrize(
    "url", ["https://hooks.example.org/a?b=c", "https://hooks.example.org:8443/"]
)
def test_a_public_name_is_taken(url: str) -> None:
    assert refused_url(url, may_loop_back=False) is None


async def _attempt(url: str, **options: bool) -> str | None:
    sender = Sender(**{"may_loop_back": False, **options}, per_endpoint=2)
    try:
        return (await sender.attempt(url, [], "an-id", "{}")).error
    finally:
        await sender.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "127.1", "[::1]", "0"])
async def test_connecting_inside_is_refused_whatever_was_stored(
    receiver: Receiver, host: str
) -> None:
    assert await _attempt(f"http://{host}:{receiver.port}/ok") == "target-not-public"
    assert receiver.got == []


async def test_one_address_inside_among_public_ones_is_enough(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _answers([["8.8.8.8", "127.0.0.1"]]))
    assert await _attempt("http://hooks.example.org/ok") == "target-not-public"


async def test_a_name_that_moves_inside_after_it_was_checked_is_not_followed(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebinding: the name is resolved once, and the connection goes to what was checked."""
    asked = _answers([["203.0.114.7"], ["127.0.0.1"], ["127.0.0.1"]])
    monkeypatch.setattr(socket, "getaddrinfo", asked)
    monkeypatch.setattr("app.relay.sender.ATTEMPT_SECONDS", 0.5)
    assert await _attempt(f"http://hooks.example.org:{receiver.port}/ok") in {
        "timeout",
        "no-connection",
    }
    assert asked.count == 1
    assert receiver.got == []
    assert await _attempt(f"http://hooks.example.org:{receiver.port}/ok") == "target-not-public"


class _answers:  # noqa: N801 - reads as a function
    """A resolver that gives each time the next of these lists of addresses."""

    def __init__(self, lists: list[list[str]]) -> None:
        self.lists, self.count, self.real = lists, 0, socket.getaddrinfo

    def __call__(self, host: str, port: int, *args: Any, **options: Any) -> list[Any]:
        if host != "hooks.example.org":
            return list(self.real(host, port, *args, **options))
        addresses = self.lists[min(self.count, len(self.lists) - 1)]
        self.count += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]


async def test_an_endpoint_that_came_to_point_inside_fails_and_is_shown_why(
    world: World, relay_pool: asyncpg.Pool, receiver: Receiver
) -> None:
    made = await told_at(world.administrator, receiver.url("/ok"))
    await refer(world)
    strict = Relay(relay_pool, world.app.state.sealer, "http://test", may_loop_back=False)
    await strict.run_dry()
    await strict.close()
    log = await world.administrator.get(f"/v1/webhook-endpoints/{made['id']}/deliveries")
    assert log.json()["items"][0]["last_error"] == "target-not-public"
    assert receiver.got == []


def test_production_refuses_to_loop_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARLYBRIDGE_DEV_ISSUER", "false")
    with pytest.raises(ValueError, match="WEBHOOKS_MAY_LOOP_BACK"):
        Settings(environment="production", webhooks_may_loop_back=True)
