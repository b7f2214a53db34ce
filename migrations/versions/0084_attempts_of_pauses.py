"""a pause shows when the parent was asked"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0084"
down_revision: str | None = "0083"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    attempts = sa.Column("attempts", JSONB(), server_default="[]", nullable=False)
    op.add_column("case_pause", attempts, schema="eb")


def downgrade() -> None:
    op.drop_column("case_pause", "attempts", schema="eb")
