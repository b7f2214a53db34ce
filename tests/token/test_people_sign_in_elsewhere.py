"""Tokens of an outside identity provider, and the development issuer that production refuses."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import respx
from joserfc import jwt
from joserfc.jwk import RSAKey
from pydantic import AnyHttpUrl, SecretStr, ValidationError

from app.errors import Busy, Unauthenticated
from app.settings import Settings
from app.signing import Signer
from app.tokens import Tokens
from tests.factories.world import World

ISSUER = "https://login.example.org"


@pytest.fixture
def key() -> RSAKey:
    return RSAKey.generate_key(2048, auto_kid=True)


@pytest.fixture
def provider(key: RSAKey) -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as mock:
        mock.get(f"{ISSUER}/.well-known/openid-configuration").respond(
            json={"issuer": ISSUER, "jwks_uri": f"{ISSUER}/keys"}
        )
        mock.get(f"{ISSUER}/keys").respond(json={"keys": [key.as_dict(private=False)]})
        yield mock


def tokens_of(world: World) -> Tokens:
    settings = Settings(oidc_issuer=ISSUER, oidc_audience="earlybridge-api")
    signer: Signer = world.app.state.signer
    return Tokens(settings, signer, world.app.state.directory)


def token(world: World, key: RSAKey, alg: str = "RS256", **changes: Any) -> str:
    claims = {
        "iss": ISSUER, "aud": ["earlybridge-api", "other"], "sub": "coordinator-1", "exp": int(time.time()) + 60,
        "earlybridge_tenant": str(world.program_id), "earlybridge_roles": ["coordinator"], **changes,
    }  # fmt: skip
    return jwt.encode(
        {"alg": alg, "kid": key.kid},
        {k: v for k, v in claims.items() if v is not None},
        key,
        algorithms=[alg],
    )


async def test_a_person_of_the_identity_provider_is_known_by_tenant_and_roles(
    world: World, key: RSAKey, provider: respx.MockRouter
) -> None:
    actor = await tokens_of(world).actor(token(world, key))
    assert (actor.tenant_id, actor.subject, actor.roles) == (
        world.program_id,
        "coordinator-1",
        ("coordinator",),
    )
    assert "student:read" in actor.scopes


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "somebody-else"}, {"exp": 1}, {"exp": None}, {"sub": ""}, {"nbf": 4_000_000_000}, {"earlybridge_tenant": "x"},
        {"earlybridge_tenant": None}, {"earlybridge_roles": None}, {"iss": "https://evil.example.org"},
        {"earlybridge_tenant": "00000000-0000-0000-0000-000000000000"},
    ],
)  # fmt: skip
async def test_a_token_for_others_is_refused(
    world: World, key: RSAKey, provider: respx.MockRouter, changes: dict[str, Any]
) -> None:
    with pytest.raises(Unauthenticated):
        await tokens_of(world).actor(token(world, key, **changes))


async def test_a_strangers_signature_and_a_foreign_algorithm_are_refused(
    world: World, key: RSAKey, provider: respx.MockRouter
) -> None:
    stranger = RSAKey.generate_key(2048, auto_kid=True)
    with pytest.raises(Unauthenticated):
        await tokens_of(world).actor(token(world, stranger))
    with pytest.raises(Unauthenticated):
        await tokens_of(world).actor(token(world, key, alg="RS512"))


async def test_unknown_keys_are_fetched_at_most_every_five_seconds(
    world: World, key: RSAKey, provider: respx.MockRouter
) -> None:
    checked = tokens_of(world)
    for _ in range(5):
        with pytest.raises(Unauthenticated):
            await checked.actor(token(world, RSAKey.generate_key(2048, auto_kid=True)))
    assert provider.calls.call_count == 2


async def test_a_silent_identity_provider_is_busy_not_unauthenticated(
    world: World, key: RSAKey
) -> None:
    with respx.mock() as mock:
        mock.get(f"{ISSUER}/.well-known/openid-configuration").mock(
            side_effect=httpx.ConnectTimeout("slow")
        )
        with pytest.raises(Busy):
            await tokens_of(world).actor(token(world, key))


def test_production_refuses_the_development_issuer_and_missing_secrets() -> None:
    with pytest.raises(ValidationError, match="DEV_ISSUER"):
        Settings(environment="production", dev_issuer=True)
    with pytest.raises(
        ValidationError, match="EARLYBRIDGE_SIGNING_KEY_FILE, EARLYBRIDGE_FILES_URL"
    ):
        Settings(environment="production", database_url=SecretStr("postgresql://x"))


async def test_production_does_not_know_the_development_issuers_tokens(
    world: World, tmp_path: Any
) -> None:
    settings = Settings(
        environment="production",
        public_url=AnyHttpUrl("https://eb.example"),
        database_url=SecretStr("postgresql://x"),
        signing_key_file=tmp_path / "k",
        files_url="file:///srv/files",
        oidc_issuer=ISSUER,
    )
    signer: Signer = world.app.state.signer
    with pytest.raises(Unauthenticated):
        await Tokens(settings, signer, world.app.state.directory).actor(world.token("coordinator"))
    with pytest.raises(RuntimeError):
        Signer(settings, signer.key).sign_for_demo_person(world.program_id, "x", [])
