"""what was denied of an equipment request is carried on by another"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0069"
down_revision: str | None = "0068"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE = "equipment_request"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("carries_on_id", sa.Uuid(), nullable=True), schema="eb")
    # Without a look at the rows there are: the next migration has one.
    op.execute(
        f"alter table eb.{TABLE} add constraint fk_{TABLE}_tenant_id_carries_on_id "
        f"foreign key (tenant_id, carries_on_id) references eb.{TABLE} (tenant_id, id) not valid"
    )


def downgrade() -> None:
    op.drop_column(TABLE, "carries_on_id", schema="eb")
