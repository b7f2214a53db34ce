"""a consent whose last day is past is marked, once what it let others read was taken back"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0082"
down_revision: str | None = "0081"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "consent",
        sa.Column("is_expired", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        schema="eb",
    )


def downgrade() -> None:
    op.drop_column("consent", "is_expired", schema="eb")
