"""who of the family agreed is checked; what a caseload outgrows is found by an index"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0075"
down_revision: str | None = "0074"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEX = "ix_equipment_item_student_outgrows"


def upgrade() -> None:
    op.execute(
        "alter table eb.equipment_request validate constraint "
        "fk_equipment_request_tenant_id_family_agreed_by"
    )
    with op.get_context().autocommit_block():
        op.execute(
            f"drop index concurrently if exists eb.{INDEX}"
        )  # of an attempt that was cut off
        op.create_index(
            INDEX,
            "equipment_item",
            ["tenant_id", "student_id", "outgrows_on", "id"],
            schema="eb",
            postgresql_where=sa.text("outgrows_on is not null"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute(f"drop index concurrently if exists eb.{INDEX}")
