"""The token endpoint: Basic, private_key_jwt, one wording for every failure."""

import json
import time
from typing import Any
from uuid import uuid4

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.api import Api
from tests.factories.problem import assert_oauth, assert_problem
from tests.factories.world import SECRET, World

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def client_id(world: World, name: str = "agency") -> str:
    person = world.people[name]
    return f"{person.tenant_id}.{person.id}"


async def ask(world: World, *, auth: tuple[str, str] | None = None, **form: str) -> httpx.Response:
    data = {"grant_type": "client_credentials", **form}
    basic = httpx.BasicAuth(*auth) if auth else httpx.USE_CLIENT_DEFAULT
    return await world.api(None).http.post("/oauth/token", data=data, auth=basic)


@pytest.fixture(autouse=True)
async def fresh_buckets(world: World) -> None:
    await world.change("delete from eb.rate_bucket")


async def test_a_secret_gives_a_token_that_works(world: World) -> None:
    answer = await ask(world, auth=(client_id(world), SECRET))
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert set(body) == {"access_token", "token_type", "expires_in", "scope"}
    async with Api(world.app, body["access_token"]) as api:
        assert (await api.get("/v1/referrals")).status_code == 200
        assert (await api.get("/v1/students")).status_code == 403


async def test_a_narrower_scope_narrows_and_a_wider_one_is_refused(world: World) -> None:
    narrow = (await ask(world, auth=(client_id(world), SECRET), scope="referral:write")).json()
    assert narrow["scope"] == "referral:write"
    async with Api(world.app, narrow["access_token"]) as api:
        assert (await api.get("/v1/referrals")).status_code == 403
    wide = await ask(world, auth=(client_id(world), SECRET), scope="student:read")
    assert_oauth(wide, 400, "invalid-scope", "invalid_scope")


async def test_every_failure_is_worded_alike(world: World) -> None:
    unknown = f"{uuid4()}.{uuid4()}"
    tries = [
        await ask(world, auth=(client_id(world), "wrong")),
        await ask(world, auth=(unknown, SECRET)),
        await ask(world, auth=("no-dot", SECRET)),
        await ask(world, auth=(client_id(world, "coordinator"), SECRET)),
        await ask(world),
        await ask(world, client_assertion_type=ASSERTION, client_assertion="a.b.c"),
    ]
    bodies = [assert_oauth(t, 401, "invalid-client", "invalid_client") for t in tries]
    assert all(b == bodies[0] for b in bodies)
    assert all(t.headers["www-authenticate"].startswith("Basic") for t in tries)


async def test_another_grant_is_refused(world: World) -> None:
    answer = await world.api(None).http.post(
        "/oauth/token", data={"grant_type": "password"}, auth=("a", "b")
    )
    assert_oauth(answer, 400, "unsupported-grant-type", "unsupported_grant_type")


@pytest.mark.parametrize(
    "sent",
    [
        {"content": b"scope=x"}, {"content": b""}, {"content": b"grant_type="},
        {"content": b"grant_type=client_credentials&scope=" + b"x" * 500},
        {"content": b"grant_type=client_credentials&grant_type=client_credentials"},
        {"content": b"grant_type=client_credentials&scope=a&scope=b"},
        {"content": b"grant_type=client_credentials&other=a&other=b"},
        {"json": {"grant_type": "client_credentials"}},
    ],
)  # fmt: skip
async def test_a_request_that_is_no_such_form_is_refused_in_oauths_words(
    world: World, sent: dict[str, Any]
) -> None:
    form = {} if "json" in sent else {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await world.api(None).http.post(
        "/oauth/token", auth=(client_id(world), SECRET), headers=form, **sent
    )
    assert_oauth(answer, 400, "invalid-request", "invalid_request")


async def test_a_withdrawn_client_gets_no_token_and_its_old_one_stops_working(world: World) -> None:
    token = (await ask(world, auth=(client_id(world), SECRET))).json()["access_token"]
    await world.change(
        "update eb.principal set is_active = false where id = :i", i=world.people["agency"].id
    )
    assert_oauth(
        await ask(world, auth=(client_id(world), SECRET)), 401, "invalid-client", "invalid_client"
    )
    async with Api(world.app, token) as api:
        assert_problem(await api.get("/v1/referrals"), 401, "principal-inactive")


async def _register(world: World, key: ECKey | RSAKey) -> None:
    public = json.dumps({"keys": [key.as_dict(private=False)]})
    await world.change(
        "update eb.client_credential set public_keys = cast(:k as jsonb) where tenant_id = :t",
        k=public,
        t=world.agency_id,
    )


def _assertion(world: World, key: ECKey | RSAKey, alg: str, **changes: Any) -> str:
    name = client_id(world)
    claims = {
        "iss": name,
        "sub": name,
        "aud": "http://127.0.0.1:8000/oauth/token",
        "exp": int(time.time()) + 120,
        "jti": str(uuid4()),
    }
    key.ensure_kid()
    return jwt.encode({"alg": alg, "kid": key.kid}, {**claims, **changes}, key, algorithms=[alg])


@pytest.mark.parametrize("kind", ["ES384", "RS384"])
async def test_a_signed_assertion_gives_a_token_once(
    world: World, owner: AsyncEngine, kind: str
) -> None:
    key = ECKey.generate_key("P-384") if kind == "ES384" else RSAKey.generate_key(2048)
    await _register(world, key)
    assertion = _assertion(world, key, kind)
    first = await ask(world, client_assertion_type=ASSERTION, client_assertion=assertion)
    assert first.status_code == 200, first.text
    again = await ask(world, client_assertion_type=ASSERTION, client_assertion=assertion)
    assert_oauth(again, 401, "invalid-client", "invalid_client")


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": 1}, {"exp": int(time.time()) + 3600}, {"exp": "soon"}, {"aud": "https://elsewhere"}, {"sub": "x"}, {"jti": ""},
        {"jti": 7}, {"aud": None}, {"nbf": int(time.time()) + 86_400}, {"nbf": "soon"},
    ],
)  # fmt: skip
async def test_an_assertion_for_others_or_for_too_long_is_refused(
    world: World, changes: dict[str, Any]
) -> None:
    key = ECKey.generate_key("P-384")
    await _register(world, key)
    assertion = _assertion(world, key, "ES384", **changes)
    assert_oauth(
        await ask(world, client_assertion_type=ASSERTION, client_assertion=assertion),
        401,
        "invalid-client",
        "invalid_client",
    )


async def test_an_assertion_by_another_key_or_algorithm_is_refused(world: World) -> None:
    await _register(world, ECKey.generate_key("P-384"))
    stranger = ECKey.generate_key("P-384")
    assert_oauth(
        await ask(
            world,
            client_assertion_type=ASSERTION,
            client_assertion=_assertion(world, stranger, "ES384"),
        ),
        401,
        "invalid-client",
        "invalid_client",
    )
    weak = ECKey.generate_key("P-256")
    await _register(world, weak)
    assert_oauth(
        await ask(
            world,
            client_assertion_type=ASSERTION,
            client_assertion=_assertion(world, weak, "ES256"),
        ),
        401,
        "invalid-client",
        "invalid_client",
    )


async def test_guessing_is_slowed_down_for_all_replicas(world: World) -> None:
    answers = [await ask(world, auth=(client_id(world), f"guess {n}")) for n in range(25)]
    limited = [a for a in answers if a.status_code == 429]
    assert limited
    assert_oauth(limited[0], 429, "too-many-requests", "temporarily_unavailable")
    assert all(int(a.headers["retry-after"]) >= 1 for a in limited)


async def test_the_metadata_says_where_and_how(world: World) -> None:
    found = (await world.api(None).get("/.well-known/oauth-authorization-server")).json()
    assert found["token_endpoint"].endswith("/oauth/token")
    keys = (await world.api(None).get("/oauth/jwks")).json()["keys"]
    assert all("d" not in k for k in keys)
