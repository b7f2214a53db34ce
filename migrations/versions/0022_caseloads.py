"""disciplines of assignments, leave of the staff"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.columns import key, record, within
from migrations.rls import tenant_table

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("assignment", sa.Column("discipline", sa.String(), nullable=True), schema="eb")
    op.create_table(
        "staff_leave",
        *record(),
        sa.Column("principal_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("cover_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("is_cancelled", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint(
            "kind in ('holiday', 'sick', 'family', 'training', 'other')", name="ck_staff_leave_kind"
        ),
        sa.CheckConstraint("to_on >= from_on", name="ck_staff_leave_order"),
        within("staff_leave", "principal_id", "principal"),
        within("staff_leave", "cover_id", "principal"),
        key("staff_leave"),
        schema="eb",
    )
    op.create_index(
        "ix_staff_leave_person",
        "staff_leave",
        ["tenant_id", "principal_id", "from_on", "id"],
        schema="eb",
    )
    tenant_table("staff_leave", may="select, insert, update")


def downgrade() -> None:
    op.drop_table("staff_leave", schema="eb")
    op.drop_column("assignment", "discipline", schema="eb")
