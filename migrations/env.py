"""Runs migrations as the owning role, over the connection that `app.migrate` hands in."""

from typing import Any

from alembic import context
from sqlalchemy import MetaData
from sqlmodel import SQLModel

import app.models  # noqa: F401 - fills the metadata
from app.models.base import SCHEMA

target: MetaData = SQLModel.metadata


def include_name(name: str | None, kind: str, _: object) -> bool:
    return kind != "schema" or name == SCHEMA


# A migration that waits for a lock makes every request behind it wait too.
TIMEOUTS = "set lock_timeout = '4s'; set statement_timeout = '5s'"


def run() -> None:
    connection = context.config.attributes.get("connection")
    options: dict[str, Any] = {
        "target_metadata": target,
        "version_table_schema": SCHEMA,
        "include_schemas": True,
        "include_name": include_name,
        "compare_type": True,
        "compare_server_default": False,
        "transaction_per_migration": True,
    }
    if context.is_offline_mode():
        context.configure(dialect_name="postgresql", literal_binds=True, **options)
        with context.begin_transaction():
            context.execute(TIMEOUTS)
            context.run_migrations()
        return
    if connection is None:
        raise RuntimeError("run migrations with `earlybridge migrate`, which connects as the owner")
    for timeout in TIMEOUTS.split("; "):
        connection.exec_driver_sql(timeout)
    connection.commit()
    context.configure(connection=connection, **options)
    with context.begin_transaction():
        context.run_migrations()


run()
