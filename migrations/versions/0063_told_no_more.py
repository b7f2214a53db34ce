"""up to which version a sender's history is told as without a consent"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0063"
down_revision: str | None = "0062"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    after = sa.Column("shared_after", sa.Integer(), server_default="0", nullable=False)
    op.add_column("referral_status", after, schema="eb")


def downgrade() -> None:
    op.drop_column("referral_status", "shared_after", schema="eb")
