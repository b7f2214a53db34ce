"""Idempotency-Key: same key and body, one effect, same answer.

The key's row is inserted in the request's own transaction; a concurrent twin
waits on it, then replays, or is told that the first still runs. A refused
request rolls its key back and may be sent again. A key is one request's of its
client: at another address, or with another body, it is refused, since whoever
sends it there takes two requests for one.
"""

import hashlib
import json
from typing import Annotated, Any
from uuid import NAMESPACE_OID, UUID, uuid5

from fastapi import Header, Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from app.db import commit
from app.errors import KeyInUse, Problem

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=128,
        pattern=r"^[\x21-\x7e]+$",
        description="Chosen by the client, new for each new request wherever it goes, the same for its retries.",
    ),
]
REMEMBERED = ("location", "etag")
SEALED = "sealed"
"""Marks a remembered answer that holds a secret (`request.state.is_secret`): its body is kept sealed."""

_WIN = text(
    """insert into eb.idempotency_key (tenant_id, principal_id, key, fingerprint)
       values (eb.tenant(), eb.principal_id(), :key, :fingerprint)
       on conflict do nothing returning true"""
)
_OLD = text(
    """select fingerprint, status, body, headers from eb.idempotency_key
       where tenant_id = eb.tenant() and principal_id = eb.principal_id() and key = :key"""
)
# A replay must wait for the standby like a write, or it confirms what a fail-over then loses.
_WAIT_FOR_STANDBY = text("select pg_logical_emit_message(true, 'idempotency', :key)")
_SAVE = text(
    """update eb.idempotency_key set status = :status, body = :body, headers = cast(:headers as jsonb)
       where tenant_id = eb.tenant() and principal_id = eb.principal_id() and key = :key"""
)


class KeyReused(Problem):
    status, code, title = (
        422,
        "idempotency-key-reused",
        "This Idempotency-Key belongs to another request",
    )
    detail = "The key was used before with a different method, address or body. Send a new key."


class Replay(Exception):
    """Ends the request with the answer given the first time."""

    def __init__(self, status: int, body: str, headers: dict[str, str]) -> None:
        super().__init__("replay")
        self.status, self.body, self.headers = status, body, headers

    def response(self) -> Response:
        return Response(
            self.body,
            status_code=self.status,
            media_type="application/json" if self.body else None,
            headers={**self.headers, "Idempotency-Replayed": "true"},
        )


def fingerprint(method: str, path: str, query: str, raw: bytes) -> str:
    """Hash what the request asks for; spacing and key order of its JSON do not matter."""
    try:
        body = json.dumps(json.loads(raw), sort_keys=True, separators=(",", ":")) if raw else ""
    except (ValueError, RecursionError):
        body = raw.decode("utf-8", "replace")
    return hashlib.sha256(f"{method} {path}?{query}\n{body}".encode("utf-8", "replace")).hexdigest()


def fingerprint_of(asked: str, sent: str) -> str:
    """Hash of a request whose body was validated and written out by its shape."""
    return hashlib.sha256(f"{asked}\n{sent}".encode()).hexdigest()


async def print_of(request: Request) -> str:
    """Fingerprint of a request as it arrived."""
    return fingerprint(request.method, request.url.path, request.url.query, await request.body())


def answer(body: str, location: str, *, is_replay: bool) -> Response:
    """Answer of a create that the database performed and remembered by itself."""
    headers = {"Location": location}
    if is_replay:
        headers["Idempotency-Replayed"] = "true"
    return Response(body, status_code=201, media_type="application/json", headers=headers)


async def begin(request: Request, db: AsyncSession, key: str) -> None:
    """Claim the key, or replay. Raises: Replay, KeyReused, KeyInUse, OutcomeUnknown."""
    print_ = await print_of(request)
    if await db.scalar(_WIN, {"key": key, "fingerprint": print_}):
        request.state.idempotency = (db, key)
        return
    old = (await db.execute(_OLD, {"key": key})).one()
    if old.fingerprint != print_:
        raise KeyReused
    if old.status is None:
        raise KeyInUse
    await db.execute(_WAIT_FOR_STANDBY, {"key": key})
    await commit(db)
    body = old.body
    if SEALED in old.headers:
        body = request.app.state.sealer.open(body, _owner(key))
    raise Replay(old.status, body, {k: v for k, v in old.headers.items() if k != SEALED})


def _owner(key: str) -> UUID:
    return uuid5(NAMESPACE_OID, key)


async def remember(request: Request, response: Response) -> None:
    """Store a successful answer beside its change, in the same transaction."""
    held: tuple[AsyncSession, str] | None = getattr(request.state, "idempotency", None)
    if held is None or response.status_code >= 300:
        return
    db, key = held
    kept: dict[str, Any] = {k: response.headers[k] for k in REMEMBERED if k in response.headers}
    body = bytes(response.body).decode()
    if getattr(request.state, "is_secret", False):
        kept[SEALED], body = "true", request.app.state.sealer.seal(body, _owner(key))
    await db.execute(
        _SAVE,
        {
            "key": key,
            "status": response.status_code,
            "body": body,
            "headers": json.dumps(kept),
        },
    )
