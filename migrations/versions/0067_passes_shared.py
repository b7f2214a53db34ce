"""passes over many files, in parts and for some rules"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0067"
down_revision: str | None = "0066"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for column in (
        sa.Column("after_id", sa.Uuid(), nullable=True),
        sa.Column("until_id", sa.Uuid(), nullable=True),
        sa.Column("rules", sa.ARRAY(sa.Text()), nullable=True),
    ):
        op.add_column("recomputation", column, schema="eb")


def downgrade() -> None:
    for name in ("rules", "until_id", "after_id"):
        op.drop_column("recomputation", name, schema="eb")
