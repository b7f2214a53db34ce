"""an item is watched while it is approved, and on order or in hand"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0079"
down_revision: str | None = "0078"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "equipment_item",
        sa.Column("is_watched", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        schema="eb",
    )


def downgrade() -> None:
    op.drop_column("equipment_item", "is_watched", schema="eb")
