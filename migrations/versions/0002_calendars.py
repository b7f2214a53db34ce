"""calendars: holidays that change, and passes over many files after a change"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.rls import tenant_table

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    *columns, _ = _changed_columns()
    for column in columns:
        op.add_column("holiday", column, schema="eb")
    # Days entered before keep no author of a change; the default is for new ones.
    op.add_column("holiday", sa.Column("updated_by", sa.Uuid(), nullable=True), schema="eb")
    op.alter_column(
        "holiday", "updated_by", server_default=sa.text("eb.principal_id()"), schema="eb"
    )
    op.create_table(
        "recomputation",
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text("eb.tenant()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "created_by", sa.Uuid(), server_default=sa.text("eb.principal_id()"), nullable=True
        ),
        *_changed_columns(),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("rulebook_sha256", sa.String(), nullable=False),
        sa.Column("last_student_id", sa.Uuid(), nullable=True),
        sa.Column("moved", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"], ["eb.organisation.id"], name=op.f("fk_recomputation_district_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_recomputation")),
        schema="eb",
    )
    op.create_index(
        "ix_recomputation_unfinished",
        "recomputation",
        ["tenant_id", "id"],
        unique=False,
        schema="eb",
        postgresql_where=sa.text("done_at is null"),
    )
    tenant_table("recomputation")


def _changed_columns() -> list[sa.Column[object]]:
    """Version, time and author of a record's last change."""
    return [
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_by", sa.Uuid(), server_default=sa.text("eb.principal_id()"), nullable=True
        ),
    ]


def downgrade() -> None:
    op.drop_table("recomputation", schema="eb")
    for column in ("updated_by", "updated_at", "version"):
        op.drop_column("holiday", column, schema="eb")
