"""Who is calling, and what their role allows.

A token is checked without the database; that the person or client still exists
and still holds the role is checked by the first statement of every transaction
(`eb.bind`), so a withdrawal works on the next request.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession

from app import idempotency
from app.db import Caller, Database
from app.directory import Directory, Home
from app.errors import ScopeMissing, TooManyRequests, Unauthenticated
from app.files import Files
from app.quota import Quota

STAFF_READ = {
    "task:read", "meeting:read",
    "student:read", "deadline:read", "calendar:read", "directory:read", "staff:read", "agency:read",
    "equipment:read",
}  # fmt: skip
CARE = STAFF_READ | {
    "task:write", "meeting:write", "leave:write",
    "student:write", "event:write", "agency:write", "assessment:write", "equipment:write", "equipment:sign",
    "loan:write", "medical:read", "medical:write", "file:upload",
    "plan:write",
}  # fmt: skip
COORDINATE = CARE | {
    "outbound:write",
    "consent:write",
    "transition:write",
    "deadline:write",
    "letter:write",
}
SUPERVISE = COORDINATE | {
    "workload:read",
    "assignment:write",
    "calendar:write",
    "referral:read",
    "transfer:read",
    "program:read",
    "access-log:read",
    "cohort:read",
    "staff:write",
    "equipment:configure",
    "closet:write",
    "student:sealed",
    "student:link",
}
BE_TOLD = {"webhook:read", "webhook:write"}
ROLE_SCOPES: dict[str, frozenset[str]] = {
    "coordinator": frozenset(COORDINATE),
    "therapist": frozenset(CARE),
    "supervisor": frozenset(SUPERVISE),
    "intake": frozenset(
        STAFF_READ
        | {
            "task:write",
            "meeting:write",
            "outbound:write",
            "referral:read",
            "referral:write",
            "referral:decide",
            "transfer:read",
            "student:write",
            "event:write",
            "assignment:write",
            "letter:write",
            "program:read",
            "agency:write",
            "student:link",
            "file:upload",
        }
    ),
    "administrator": frozenset(
        SUPERVISE
        | BE_TOLD
        | {
            "referral:write",
            "referral:decide",
            "program:write",
            "program:export",
            "program:import",
        }
    ),
    "auditor": frozenset(
        STAFF_READ | {"referral:read", "transfer:read", "program:read", "access-log:read"}
    ),
    "agency-system": frozenset(
        BE_TOLD | {"referral:write", "referral:read", "directory:read", "file:upload"}
    ),
    "district-system": frozenset(BE_TOLD | {"packet:read", "packet:write", "directory:read"}),
}
PROGRAM_WIDE = {"supervisor", "intake", "administrator", "auditor"}
PURPOSES = {
    "agency-system": "referral follow-up",
    "district-system": "transition to Part B",
    "auditor": "audit",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The authenticated caller. `subject` is the account's name inside its tenant."""

    home: Home
    subject: str
    roles: tuple[str, ...]
    scopes: frozenset[str]

    @property
    def tenant_id(self) -> UUID:
        return self.home.id

    def today(self) -> date:
        """Civil date at the caller's organisation."""
        return self.home.today()

    @property
    def caller(self) -> Caller:
        return Caller(self.tenant_id, self.subject, self.roles)

    @property
    def sees_program(self) -> bool:
        """Whether the caseload rule does not narrow what this caller sees."""
        return not PROGRAM_WIDE.isdisjoint(self.roles)

    @property
    def is_agency(self) -> bool:
        return "agency-system" in self.roles

    @property
    def purpose(self) -> str:
        """Purpose written into the record of access (34 CFR 303.406)."""
        return next((PURPOSES[r] for r in self.roles if r in PURPOSES), "service coordination")


def scopes_of(roles: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(ROLE_SCOPES.get(r, frozenset()) for r in roles))


class _Bearer(HTTPBearer):
    """Admits callers whose token holds `scope`; None admits every caller.

    One dependency that is the security scheme too: each costs a request twenty microseconds.
    """

    def __init__(self, scope: str | None) -> None:
        super().__init__(
            scheme_name="HTTPBearer",
            auto_error=False,
            bearerFormat="JWT",
            description="Access token of the token endpoint (systems) or of the identity provider (people).",
        )
        self._scope = scope

    async def __call__(self, request: Request) -> Actor:  # type: ignore[override]
        """Read the bearer token. Raises: Unauthenticated, TooManyRequests, ScopeMissing."""
        scheme, _space, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated
        actor: Actor = await request.app.state.tokens.actor(token.strip())
        if (
            "actor" not in request.scope["state"]
        ):  # many dependencies may ask, a request counts once
            _count(request, actor)
        if self._scope is not None and self._scope not in actor.scopes:
            raise ScopeMissing(self._scope)
        return actor


def _count(request: Request, actor: Actor) -> None:
    """Remember who asks, and take from their quota. Raises: TooManyRequests."""
    state = request.scope["state"]
    state["actor"] = actor
    quota: Quota | None = request.app.state.quota
    if quota is None:
        return
    turn = quota.take(actor.tenant_id, actor.subject)
    state["quota"] = quota.headers(turn)
    if turn.wait:
        raise TooManyRequests(
            "This client has used its requests for now. Wait as long as Retry-After says.",
            retry_after=turn.wait,
        )


authenticated = _Bearer(None)


def require(scope: str) -> _Bearer:
    """Build the dependency that admits callers holding `scope`. Raises: ScopeMissing."""
    return _Bearer(scope)


def database(request: Request) -> Database:
    held: Database = request.app.state.database
    return held


async def _hot(request: Request) -> Database:
    """Asynchronous, as is `directory`: a plain function would be run in a thread, 200 microseconds a request."""
    return database(request)


async def directory(request: Request) -> Directory:
    held: Directory = request.app.state.directory
    return held


async def _files(request: Request) -> Files:
    held: Files = request.app.state.files
    return held


async def _session(
    actor: Annotated[Actor, Depends(authenticated)], request: Request
) -> AsyncIterator[AsyncSession]:
    async with database(request).session(actor.caller) as db:
        yield db


async def _once(
    db: Annotated[AsyncSession, Depends(_session, scope="function")],
    request: Request,
    idempotency_key: idempotency.Key,
) -> AsyncSession:
    await idempotency.begin(request, db, idempotency_key)
    return db


Db = Annotated[AsyncSession, Depends(_session, scope="function")]
"""The request's transaction."""
Once = Annotated[AsyncSession, Depends(_once, scope="function")]
"""The request's transaction, for a POST: its answer is remembered under the Idempotency-Key."""
Hot = Annotated[Database, Depends(_hot)]
"""The one-round-trip door: `hot.call("function", actor.caller, ...)`."""
Directories = Annotated[Directory, Depends(directory)]
"""Organisations by id."""
Stored = Annotated[Files, Depends(_files)]
"""Where the bytes of files are."""
