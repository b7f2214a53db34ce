"""orders name the quotes they rest on, or say why there is none"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0059"
down_revision: str | None = "0058"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE = "equipment_order"


def upgrade() -> None:
    quotes = sa.Column("quotes", JSONB(), server_default="[]", nullable=False)
    op.add_column(TABLE, quotes, schema="eb")
    op.add_column(TABLE, sa.Column("why_no_quote", sa.String(), nullable=True), schema="eb")


def downgrade() -> None:
    for column in ("quotes", "why_no_quote"):
        op.drop_column(TABLE, column, schema="eb")
