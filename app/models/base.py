"""What every table has: schema `eb`, named constraints, tenant first in each key."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    Computed,
    DateTime,
    ForeignKeyConstraint,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from app.models.fields import new_id

SCHEMA = "eb"
SQLModel.metadata.schema = SCHEMA
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

NOW = func.now()
WHO = text("eb.principal_id()")


class TenantRow(SQLModel):
    """Key and origin of a tenant's record. `tenant_id` leads every key."""

    __table_args__: ClassVar[Any] = {"schema": SCHEMA}

    tenant_id: UUID = Field(
        primary_key=True, sa_type=Uuid, sa_column_kwargs={"server_default": text("eb.tenant()")}
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    created_at: datetime = Field(
        default=None,
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": NOW, "nullable": False},
    )
    created_by: UUID | None = Field(default=None, sa_column_kwargs={"server_default": WHO})


class Record(TenantRow):
    """A tenant's record that people change: versioned, with its last change."""

    version: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    updated_at: datetime = Field(
        default=None,
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": NOW, "nullable": False},
    )
    updated_by: UUID | None = Field(default=None, sa_column_kwargs={"server_default": WHO})


class Correctable(Record):
    """A record that may be marked as entered in error: it stays on file and counts no longer."""

    entered_in_error: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})


def within(column: str, table: str, **options: Any) -> ForeignKeyConstraint:
    """Foreign key inside one tenant: row-level security does not guard key checks, the tenant does."""
    return ForeignKeyConstraint(
        ["tenant_id", column], [f"{SCHEMA}.{table}.tenant_id", f"{SCHEMA}.{table}.id"], **options
    )


def one_of(column: str, words: Iterable[StrEnum]) -> CheckConstraint:
    """The column holds one of an enum's words."""
    return CheckConstraint(f"{column} in ({', '.join(repr(w.value) for w in words)})", name=column)


def name_key(column: str, of: str) -> Column[str]:
    """Normalised search key of a name: `C` collation, compared with = and prefix bounds, which RLS can index."""
    return Column(
        column,
        Text(collation="C"),
        Computed(f"eb.name_key({of})", persisted=True),
        nullable=False,
    )


def json_column(**kwargs: Any) -> Any:
    return Field(sa_type=JSONB, **kwargs)


def list_column() -> Any:
    return Field(
        default_factory=list,
        sa_type=ARRAY(Text),
        sa_column_kwargs={"server_default": text("'{}'"), "nullable": False},
    )


def instant(**kwargs: Any) -> Any:
    return Field(sa_type=DateTime(timezone=True), **kwargs)
