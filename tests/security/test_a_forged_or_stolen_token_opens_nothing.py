"""Somebody with a token that is not, or not any more, theirs to use."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any
from uuid import uuid4

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from app.signing import Signer
from tests.factories.api import Api
from tests.factories.problem import assert_problem
from tests.factories.world import World


def part(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def signer_of(world: World) -> Signer:
    held: Signer = world.app.state.signer
    return held


def claims_of(world: World, **changes: Any) -> dict[str, Any]:
    """Claims that the development issuer would sign for the program's supervisor."""
    person = world.people["supervisor"]
    now = int(time.time())
    return {
        "iss": signer_of(world).dev_issuer, "aud": "earlybridge", "iat": now, "exp": now + 600,
        "tenant": str(person.tenant_id), "sub": person.subject, "roles": person.roles, **changes,
    }  # fmt: skip


def signed(world: World, header: dict[str, Any] | None = None, **changes: Any) -> str:
    """Really signed by this installation: what the claims say decides alone."""
    head = {"alg": "ES256", **(header or {})}
    return jwt.encode(head, claims_of(world, **changes), signer_of(world).key)


async def shown(world: World, token: str, path: str = "/v1/students") -> httpx.Response:
    async with Api(world.app, token) as api:
        return await api.get(path)


async def test_the_token_that_the_others_are_variations_of_is_good(world: World) -> None:
    assert (await shown(world, signed(world))).status_code == 200


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", ""])
async def test_an_unsigned_token_is_refused(world: World, alg: str) -> None:
    bare = f"{part({'alg': alg, 'typ': 'JWT'})}.{part(claims_of(world))}."
    assert_problem(await shown(world, bare), 401, "unauthenticated")


async def test_the_public_key_is_no_shared_secret(world: World) -> None:
    key = signer_of(world).key
    for secret in (key.as_pem(private=False), json.dumps(key.as_dict(private=False)).encode()):
        said = f"{part({'alg': 'HS256', 'kid': key.kid})}.{part(claims_of(world))}"
        mark = hmac.new(secret, said.encode(), hashlib.sha256).digest()
        assert_problem(await shown(world, f"{said}.{part(mark)}"), 401, "unauthenticated")


@pytest.mark.parametrize("name", ["jwk", "jku", "x5u", "x5c", "kid"])
async def test_a_key_that_the_token_brings_along_is_not_used(world: World, name: str) -> None:
    own = ECKey.generate_key("P-256", auto_kid=True)
    brought = {
        "jwk": own.as_dict(private=False), "jku": "https://evil.example/keys", "x5u": "https://evil.example/cert",
        "x5c": ["AAAA"], "kid": "../../../dev/null",
    }  # fmt: skip
    head = f"{part({'alg': 'ES256', name: brought[name]})}.{part(claims_of(world))}"
    mark = jwt.encode({"alg": "ES256"}, claims_of(world), own).rsplit(".", 1)[1]
    assert_problem(await shown(world, f"{head}.{mark}"), 401, "unauthenticated")


async def test_a_token_with_another_claim_or_mark_is_refused(world: World) -> None:
    head, _, mark = signed(world).split(".")
    richer = part(claims_of(world, roles=["administrator"]))
    for token in (f"{head}.{richer}.{mark}", f"{head}.{richer}.", f"{head}.{richer}.{'A' * 86}"):
        assert_problem(await shown(world, token), 401, "unauthenticated")


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another-service"}, {"aud": None}, {"aud": ["a", "b"]}, {"aud": {"earlybridge": 1}},
        {"iss": "https://evil.example"}, {"iss": ["x"]}, {"exp": 0}, {"exp": "9999999999"}, {"exp": None},
        {"exp": int(time.time()) - 31}, {"nbf": int(time.time()) + 3600}, {"nbf": "soon"}, {"sub": ""}, {"sub": None},
        {"tenant": "x"}, {"tenant": None}, {"tenant": str(uuid4())}, {"roles": None},
    ],
)  # fmt: skip
async def test_a_signed_token_for_another_place_time_or_person_is_refused(
    world: World, changes: dict[str, Any]
) -> None:
    assert_problem(await shown(world, signed(world, **changes)), 401, "unauthenticated")


async def test_clocks_may_differ_by_half_a_minute_and_no_more(world: World) -> None:
    now = int(time.time())
    assert (await shown(world, signed(world, exp=now - 10))).status_code == 200
    assert_problem(await shown(world, signed(world, exp=now - 40)), 401, "unauthenticated")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"roles": ["administrator"]}, "principal-inactive"),
        ({"roles": ["supervisor", "auditor"]}, "principal-inactive"),
        ({"sub": "nobody-1"}, "principal-inactive"),
        ({"roles": "supervisor"}, "forbidden"),
        ({"roles": []}, "forbidden"),
        ({"roles": ["eb_owner", "*", "root"]}, "forbidden"),
    ],
)
async def test_roles_that_the_program_never_gave_open_nothing(
    world: World, changes: dict[str, Any], code: str
) -> None:
    answer = await shown(world, signed(world, **changes))
    assert_problem(answer, 403 if code == "forbidden" else 401, code)


async def test_a_token_of_one_county_is_nobody_in_the_other(world: World, other: World) -> None:
    for path in ("/v1/students", "/v1/me", "/v1/deadlines", "/v1/access-log"):
        answer = await shown(world, signed(world, tenant=str(other.program_id), sub="nobody"), path)
        assert_problem(answer, 401, "principal-inactive")


async def test_a_clients_token_cannot_widen_its_own_scope(world: World) -> None:
    person = world.people["agency"]
    token = signer_of(world).sign_for_client(
        person.tenant_id, person.subject, person.roles, "referral:read student:read event:write"
    )
    async with Api(world.app, token) as api:
        assert (await api.get("/v1/referrals")).status_code == 200
        assert_problem(await api.get("/v1/students"), 403, "forbidden")
        assert_problem(await api.post("/v1/referrals", {}), 403, "forbidden")


DEEP: list[Any] = [b"[" * 5000, b'{"a":' * 1000, b"9" * 5000, b"\xff\xfe[", [], None]


@pytest.mark.parametrize(
    "token",
    [
        f"{part({'alg': 'ES256'})}.{part(deep)}.x"
        for deep in DEEP
    ]
    + [
        f"{part(b'[' * 5000)}.{part({'iss': 'x'})}.x", f"{part(None)}.{part(None)}.{part(None)}",
        "..", "." * 8000, "=.=.=", "a" * 8193,
    ],
)  # fmt: skip
async def test_a_token_made_to_break_its_reader_is_refused_as_any_other(
    world: World, token: str
) -> None:
    assert_problem(await shown(world, token), 401, "unauthenticated")


@pytest.mark.parametrize(
    "header", ["Basic eDp5", "bearer", "Bearer  ", "Token x", "Bearer a b", ""]
)
async def test_another_way_to_authenticate_is_none(world: World, header: str) -> None:
    answer = await world.api(None).http.get("/v1/me", headers={"Authorization": header})
    assert_problem(answer, 401, "unauthenticated")


async def test_a_token_counts_in_its_header_and_nowhere_else(world: World) -> None:
    token = signed(world)
    api = world.api(None)
    assert_problem(await api.get(f"/v1/me?access_token={token}"), 401, "unauthenticated")
    answer = await api.http.get("/v1/me", headers={"Cookie": f"access_token={token}"})
    assert_problem(answer, 401, "unauthenticated")


async def test_the_tenant_comes_from_the_token_whatever_else_the_request_says(
    world: World, other: World
) -> None:
    theirs = str(other.program_id)
    answer = await world.supervisor.get(
        "/v1/me",
        headers={"X-Tenant-Id": theirs, "X-Tenant": theirs, "X-Forwarded-User": "root"},
    )
    assert answer.json()["organisation"]["id"] == str(world.program_id)
