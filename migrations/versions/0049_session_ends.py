"""sessions may say when they ended, so that their minutes follow from two moments"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0049"
down_revision: str | None = "0048"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "service_delivery",
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        schema="eb",
    )


def downgrade() -> None:
    op.drop_column("service_delivery", "ends_at", schema="eb")
