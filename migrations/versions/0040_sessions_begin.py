"""sessions may say when they began, so that two of one person at a time are noticed"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0040"
down_revision: str | None = "0039"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "service_delivery",
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        schema="eb",
        if_not_exists=True,
    )
    with op.get_context().autocommit_block():
        op.execute("set statement_timeout = 0")  # it makes nobody wait
        _drop()  # what an attempt that was cut off left half made
        op.create_index(
            "ix_service_delivery_provider",
            "service_delivery",
            ["tenant_id", "provider_id", "starts_at"],
            schema="eb",
            postgresql_where=sa.text("starts_at is not null"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )
        op.execute("set statement_timeout = '5s'")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        _drop()
    op.drop_column("service_delivery", "starts_at", schema="eb")


def _drop() -> None:
    op.execute("drop index concurrently if exists eb.ix_service_delivery_provider")
