"""relatives who are no contacts, among those who were shown how to use equipment"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0060"
down_revision: str | None = "0059"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "equipment_training",
        sa.Column("is_relative", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        schema="eb",
    )


def downgrade() -> None:
    op.drop_column("equipment_training", "is_relative", schema="eb")
