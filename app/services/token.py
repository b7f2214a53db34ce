"""The token endpoint: who a system is, proved by a secret or by a signature."""

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from starlette.responses import Response

from app.auth import ROLE_SCOPES, scopes_of
from app.db import Database
from app.errors import Problem, TooManyRequests
from app.models.schemas.token import ServerMetadata, TokenRead
from app.services import turn
from app.services.queries import token as queries
from app.signing import Signer

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHMS = ["RS384", "ES384"]
LONGEST_ASSERTION_SECONDS = 300
LEEWAY = 30
DOOR = turn.Door(
    name="token",
    burst=20.0,
    per_second=1.0,
    said="Too many attempts to get a token. Wait, then try again.",
)


class OAuthProblem(Problem):
    """Error of the token endpoint, as RFC 6749 section 5.2 words it, inside a problem."""

    error: ClassVar[str] = "invalid_request"

    def response(self) -> Response:
        return as_oauth(self, self.error)


def as_oauth(problem: Problem, error: str) -> Response:
    """A problem with the members, and of the media type, that OAuth's clients know."""
    problem.extra = {**problem.extra, "error": error, "error_description": problem.said}
    response = Problem.response(problem)
    response.headers["Content-Type"] = "application/json"
    response.headers["Cache-Control"] = "no-store"
    return response


class InvalidRequest(OAuthProblem):
    status, code, title = 400, "invalid-request", "The request is not valid"
    detail = (
        "Send a form (application/x-www-form-urlencoded) with grant_type=client_credentials, "
        "each parameter once and none longer than the contract says."
    )


class InvalidClient(OAuthProblem):
    status, code, title, error = (
        401,
        "invalid-client",
        "The client could not be authenticated",
        "invalid_client",
    )
    detail = "Unknown client, wrong secret or wrong signature."

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": 'Basic realm="earlybridge"'})


class UnsupportedGrant(OAuthProblem):
    status, code, title, error = (
        400,
        "unsupported-grant-type",
        "This grant type is not supported",
        "unsupported_grant_type",
    )
    detail = "Use grant_type=client_credentials."


class InvalidScope(OAuthProblem):
    status, code, title, error = (
        400,
        "invalid-scope",
        "The client may not have this scope",
        "invalid_scope",
    )


TOKEN_PROBLEMS = (InvalidRequest, InvalidClient, UnsupportedGrant, InvalidScope, TooManyRequests)


@dataclass(frozen=True, slots=True)
class Proof:
    """What the client shows. `address` is only used to slow down guessing."""

    authorization: str | None
    assertion_type: str | None
    assertion: str | None
    address: str


@dataclass(frozen=True, slots=True)
class ClientId:
    """`<organisation>.<principal>`: a client belongs to one tenant."""

    tenant_id: UUID
    principal_id: UUID

    @classmethod
    def parse(cls, text: str) -> "ClientId":
        """Raises: InvalidClient."""
        tenant, _dot, principal = text.partition(".")
        try:
            return cls(UUID(tenant), UUID(principal))
        except ValueError:
            raise InvalidClient from None

    @property
    def name(self) -> str:
        """The one spelling of an id that can be written in many."""
        return f"{self.tenant_id}.{self.principal_id}"


def refuse_repeated(names: list[str]) -> None:
    """RFC 6749, section 3.2: no parameter more than once. Raises: InvalidRequest."""
    if len(set(names)) != len(names):
        raise InvalidRequest("A parameter is sent more than once.")


async def issue(
    base: Database, signer: Signer, grant_type: str, scope: str | None, proof: Proof
) -> TokenRead:
    """Raises: TOKEN_PROBLEMS."""
    await turn.take(base, DOOR, turn.at(proof.address))
    if grant_type != "client_credentials":
        raise UnsupportedGrant
    client, found = await _authenticated(base, signer, proof)
    may = scopes_of(tuple(found["roles"]))
    asked = frozenset(scope.split()) if scope else may
    if not asked <= may:
        raise InvalidScope(f"This client may have: {' '.join(sorted(may))}.")
    granted = " ".join(sorted(asked))
    token = signer.sign_for_client(
        client.tenant_id, found["subject"], list(found["roles"]), granted
    )
    return TokenRead(
        access_token=token,
        token_type="Bearer",  # noqa: S106
        expires_in=signer.settings.token_minutes * 60,
        scope=granted,
    )


async def _authenticated(
    base: Database, signer: Signer, proof: Proof
) -> tuple[ClientId, Mapping[str, Any]]:
    if proof.assertion is not None and proof.assertion_type == ASSERTION_TYPE:
        return await _by_assertion(base, signer, proof.assertion)
    if proof.authorization and proof.authorization[:6].lower() == "basic ":
        return await _by_secret(base, proof.authorization[6:])
    raise InvalidClient


async def _by_secret(base: Database, credentials: str) -> tuple[ClientId, Mapping[str, Any]]:
    try:
        name, _colon, secret = (
            base64.b64decode(credentials.strip(), validate=True).decode().partition(":")
        )
    except (binascii.Error, UnicodeDecodeError):
        raise InvalidClient from None
    client = ClientId.parse(name)
    await turn.take(base, DOOR, f"client:{client.name}")
    given = hashlib.sha256(secret.encode()).hexdigest()
    matched: Mapping[str, Any] | None = None
    for found in await queries.credentials(base, client.tenant_id, client.principal_id):
        if hmac.compare_digest(given, found["secret_sha256"] or ""):
            matched = found
    if matched is None:
        raise InvalidClient
    return client, matched


async def _by_assertion(
    base: Database, signer: Signer, assertion: str
) -> tuple[ClientId, Mapping[str, Any]]:
    """Check a `private_key_jwt`: our audience, at most five minutes, each `jti` once."""
    client = ClientId.parse(_claimed_issuer(assertion))
    await turn.take(base, DOOR, f"client:{client.name}")
    for found in await queries.credentials(base, client.tenant_id, client.principal_id):
        claims = _verified(assertion, found["public_keys"])
        if claims is not None and _acceptable(claims, client, signer.settings.issuer):
            expires = datetime.fromtimestamp(claims["exp"], UTC)
            if await queries.use_assertion(
                base, client.tenant_id, client.principal_id, claims["jti"], expires
            ):
                return client, found
    raise InvalidClient


def _claimed_issuer(assertion: str) -> str:
    try:
        body = assertion.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return str(claims["iss"])
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise InvalidClient from None


def _verified(assertion: str, public_keys: str | None) -> dict[str, Any] | None:
    if public_keys is None:
        return None
    try:
        keys = KeySet.import_key_set(json.loads(public_keys))
        for key in keys.keys:
            key.ensure_kid()  # a key's RFC 7638 thumbprint also counts as its kid
        return dict(jwt.decode(assertion, keys, algorithms=ALGORITHMS).claims)
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _acceptable(claims: dict[str, Any], client: ClientId, issuer: str) -> bool:
    name, now = client.name, time.time()
    begins = claims.get("nbf", 0)
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    expires, jti = claims.get("exp"), claims.get("jti")
    return (
        claims.get("iss") == claims.get("sub") == name
        and not {issuer, f"{issuer}/oauth/token"}.isdisjoint(
            a for a in audiences if isinstance(a, str)
        )
        and isinstance(expires, int | float)
        and isinstance(begins, int | float)
        and begins <= now + LEEWAY
        and now - LEEWAY < expires <= now + LONGEST_ASSERTION_SECONDS + LEEWAY
        and isinstance(jti, str)
        and 0 < len(jti) <= 200
        and jti.isprintable()
    )


def metadata(issuer: str) -> ServerMetadata:
    return ServerMetadata(
        issuer=issuer,
        token_endpoint=f"{issuer}/oauth/token",
        jwks_uri=f"{issuer}/oauth/jwks",
        grant_types_supported=["client_credentials"],
        token_endpoint_auth_methods_supported=["client_secret_basic", "private_key_jwt"],
        token_endpoint_auth_signing_alg_values_supported=ALGORITHMS,
        scopes_supported=sorted(ROLE_SCOPES["agency-system"] | ROLE_SCOPES["district-system"]),
        response_types_supported=[],
    )
