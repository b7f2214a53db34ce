"""holders are found by model and number: no list is read by the recall that marks a thing"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0062"
down_revision: str | None = "0061"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("equipment_item", "loan_item")


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for table in TABLES:
            op.execute(f"drop index concurrently if exists eb.ix_{table}_recall")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        for table in TABLES:
            op.create_index(
                f"ix_{table}_recall",
                table,
                ["tenant_id", "recall_id", "id"],
                schema="eb",
                postgresql_where=sa.text("recall_id is not null"),
                postgresql_concurrently=True,
                if_not_exists=True,
            )
