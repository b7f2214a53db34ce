"""What may be wrong around a command: one sentence for whoever runs it, with no secret in it, and exit status 3."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from app.cli.ending import AROUND, end
from app.db import PowerfulRole
from app.errors import Problem
from app.migrate import OtherVersion
from app.signing import NoSigningKey
from app.telemetry import NoExporter

WORDED = (PowerfulRole, OtherVersion, NoSigningKey, NoExporter)
"""Their messages are for an operator already."""
WHERE = "see EARLYBRIDGE_DATABASE_URL"
SAID: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    (
        (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError),
        f"the database does not let this login in; {WHERE}",
    ),
    ((asyncpg.InvalidCatalogNameError,), f"the server has no database of this name; {WHERE}"),
    (
        (asyncpg.InvalidSchemaNameError, asyncpg.InvalidParameterValueError),
        "the database is not migrated; run `earlybridge migrate`",
    ),
    (
        (asyncpg.InsufficientPrivilegeError,),
        f"the login may not do this; whoever migrates makes roles, the others are members of theirs; {WHERE}",
    ),
    (
        (asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError),
        "the database takes no connection now; try again in a moment",
    ),
    (
        (OSError, TimeoutError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError),
        f"the database does not answer; {WHERE}",
    ),
)


@contextmanager
def told() -> Iterator[None]:
    """Whatever an operator can mend is a sentence; what is a fault of ours stays one."""
    try:
        yield
    except Exception as exc:
        said = _sentence(exc)
        if said is None:
            raise
        end(said, AROUND)


def _sentence(exc: BaseException) -> str | None:
    for each in _chain(exc):
        if isinstance(each, WORDED):
            return str(each)
        if isinstance(each, Problem):
            return each.said
        if isinstance(each, OSError) and each.filename is not None:
            return f"cannot use {each.filename}: {each.strerror}"
        for kinds, said in SAID:
            if isinstance(each, kinds):
                return said
    return None


def _chain(exc: BaseException | None) -> Iterator[BaseException]:
    """An exception, and what others made it of."""
    while exc is not None:
        yield exc
        inner = exc.exceptions[0] if isinstance(exc, BaseExceptionGroup) else None
        exc = inner or exc.__cause__
