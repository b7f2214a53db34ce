"""Access tokens of trusted issuers: this installation's own, and the outside identity provider's."""

import base64
import hashlib
import json
import time
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import httpx
import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.auth import Actor, scopes_of
from app.directory import Directory
from app.errors import Busy, TokenRefused
from app.settings import Settings
from app.signing import ALGORITHM, AUDIENCE, Signer

FOREIGN_ALGORITHMS = ["RS256", "RS384", "ES256", "ES384", "PS256", "EdDSA"]
CACHE_SIZE, CACHE_SECONDS = 4096, 300
LEEWAY = 30

log = structlog.get_logger("earlybridge.tokens")


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
        except (httpx.HTTPError, ValueError, KeyError, JoseError) as exc:
            log.warning("no keys of the identity provider", error=type(exc).__name__)


@dataclass
class Tokens:
    """Checks bearer tokens; remembers good ones, since a check costs a curve operation.

    Until they expire, and as long as the directory remembers their organisation
    at most: a key that its issuer withdrew counts no longer after five minutes.
    The account itself is looked at by every transaction.
    """

    settings: Settings
    signer: Signer
    directory: Directory
    _seen: dict[bytes, tuple[float, Actor]] = field(default_factory=dict)
    _foreign: ForeignKeys | None = None

    def __post_init__(self) -> None:
        if self.settings.oidc_issuer:
            self._foreign = ForeignKeys(self.settings.oidc_issuer)

    async def actor(self, token: str) -> Actor:
        """Raises: TokenRefused."""
        digest = hashlib.sha256(token.encode()).digest()
        held = self._seen.get(digest)
        if held and held[0] > time.time():
            return held[1]
        claims, actor = await self._check(token)
        while len(self._seen) >= CACHE_SIZE:
            del self._seen[next(iter(self._seen))]  # the one remembered first
        self._seen[digest] = (min(time.time() + CACHE_SECONDS, claims["exp"]), actor)
        return actor

    async def _check(self, token: str) -> tuple[dict[str, Any], Actor]:
        if len(token) > 8192:
            raise TokenRefused
        try:
            unverified = _unverified(token)
            issuer = unverified[1].get("iss")
            if issuer == self.settings.issuer:
                claims = jwt.decode(token, self.signer.key, algorithms=[ALGORITHM]).claims
                _valid(claims, issuer, AUDIENCE)
                return claims, await self._system(claims)
            if issuer == self.signer.dev_issuer and self.settings.dev_issuer_on:
                claims = jwt.decode(token, self.signer.key, algorithms=[ALGORITHM]).claims
                _valid(claims, issuer, AUDIENCE)
                return claims, await self._person(claims, "tenant", "roles")
            if self._foreign and issuer == self._foreign.issuer:
                keys = await self._foreign.for_kid(unverified[0].get("kid"))
                claims = jwt.decode(token, keys, algorithms=FOREIGN_ALGORITHMS).claims
                _valid(claims, issuer, self.settings.oidc_audience)
                return claims, await self._person(
                    claims, self.settings.oidc_tenant_claim, self.settings.oidc_roles_claim
                )
        except (JoseError, ValueError, KeyError, TypeError, RecursionError):
            raise TokenRefused from None
        raise TokenRefused

    async def _system(self, claims: dict[str, Any]) -> Actor:
        actor = await self._person(claims, "tenant", "roles")
        return replace(actor, scopes=actor.scopes & frozenset(str(claims["scope"]).split()))

    async def _person(self, claims: dict[str, Any], tenant_claim: str, roles_claim: str) -> Actor:
        home = await self.directory.find(UUID(str(claims[tenant_claim])))
        if home is None:
            raise TokenRefused
        roles = tuple(str(r) for r in claims[roles_claim])
        return Actor(home, str(claims["sub"]), roles, scopes_of(roles))


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
