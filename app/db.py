"""Connections: a session per request for writes, one round trip for hot reads.

Both bind the tenant and the caller inside the transaction, where row-level
security reads them. Nothing here commits before the answer is complete, and no
answer leaves before the commit.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from app.db_refusal import TROUBLE, drop_demoted, leaves_open, problem_for, told
from app.errors import Busy, OutcomeUnknown
from app.portions import Portions

BIND = text("select eb.bind(cast(:tenant as uuid), :subject, cast(:roles as text[]))")
SAID = "said"
UNCONFIRMED = "synchronous replication"
"""In the warning with which PostgreSQL commits although the standby has not got the change."""


class _LeanConnection(asyncpg.Connection):  # type: ignore[misc]
    """All settings are transaction-local, so a connection needs no reset between uses."""

    def get_reset_query(self) -> str:
        return ""


async def driver_of(db: AsyncSession) -> asyncpg.Connection:
    """The driver's own connection under a transaction: where rows come by the thousand."""
    pooled = await (await db.connection()).get_raw_connection()
    return pooled.driver_connection


EXPORT_SECONDS = 3600.0
MOST_EXPORTS = 2
"""At once: each holds a connection as long as its reader takes."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a transaction acts for."""

    tenant_id: UUID
    subject: str
    roles: tuple[str, ...]


class PowerfulRole(RuntimeError):
    """The message is for an operator."""


class Database:
    """The pools of one process. `open()` once, `close()` at the end."""

    def __init__(self, url: str, *, role: str | None, size: int, wait_seconds: float) -> None:
        self._url, self._role, self._size, self._wait = url, role, size, wait_seconds
        self._gate = asyncio.Semaphore(size)
        self._hot_gate = asyncio.Semaphore(size)
        self._exports = asyncio.Semaphore(min(MOST_EXPORTS, max(size - 1, 1)))
        self.engine: AsyncEngine
        self._hot: asyncpg.Pool

    async def open(self) -> None:
        settings = {
            "application_name": "earlybridge",
            "search_path": "eb,pg_temp",
            "statement_timeout": "15000",
            "lock_timeout": str(int(self._wait * 1000)),
            "idle_in_transaction_session_timeout": "30000",
            "timezone": "UTC",
        }
        if self._role:
            settings["role"] = self._role
        self.engine = create_async_engine(
            as_sqlalchemy_url(self._url),
            pool_size=self._size,
            max_overflow=0,
            pool_timeout=self._wait,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={
                "server_settings": settings,
                "timeout": self._wait,
                "command_timeout": 20,
            },
        )
        event.listen(self.engine.sync_engine, "handle_error", drop_demoted)
        event.listen(self.engine.sync_engine, "connect", _keep_warnings)
        self._hot = await asyncpg.create_pool(
            as_asyncpg_dsn(self._url),
            min_size=1,
            max_size=self._size,
            connection_class=_LeanConnection,
            server_settings=settings,
            timeout=self._wait,
            command_timeout=20,
        )

    async def refuse_powerful_role(self) -> None:
        """Raises: PowerfulRole when the API's role could step around row-level security."""
        found = await self.fetch_outside(
            """select current_user as name, r.rolsuper or r.rolbypassrls as bypasses,
                      exists (select from pg_class c where c.relnamespace = 'eb'::regnamespace and c.relowner = r.oid) as owns
                 from pg_roles r where r.rolname = current_user"""
        )
        if found[0]["bypasses"] or found[0]["owns"]:
            raise PowerfulRole(
                f"the API may not run as {found[0]['name']}: it owns tables or bypasses row-level security"
            )

    @staticmethod
    def relay_pool(url: str, *, role: str | None) -> asyncpg.Pool:
        """Pool of the outbox relay, which sees the outbox of every tenant and nothing else."""
        settings = {"application_name": "earlybridge-relay", "statement_timeout": "15000"}
        return asyncpg.create_pool(
            as_asyncpg_dsn(url),
            min_size=1,
            max_size=2,
            server_settings=settings | ({"role": role} if role else {}),
        )

    async def close(self) -> None:
        await self._hot.close()
        await self.engine.dispose()

    @asynccontextmanager
    async def session(self, caller: Caller | None) -> AsyncIterator[AsyncSession]:
        """One transaction, bound to its caller; commits when the block ends well.

        Raises: Busy when no connection or lock can be had in time, OutcomeUnknown
        when it is lost in the commit, PrincipalInactive when the caller was withdrawn.
        """
        async with _Turn(self._gate, self._wait):
            async with AsyncSession(self.engine, expire_on_commit=False) as db, db.begin():
                if caller is not None:
                    db.info["principal_id"] = await db.scalar(
                        BIND,
                        {
                            "tenant": str(caller.tenant_id),
                            "subject": caller.subject,
                            "roles": list(caller.roles),
                        },
                    )
                yield db
                await commit(db)

    async def call(self, function: str, caller: Caller, /, *args: Any) -> Mapping[str, Any] | None:
        """Run one database function as one statement in its own transaction.

        The function binds the caller itself; its name is a constant of ours.
        Returns its single row, or None. Raises: Busy, OutcomeUnknown.
        """
        async with _Turn(self._hot_gate, self._wait):
            async with self._hot.acquire() as connection:
                with _listening(connection) as said, _confirmed(said):
                    row: Mapping[str, Any] | None = await connection.fetchrow(
                        *_asking(function, caller, args)
                    )
                return row

    async def call_many(
        self, function: str, caller: Caller, /, *args: Any
    ) -> list[Mapping[str, Any]]:
        """As `call`, for a function of several rows: the caller bounds how many."""
        async with _Turn(self._hot_gate, self._wait):
            async with self._hot.acquire() as connection:
                with _listening(connection) as said, _confirmed(said):
                    return list(await connection.fetch(*_asking(function, caller, args)))

    async def copy_out(
        self, statement: str, caller: Caller, tenant_id: UUID, *, is_csv: bool
    ) -> AsyncIterator[bytes]:
        """Stream a statement's rows, in portions of 64 KiB, through a queue that holds a few of them.

        Comes back with the first portion made, so that trouble until then is a
        refusal; a reader that goes away ends the statement. Raises: Busy.
        """
        if self._exports.locked():
            raise Busy("Other exports are running. Try again later.", retry_after=30)
        portions = Portions()
        job = asyncio.create_task(self._copy(portions, statement, caller, tenant_id, is_csv=is_csv))
        first = await portions.next(job)
        return portions.rest(job, first)

    async def _copy(
        self, portions: Portions, statement: str, caller: Caller, tenant_id: UUID, *, is_csv: bool
    ) -> None:
        options: dict[str, Any] = {"format": "csv", "timeout": EXPORT_SECONDS}
        options |= {"header": True} if is_csv else {"delimiter": "\x02", "quote": "\x01"}
        async with self._exports, _Turn(self._hot_gate, self._wait):
            async with self._hot.acquire() as connection, connection.transaction():
                await connection.execute("set local statement_timeout = 0")
                await connection.fetchval(
                    "select eb.bind($1, $2, $3)",
                    caller.tenant_id,
                    caller.subject,
                    list(caller.roles),
                )
                await connection.copy_from_query(
                    statement, tenant_id, output=portions.write, **options
                )
        await portions.close()

    async def fetch_outside(self, statement: str, *args: Any) -> list[asyncpg.Record]:
        """Run one statement for nobody in particular: the directory, sign-in. Raises: Busy."""
        async with _Turn(self._hot_gate, self._wait):
            async with self._hot.acquire() as connection:
                return list(await connection.fetch(statement, *args))


def _asking(function: str, caller: Caller, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """The statement that calls one of our functions, and its arguments."""
    statement = _calling(function, 3 + len(args))
    return (statement, caller.tenant_id, caller.subject, list(caller.roles), *args)


@cache
def _calling(function: str, arguments: int) -> str:
    marks = ", ".join(f"${n}" for n in range(1, arguments + 1))
    return f"select * from eb.{function}({marks})"  # noqa: S608 - a constant, see `call`


async def commit(db: AsyncSession) -> None:
    """Commit what is not committed yet. Raises: OutcomeUnknown."""
    if not db.in_transaction():
        return
    await db.flush()
    connection = await db.connection()
    with _confirmed(connection.info[SAID]):
        await db.commit()


@contextmanager
def _confirmed(said: list[str]) -> Iterator[None]:
    """What runs here ends in a COMMIT: whether it was done may stay unknown. Raises: OutcomeUnknown.

    A commit that the standby has not got is only warned of, so what the server
    says meanwhile is kept in `said`.
    """
    said.clear()
    try:
        yield
    except (DBAPIError, asyncpg.PostgresError, *TROUBLE) as exc:
        if leaves_open(exc):
            raise OutcomeUnknown from None
        raise
    if any(UNCONFIRMED in each for each in said):
        raise OutcomeUnknown


@contextmanager
def _listening(connection: asyncpg.Connection) -> Iterator[list[str]]:
    """What the server says beside its answers, as long as the block lasts."""
    said: list[str] = []

    def keep(_: object, message: Any) -> None:
        said.append(message.message)

    connection.add_log_listener(keep)
    try:
        yield said
    finally:
        with suppress(asyncpg.InterfaceError):  # the connection is gone
            connection.remove_log_listener(keep)


def _keep_warnings(connection: Any, record: Any) -> None:
    """The same for a connection of the sessions, for good: each commit begins anew."""
    said: list[str] = []
    record.info[SAID] = said
    connection.driver_connection.add_log_listener(lambda _, message: said.append(message.message))


class _Turn:
    """One use of the database: first come, first served, its trouble told as Busy.

    asyncpg's own queue lets late-comers overtake. The driver's messages quote
    row values and stay inside. Raises: Busy, and what `problem_for` knows.
    """

    __slots__ = ("_gate", "_wait")

    def __init__(self, gate: asyncio.Semaphore, wait: float) -> None:
        self._gate, self._wait = gate, wait

    async def __aenter__(self) -> None:
        if self._gate.locked():
            await _queue(self._gate, self._wait)
        else:
            await self._gate.acquire()  # at once: nobody waits, so nothing needs a time-out

    async def __aexit__(self, _: object, exc: BaseException | None, __: object) -> None:
        self._gate.release()
        if isinstance(exc, DBAPIError):
            raise told(exc) from None
        if isinstance(exc, asyncpg.PostgresError):
            raise problem_for(exc, False) or exc from None
        if isinstance(exc, TROUBLE):
            raise Busy from None


async def _queue(gate: asyncio.Semaphore, wait: float) -> None:
    try:
        async with asyncio.timeout(wait):
            await gate.acquire()
    except TimeoutError:
        raise Busy from None


def as_sqlalchemy_url(url: str) -> str:
    """Accept `postgresql://` and `postgres://`; the driver is always asyncpg."""
    return (
        make_url(url.replace("postgres://", "postgresql://", 1))
        .set(drivername="postgresql+asyncpg")
        .render_as_string(hide_password=False)
    )


def as_asyncpg_dsn(url: str) -> str:
    return (
        make_url(url.replace("postgres://", "postgresql://", 1))
        .set(drivername="postgresql")
        .render_as_string(hide_password=False)
    )
