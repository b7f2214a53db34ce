"""Bring a database to this version: roles, schema, migrations, functions, rulebook titles."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from app.db import as_sqlalchemy_url
from app.services import rulebook

ROOT = Path(__file__).resolve().parent.parent
FUNCTIONS = ROOT / "migrations" / "functions"
VERSIONS = ROOT / "migrations" / "versions"
SAYS = re.compile(r"functions (\w+)(?: schema (\w+) before((?: \w+)*))?")
"""What a migrated schema says of itself: its functions, its migrations, and the functions it had before."""
MOST_BEFORE = 12

ASKED = "select obj_description('eb'::regnamespace)"
ASK = text(ASKED)
PREPARE = """
do $$
declare v_role text;
begin
  foreach v_role in array array['eb_owner', 'eb_app', 'eb_relay'] loop
    if not exists (select from pg_roles where rolname = v_role) then
      execute format('create role %I nologin nosuperuser nobypassrls nocreatedb nocreaterole', v_role);
    end if;
    if not pg_has_role(current_user, v_role, 'member') then
      execute format('grant %I to current_user', v_role);
    end if;
  end loop;
  execute format('grant create, connect, temporary on database %I to eb_owner', current_database());
  execute format('grant connect on database %I to eb_app, eb_relay', current_database());
  if not exists (select from pg_namespace where nspname = 'eb') then
    create schema eb authorization eb_owner;
  end if;
end $$
"""


def function_files() -> list[Path]:
    return sorted(FUNCTIONS.glob("*.sql"))


def functions_digest() -> str:
    """Names the version of the database functions that this code expects."""
    joined = b"\0".join(p.read_bytes() for p in function_files())
    return hashlib.sha256(joined).hexdigest()[:16]


def schema_version() -> str:
    """The last migration of this code."""
    return max(p.name for p in VERSIONS.glob("[0-9]*.py")).partition("_")[0]


class OtherVersion(RuntimeError):
    """Code and database do not fit. The message is for an operator."""


def require_version(says: str | None) -> None:
    """Whether this code can work on a database that says this of itself: as it, or newer code, has migrated it.

    Raises: OtherVersion.
    """
    had, schema, expected = _functions_of(says), _schema_of(says), schema_version()
    if functions_digest() in had:
        return
    if not had:
        raise OtherVersion("The database is not migrated; run `earlybridge migrate`.")
    _refuse_newer(schema)
    what = f"is at version {schema}, this code at {expected}"
    if schema in {None, expected}:
        what = "has other functions than this code"
    raise OtherVersion(f"The database {what}; run `earlybridge migrate`.")


def _refuse_newer(schema: str | None) -> None:
    if schema is not None and schema > schema_version():
        raise OtherVersion(
            f"The database is at version {schema}, this code at {schema_version()}; start the newer code."
        )


def _functions_of(says: str | None) -> list[str]:
    """Digests, the present one first."""
    found = SAYS.fullmatch(says or "")
    return [found[1], *(found[3] or "").split()] if found else []


def _schema_of(says: str | None) -> str | None:
    found = SAYS.fullmatch(says or "")
    return found[2] if found else None


def says_now(says: str | None) -> str:
    """As the functions of this code are put in place: what came after them, if anything, is undone."""
    had, ours = _functions_of(says), functions_digest()
    before = had[had.index(ours) + 1 :] if ours in had else had
    return " ".join(
        ["functions", ours, "schema", schema_version(), "before", *before[:MOST_BEFORE]]
    )


def config(connection: Connection | None = None) -> Config:
    found = Config(str(ROOT / "alembic.ini"))
    found.attributes["connection"] = connection
    return found


async def migrate(url: str, *, say: Callable[[str], None] = lambda _: None) -> None:
    """Idempotent; two at once wait for each other. Raises: OtherVersion."""
    engine = create_async_engine(as_sqlalchemy_url(url), hide_parameters=True)
    try:
        async with engine.connect() as connection:
            await connection.execute(
                text("select pg_advisory_lock(hashtext('earlybridge.migrate'))")
            )
            await connection.execute(text(PREPARE))
            await connection.commit()
            await connection.execute(text("set role eb_owner"))
            await connection.commit()
            _refuse_newer(_schema_of(await connection.scalar(ASK)))
            say("migrating the schema")
            await connection.run_sync(_upgrade)
            await connection.commit()
            say("replacing the database functions")
            await _replace_functions(connection)
            await _load_titles(connection)
            await connection.commit()
            await connection.execute(text("reset role"))
            await connection.execute(
                text("select pg_advisory_unlock(hashtext('earlybridge.migrate'))")
            )
            await connection.commit()
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    command.upgrade(config(connection), "head")


async def _replace_functions(connection: AsyncConnection) -> None:
    """Functions are code: all of them are replaced at each migration."""
    raw: Any = (await connection.get_raw_connection()).driver_connection
    for path in function_files():
        await raw.execute(path.read_text())
    says = says_now(await connection.scalar(ASK))
    await connection.execute(text(f"comment on schema eb is '{says}'"))


async def _load_titles(connection: AsyncConnection) -> None:
    book = rulebook.load()
    rows = [{"id": r.id, "title": r.title, "cite": list(r.cite)} for r in book.all_rules()]
    await connection.execute(text("delete from eb.rule"))
    await connection.execute(
        text(
            "insert into eb.rule (id, title, cite) values (:id, :title, :cite) on conflict (id) do nothing"
        ),
        rows,
    )
