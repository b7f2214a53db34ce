"""The key of this installation, and the tokens it signs: for systems, and in development for the demo's people."""

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from app.settings import Settings

AUDIENCE = "earlybridge"
ALGORITHM = "ES256"
CURVE = "P-256"
MAKE_ONE = "make one with: earlybridge token --new-key FILE"
DEVELOPMENT_MINUTES = 720


class NoSigningKey(RuntimeError):
    """The message says where none is, and holds nothing of what is there."""


def load_signing_key(path: Path, *, may_create: bool) -> ECKey:
    """Read the private key with which this installation signs.

    Development makes one on first use, readable by its owner only. Raises:
    NoSigningKey.
    """
    if not path.exists():
        if not may_create:
            raise NoSigningKey(f"there is no signing key at {path}; {MAKE_ONE}")
        write_signing_key(path)
    try:
        key = ECKey.import_key(json.loads(path.read_text()))
    except OSError as exc:
        raise NoSigningKey(f"the signing key {path} cannot be read: {exc.strerror}") from None
    except (ValueError, JoseError):
        raise NoSigningKey(f"{path} holds no signing key; {MAKE_ONE}") from None
    if not key.is_private or key.curve_name != CURVE:
        raise NoSigningKey(f"{path} holds no private key of {CURVE}; {MAKE_ONE}")
    key.ensure_kid()
    return key


def write_signing_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    key = ECKey.generate_key(CURVE, auto_kid=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        json.dump(key.as_dict(private=True), out)


@dataclass(frozen=True)
class Signer:
    settings: Settings
    key: ECKey

    @property
    def dev_issuer(self) -> str:
        return f"{self.settings.issuer}/dev"

    def sign_for_client(self, tenant_id: UUID, subject: str, roles: list[str], scope: str) -> str:
        claims = {"tenant": str(tenant_id), "sub": subject, "roles": roles, "scope": scope}
        return self._sign(self.settings.issuer, claims, self.settings.token_minutes)

    def sign_for_demo_person(self, tenant_id: UUID, subject: str, roles: list[str]) -> str:
        """Raises: RuntimeError in production."""
        if not self.settings.dev_issuer_on:
            raise RuntimeError(
                "the development issuer is off: production signs in people elsewhere"
            )
        claims = {"tenant": str(tenant_id), "sub": subject, "roles": roles}
        return self._sign(self.dev_issuer, claims, DEVELOPMENT_MINUTES)

    def _sign(self, issuer: str, claims: dict[str, Any], minutes: int) -> str:
        issued = int(time.time())
        payload = {
            **claims,
            "iss": issuer,
            "aud": AUDIENCE,
            "iat": issued,
            "exp": issued + minutes * 60,
        }
        return jwt.encode({"alg": ALGORITHM, "kid": self.key.kid}, payload, self.key)

    def public_keys(self) -> dict[str, Any]:
        return {"keys": [{**self.key.as_dict(private=False), "use": "sig", "alg": ALGORITHM}]}
