"""strategies as home programmes: what a family's sheet says"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0107"
down_revision: str | None = "0106"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TEXTS = ("goal", "when_in_day", "how_often", "watch_for", "stop_when", "whom_to_call")
LISTS = ("steps", "photos")


def upgrade() -> None:
    for name in TEXTS:
        op.add_column("strategy", sa.Column(name, sa.String(), nullable=True), schema="eb")
    for name in LISTS:
        column = sa.Column(name, JSONB(), server_default="[]", nullable=False)
        op.add_column("strategy", column, schema="eb")


def downgrade() -> None:
    for name in (*TEXTS, *LISTS):
        op.drop_column("strategy", name, schema="eb")
