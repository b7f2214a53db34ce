"""requests that carry on another: checked, and found by an index"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0070"
down_revision: str | None = "0069"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE, INDEX = "equipment_request", "ix_equipment_request_carries_on"


def upgrade() -> None:
    op.execute(f"alter table eb.{TABLE} validate constraint fk_{TABLE}_tenant_id_carries_on_id")
    with op.get_context().autocommit_block():
        op.execute(
            f"drop index concurrently if exists eb.{INDEX}"
        )  # of an attempt that was cut off
        op.create_index(
            INDEX,
            TABLE,
            ["tenant_id", "carries_on_id", "id"],
            schema="eb",
            postgresql_where=sa.text("carries_on_id is not null"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute(f"drop index concurrently if exists eb.{INDEX}")
