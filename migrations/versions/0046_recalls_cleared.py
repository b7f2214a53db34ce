"""recalls that were put right, thing by thing"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0046"
down_revision: str | None = "0045"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("equipment_item", "loan_item")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(
            table,
            sa.Column("cleared_recalls", JSONB(), server_default="[]", nullable=False),
            schema="eb",
        )


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "cleared_recalls", schema="eb")
