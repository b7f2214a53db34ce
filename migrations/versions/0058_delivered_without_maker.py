"""why something was delivered without a maker's name, by which a recall would find it"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0058"
down_revision: str | None = "0057"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("equipment_item", sa.Column("no_maker", sa.String(), nullable=True), schema="eb")


def downgrade() -> None:
    op.drop_column("equipment_item", "no_maker", schema="eb")
