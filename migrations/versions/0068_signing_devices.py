"""on which device a signature was given"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0068"
down_revision: str | None = "0067"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("signature", sa.Column("device", sa.String(), nullable=True), schema="eb")


def downgrade() -> None:
    op.drop_column("signature", "device", schema="eb")
