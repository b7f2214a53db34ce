"""Columns that every tenant table has, as app/models/base.py declares them."""

from typing import Any

import sqlalchemy as sa

NOW = sa.text("now()")
WHO = sa.text("eb.principal_id()")


def tenant_row() -> list[sa.Column[Any]]:
    """Key and origin."""
    return [
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text("eb.tenant()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("created_by", sa.Uuid(), server_default=WHO, nullable=True),
    ]


def record() -> list[sa.Column[Any]]:
    """Key, origin, version and last change."""
    return [
        *tenant_row(),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("updated_by", sa.Uuid(), server_default=WHO, nullable=True),
    ]


def key(table: str) -> sa.PrimaryKeyConstraint:
    """The tenant leads the key."""
    return sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}")


def within(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """Foreign key inside one tenant."""
    return sa.ForeignKeyConstraint(
        ["tenant_id", column],
        [f"eb.{target}.tenant_id", f"eb.{target}.id"],
        name=f"fk_{table}_tenant_id_{column}",
    )
