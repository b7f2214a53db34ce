"""Access tokens: checked from trusted issuers, signed for systems and for the demo's people."""

import base64
import hashlib
import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from app.auth import Actor, scopes_of
from app.errors import Busy, Unauthenticated
from app.settings import Settings

AUDIENCE = "earlybridge"
OWN_ALGORITHM = "ES256"
FOREIGN_ALGORITHMS = ["RS256", "RS384", "ES256", "ES384", "PS256", "EdDSA"]
CACHE_SIZE, CACHE_SECONDS = 4096, 60
LEEWAY = 30


def load_signing_key(path: Path, *, may_create: bool) -> ECKey:
    """Read the private key with which this installation signs.

    Development makes one on first use, readable by its owner only. Raises:
    FileNotFoundError where it may not be made.
    """
    if not path.exists():
        if not may_create:
            raise FileNotFoundError(
                f"no signing key at {path}; make one with: earlybridge token --new-key FILE"
            )
        write_signing_key(path)
    key = ECKey.import_key(json.loads(path.read_text()))
    key.ensure_kid()
    return key


def write_signing_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    key = ECKey.generate_key("P-256", auto_kid=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        json.dump(key.as_dict(private=True), out)


@dataclass
class ForeignKeys:
    """Public keys of the outside identity provider, refetched at most every five seconds."""

    issuer: str
    fetched_at: float = -1e9
    keys: KeySet | None = None

    async def for_kid(self, kid: str | None) -> KeySet:
        if self.keys is None or kid not in {k.kid for k in self.keys.keys}:
            await self._refresh()
        if self.keys is None:
            raise Busy("The identity provider does not answer.", retry_after=5)
        return self.keys

    async def _refresh(self) -> None:
        if time.monotonic() - self.fetched_at < 5:
            return
        self.fetched_at = time.monotonic()
        try:
            async with httpx.AsyncClient(timeout=5, follow_redirects=False) as client:
                about = await client.get(
                    f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
                )
                about.raise_for_status()
                found = await client.get(str(about.json()["jwks_uri"]))
                found.raise_for_status()
                self.keys = KeySet.import_key_set(found.json())
        except (httpx.HTTPError, ValueError, KeyError, JoseError):
            return


@dataclass
class Tokens:
    """Checks bearer tokens; remembers good ones for a minute, since a check costs a curve operation."""

    settings: Settings
    key: ECKey
    _seen: dict[bytes, tuple[float, Actor]] = field(default_factory=dict)
    _foreign: ForeignKeys | None = None

    def __post_init__(self) -> None:
        if self.settings.oidc_issuer:
            self._foreign = ForeignKeys(self.settings.oidc_issuer)

    async def actor(self, token: str) -> Actor:
        """Raises: Unauthenticated."""
        digest = hashlib.sha256(token.encode()).digest()
        held = self._seen.get(digest)
        if held and held[0] > time.time():
            return held[1]
        claims, actor = await self._check(token)
        if len(self._seen) >= CACHE_SIZE:
            self._seen.clear()
        self._seen[digest] = (min(time.time() + CACHE_SECONDS, claims["exp"]), actor)
        return actor

    async def _check(self, token: str) -> tuple[dict[str, Any], Actor]:
        if len(token) > 8192:
            raise Unauthenticated
        try:
            unverified = _unverified(token)
            issuer = unverified[1].get("iss")
            if issuer == self.settings.issuer:
                claims = jwt.decode(token, self.key, algorithms=[OWN_ALGORITHM]).claims
                _valid(claims, issuer, AUDIENCE)
                return claims, self._own_actor(claims)
            if issuer == self._dev_issuer and self.settings.dev_issuer_on:
                claims = jwt.decode(token, self.key, algorithms=[OWN_ALGORITHM]).claims
                _valid(claims, issuer, AUDIENCE)
                return claims, _person(claims, "tenant", "roles")
            if self._foreign and issuer == self._foreign.issuer:
                keys = await self._foreign.for_kid(unverified[0].get("kid"))
                claims = jwt.decode(token, keys, algorithms=FOREIGN_ALGORITHMS).claims
                _valid(claims, issuer, self.settings.oidc_audience)
                return claims, _person(
                    claims, self.settings.oidc_tenant_claim, self.settings.oidc_roles_claim
                )
        except (JoseError, ValueError, KeyError, TypeError):
            raise Unauthenticated from None
        raise Unauthenticated

    @property
    def _dev_issuer(self) -> str:
        return f"{self.settings.issuer}/dev"

    def _own_actor(self, claims: dict[str, Any]) -> Actor:
        roles = tuple(map(str, claims["roles"]))
        granted = frozenset(str(claims["scope"]).split()) & scopes_of(roles)
        return Actor(UUID(claims["tenant"]), str(claims["sub"]), roles, granted)

    def sign_for_client(self, tenant_id: UUID, subject: str, roles: list[str], scope: str) -> str:
        return self._sign(
            self.settings.issuer,
            {"tenant": str(tenant_id), "sub": subject, "roles": roles, "scope": scope},
        )

    def sign_for_demo_person(self, tenant_id: UUID, subject: str, roles: list[str]) -> str:
        """Raises: RuntimeError in production."""
        if not self.settings.dev_issuer_on:
            raise RuntimeError(
                "the development issuer is off: production signs in people elsewhere"
            )
        return self._sign(
            self._dev_issuer,
            {"tenant": str(tenant_id), "sub": subject, "roles": roles},
            minutes=720,
        )

    def _sign(self, issuer: str, claims: dict[str, Any], minutes: int | None = None) -> str:
        issued = int(time.time())
        lasts = (minutes or self.settings.token_minutes) * 60
        payload = {**claims, "iss": issuer, "aud": AUDIENCE, "iat": issued, "exp": issued + lasts}
        return jwt.encode({"alg": OWN_ALGORITHM, "kid": self.key.kid}, payload, self.key)

    def public_keys(self) -> dict[str, Any]:
        return {"keys": [{**self.key.as_dict(private=False), "use": "sig", "alg": OWN_ALGORITHM}]}


def _unverified(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read header and claims to choose the key; nothing is believed before the signature holds."""
    parts = token.split(".")
    if len(parts) != 3:
        raise ValueError("not a JWS")
    header, claims = (
        json.loads(base64.urlsafe_b64decode(p + "=" * (-len(p) % 4))) for p in parts[:2]
    )
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise ValueError("not a JWT")
    return header, claims


def _valid(claims: dict[str, Any], issuer: str, audience: str) -> None:
    aud = claims.get("aud")
    now = time.time()
    if claims.get("iss") != issuer or audience not in (aud if isinstance(aud, list) else [aud]):
        raise ValueError("issuer or audience")
    if not isinstance(claims.get("exp"), int | float) or claims["exp"] <= now - LEEWAY:
        raise ValueError("expired")
    if claims.get("nbf", 0) > now + LEEWAY or not claims.get("sub"):
        raise ValueError("not yet valid, or nobody")


def _person(claims: dict[str, Any], tenant_claim: str, roles_claim: str) -> Actor:
    roles = tuple(str(r) for r in claims[roles_claim])
    return Actor(UUID(str(claims[tenant_claim])), str(claims["sub"]), roles, scopes_of(roles))
