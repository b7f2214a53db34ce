"""recalls that are withdrawn"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0112"
down_revision: str | None = "0111"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    state = sa.Column("state", sa.String(), server_default="published", nullable=False)
    op.add_column("equipment_recall", state, schema="eb")
    # Validated by the next migration: in this one it would hold up every reader.
    op.execute(
        "alter table eb.equipment_recall add constraint ck_equipment_recall_state"
        " check (state in ('published', 'withdrawn')) not valid"
    )


def downgrade() -> None:
    op.drop_column("equipment_recall", "state", schema="eb")
