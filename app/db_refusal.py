"""What the database refuses, or leaves open: its SQLSTATEs as our own problems.

The driver's messages quote row values, so none of them goes further than this.
"""

from collections.abc import Callable
from typing import Any

import asyncpg
from sqlalchemy.exc import DBAPIError

from app.errors import (
    AttachmentUnknown,
    Busy,
    KeyInUse,
    NotAPartner,
    PrincipalInactive,
    Problem,
    SenderRefTaken,
)

REFUSALS: dict[str, Callable[[], Problem]] = {
    "EB401": PrincipalInactive,
    "EB403": NotAPartner,
    "EB404": AttachmentUnknown,
    "EB409": SenderRefTaken,
}
"""SQLSTATEs with which our own functions refuse."""
# SQLSTATEs after which a connection to a demoted or stopping server must not be used again.
DISCONNECTS = {"25006", "57P01", "57P02", "57P03"}
# Lock or statement time-outs, too many connections, server shutting down or read-only: worth a retry.
RETRYABLE = DISCONNECTS | {
    "55P03",
    "57014",
    "53300",
    "53400",
    "40001",
    "40P01",
    "08000",
    "08003",
    "08006",
    "08001",
    "08004",
    "25P03",
}
LOCKED, KEYS = "55P03", 'relation "idempotency_key"'
"""A lock that was not to be had in time; where it is waited for, when a twin of the request is still at work."""
STOPPED = {"57P01", "57P02", "57P03"}
"""The server ended the connection, maybe after it had committed."""
TROUBLE = (OSError, TimeoutError, asyncpg.InterfaceError, asyncpg.InternalClientError)


def leaves_open(exc: BaseException) -> bool:
    """An error that the server answered with is an end; a connection or an answer that is gone is none."""
    if isinstance(exc, TROUBLE):
        return True
    state = str(getattr(getattr(exc, "orig", exc), "sqlstate", None) or "")
    is_gone = isinstance(exc, DBAPIError) and exc.connection_invalidated and state != "25006"
    return is_gone or state in STOPPED or state.startswith("08")


def told(exc: DBAPIError) -> Exception:
    """What the database refused, as our own problem where it is one."""
    return problem_for(getattr(exc.orig, "__cause__", None), exc.connection_invalidated) or exc


def problem_for(said: BaseException | None, is_gone: bool) -> Exception | None:
    state = getattr(said, "sqlstate", None)
    if state in REFUSALS:
        return REFUSALS[state]()
    if state == LOCKED and KEYS in str(getattr(said, "context", "")):
        return KeyInUse()
    if is_gone or state in RETRYABLE:
        return Busy()
    return None


def drop_demoted(context: Any) -> None:
    if getattr(context.original_exception, "sqlstate", None) in DISCONNECTS:
        context.is_disconnect = True
