"""a referral says whom its child looked like when it came, and whom intake looked at"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0093"
down_revision: str | None = "0092"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "referral",
        sa.Column("possible_duplicates", sa.Integer(), server_default=sa.text("0"), nullable=False),
        schema="eb",
    )
    op.add_column(
        "referral",
        sa.Column(
            "duplicates_reviewed",
            sa.ARRAY(sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        schema="eb",
    )


def downgrade() -> None:
    op.drop_column("referral", "duplicates_reviewed", schema="eb")
    op.drop_column("referral", "possible_duplicates", schema="eb")
