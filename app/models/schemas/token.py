"""OAuth 2.0 answers (RFC 6749, RFC 8414, RFC 7517)."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from app.models.fields import Read


class TokenRead(Read):
    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    scope: str


class JwkSet(Read):
    keys: list[dict[str, Any]]


class ServerMetadata(BaseModel):
    model_config = ConfigDict(extra="forbid")
    issuer: str
    token_endpoint: str
    jwks_uri: str
    grant_types_supported: list[str]
    token_endpoint_auth_methods_supported: list[str]
    token_endpoint_auth_signing_alg_values_supported: list[str]
    scopes_supported: list[str]
    response_types_supported: list[str]
