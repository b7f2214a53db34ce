"""Access tokens for systems: OAuth 2.0 client credentials."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.auth import database
from app.db import Database
from app.errors import TooManyRequests, problems
from app.http import Route
from app.models.schemas.token import JwkSet, ServerMetadata, TokenRead
from app.services import token

router = APIRouter(tags=["token"], route_class=Route)


class TokenRoute(Route):
    """Route whose refusals are worded as RFC 6749, section 5.2, wants them."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await inner(request)
            except (RequestValidationError, HTTPException):
                raise token.InvalidRequest from None
            except TooManyRequests as refused:
                return token.as_oauth(refused, "temporarily_unavailable")

        return handle


token_router = APIRouter(tags=["token"], route_class=TokenRoute)


@token_router.post("/oauth/token", responses=problems(*token.TOKEN_PROBLEMS))
async def issue_token(
    request: Request,
    response: Response,
    base: Annotated[Database, Depends(database)],
    grant_type: Annotated[str, Form(min_length=1, max_length=100)],
    scope: Annotated[str | None, Form(max_length=400)] = None,
    client_assertion_type: Annotated[str | None, Form(max_length=200)] = None,
    client_assertion: Annotated[str | None, Form(max_length=8192)] = None,
) -> TokenRead:
    """Exchange a client's proof (HTTP Basic or a signed assertion) for an access token."""
    response.headers["Cache-Control"] = "no-store"
    token.refuse_repeated([name for name, _ in (await request.form()).multi_items()])
    proof = token.Proof(
        authorization=request.headers.get("authorization"),
        assertion_type=client_assertion_type,
        assertion=client_assertion,
        address=request.client.host if request.client else "",
    )
    return await token.issue(base, request.app.state.signer, grant_type, scope, proof)


@router.get("/oauth/jwks", include_in_schema=True)
async def get_public_keys(request: Request) -> JwkSet:
    """Public keys with which access tokens are signed."""
    return JwkSet.model_validate(request.app.state.signer.public_keys())


@router.get("/.well-known/oauth-authorization-server")
async def get_server_metadata(request: Request) -> ServerMetadata:
    """Where and how a system gets its tokens (RFC 8414)."""
    return token.metadata(request.app.state.settings.issuer)


router.include_router(token_router)
