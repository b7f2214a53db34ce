"""Somebody who wants a system's token and has none of its secrets."""

import asyncio
import base64
import json
import time
from typing import Any
from uuid import uuid4

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from app.cli.serve_ import listening
from app.services.token import DOOR
from tests.factories.api import Api
from tests.factories.problem import assert_oauth
from tests.factories.world import SECRET, World

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
TRIES = int(DOOR.burst) + 15


@pytest.fixture(autouse=True)
async def fresh_buckets(world: World) -> None:
    await world.change("delete from eb.rate_bucket")


def client_id(world: World) -> str:
    person = world.people["agency"]
    return f"{person.tenant_id}.{person.id}"


async def ask(
    world: World, *, address: str = "127.0.0.1", headers: dict[str, str] | None = None, **form: str
) -> httpx.Response:
    transport = httpx.ASGITransport(world.app, raise_app_exceptions=False, client=(address, 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        data = {"grant_type": "client_credentials", **form}
        return await http.post("/oauth/token", data=data, headers=headers)


def basic(name: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()}


async def statuses(*asked: Any) -> list[int]:
    return [answer.status_code for answer in await asyncio.gather(*asked)]


async def test_an_address_that_tries_ever_new_clients_is_slowed_down(world: World) -> None:
    got = await statuses(
        *(ask(world, headers=basic(f"{uuid4()}.{uuid4()}", "x")) for _ in range(TRIES))
    )
    assert 429 in got
    assert got.count(401) <= DOOR.burst + 3


async def test_a_client_that_is_tried_from_ever_new_addresses_is_slowed_down(world: World) -> None:
    got = await statuses(
        *(
            ask(world, address=f"203.0.113.{n}", headers=basic(client_id(world), "x"))
            for n in range(TRIES)
        )
    )
    assert 429 in got
    assert got.count(401) <= DOOR.burst + 3


async def test_the_same_client_in_another_spelling_is_the_same_client(world: World) -> None:
    tenant, principal = client_id(world).split(".")
    spellings = [f"{tenant[:n]}-{tenant[n:].upper()}.{{{principal}}}" for n in range(TRIES)]
    got = await statuses(
        *(
            ask(world, address=f"203.0.113.{n}", headers=basic(name, "x"))
            for n, name in enumerate(spellings)
        )
    )
    assert 429 in got


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "True-Client-IP"])
async def test_a_caller_does_not_choose_the_address_it_is_counted_under(
    world: World, name: str
) -> None:
    got = await statuses(
        *(
            ask(world, headers=basic(f"{uuid4()}.{uuid4()}", "x") | {name: f"198.51.100.{n}"})
            for n in range(TRIES)
        )
    )
    assert 429 in got


@pytest.mark.parametrize(
    ("named", "limited"), [("", True), ("10.1.2.3", True), ("127.0.0.1", False)]
)
async def test_a_forwarded_address_is_believed_of_a_named_proxy_alone(
    world: World, monkeypatch: pytest.MonkeyPatch, named: str, limited: bool
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", named)
    config = listening(world.app, "127.0.0.1", 0)
    config.load()
    transport = httpx.ASGITransport(config.loaded_app, client=("127.0.0.1", 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        got = await statuses(
            *(
                http.post(
                    "/oauth/token",
                    data={"grant_type": "client_credentials"},
                    headers={"X-Forwarded-For": f"198.51.100.{n}"},
                )
                for n in range(TRIES)
            )
        )
    assert (429 in got) is limited


async def test_other_addresses_are_not_slowed_down_by_a_guesser(world: World) -> None:
    await statuses(*(ask(world, headers=basic(f"{uuid4()}.{uuid4()}", "x")) for _ in range(TRIES)))
    good = await ask(world, address="198.51.100.7", headers=basic(client_id(world), SECRET))
    assert good.status_code == 200, good.text


async def test_no_bucket_names_the_client_or_the_address(world: World) -> None:
    await ask(world, address="203.0.113.99", headers=basic(client_id(world), "x"))
    keys = [row[0] for row in await world.look("select key from eb.rate_bucket")]
    assert len(keys) == 2
    assert all(len(k) == 64 and "203.0" not in k for k in keys)


def part(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


@pytest.mark.parametrize(
    "assertion",
    [
        f"e30.{part(b'[' * 5000)}.x", f"e30.{part(b'9' * 5000)}.x", f"e30.{part(b'{')}.x", f"e30.{part(b'[1]')}.x",
        "..", ".", "a" * 8000, f"e30.{part(json.dumps({'iss': ['x']}).encode())}.x",
    ],
)  # fmt: skip
async def test_an_assertion_made_to_break_its_reader_is_refused_as_any_other(
    world: World, assertion: str
) -> None:
    answer = await ask(world, client_assertion_type=ASSERTION, client_assertion=assertion)
    assert_oauth(answer, 401, "invalid-client", "invalid_client")


async def registered(world: World) -> ECKey:
    key = ECKey.generate_key("P-384", auto_kid=True)
    await world.change(
        "update eb.client_credential set public_keys = cast(:k as jsonb) where tenant_id = :t",
        k=json.dumps({"keys": [key.as_dict(private=False)]}),
        t=world.agency_id,
    )
    return key


def claims(world: World, **changes: Any) -> dict[str, Any]:
    name = client_id(world)
    return {
        "iss": name, "sub": name, "aud": "http://127.0.0.1:8000/oauth/token",
        "exp": int(time.time()) + 120, "jti": str(uuid4()), **changes,
    }  # fmt: skip


async def test_an_assertion_of_a_known_client_with_a_hostile_header_is_refused(
    world: World,
) -> None:
    await registered(world)
    body = part(json.dumps(claims(world)).encode())
    for head in (b"[" * 5000, b'{"alg":"none"}', b'{"alg":"ES384","kid":{}}', b"null", b"{}"):
        assertion = f"{part(head)}.{body}."
        answer = await ask(world, client_assertion_type=ASSERTION, client_assertion=assertion)
        assert_oauth(answer, 401, "invalid-client", "invalid_client")


@pytest.mark.parametrize("jti", ["a\x00b", "x" * 201, "", 7, None, ["a"]])
async def test_an_assertion_whose_id_cannot_be_kept_is_refused(world: World, jti: object) -> None:
    key = await registered(world)
    assertion = jwt.encode(
        {"alg": "ES384", "kid": key.kid}, claims(world, jti=jti), key, algorithms=["ES384"]
    )
    answer = await ask(world, client_assertion_type=ASSERTION, client_assertion=assertion)
    assert_oauth(answer, 401, "invalid-client", "invalid_client")


async def test_an_assertion_shown_twice_at_once_gives_one_token(world: World) -> None:
    key = await registered(world)
    assertion = jwt.encode(
        {"alg": "ES384", "kid": key.kid}, claims(world), key, algorithms=["ES384"]
    )
    shown = (
        ask(world, client_assertion_type=ASSERTION, client_assertion=assertion) for _ in range(6)
    )
    got = await statuses(*shown)
    assert sorted(got) == [200, 401, 401, 401, 401, 401]


async def test_one_clients_key_opens_no_other_client(world: World, other: World) -> None:
    key = await registered(world)
    theirs = client_id(other)
    for changes in ({"iss": theirs, "sub": theirs}, {"sub": theirs}, {"iss": theirs}):
        assertion = jwt.encode(
            {"alg": "ES384", "kid": key.kid}, claims(world, **changes), key, algorithms=["ES384"]
        )
        answer = await ask(world, client_assertion_type=ASSERTION, client_assertion=assertion)
        assert_oauth(answer, 401, "invalid-client", "invalid_client")


async def test_a_person_is_no_client(world: World) -> None:
    person = world.people["supervisor"]
    answer = await ask(world, headers=basic(f"{person.tenant_id}.{person.id}", SECRET))
    assert_oauth(answer, 401, "invalid-client", "invalid_client")


async def test_a_form_of_many_fields_is_read_in_bounded_time(world: World) -> None:
    async with Api(world.app, None) as api:
        began = time.perf_counter()
        answer = await api.http.post(
            "/oauth/token",
            content=b"a&" * 130_000,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        seconds = time.perf_counter() - began
    assert answer.status_code in {400, 413, 422}
    assert seconds < 0.5
