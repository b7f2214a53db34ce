"""two files of one child: linked, merged, split again, or known to be two children"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.columns import key, record, within
from migrations.rls import tenant_table

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("student", sa.Column("merged_into_id", sa.Uuid(), nullable=True), schema="eb")
    op.create_table(
        "student_link",
        *record(),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.CheckConstraint(
            "state in ('linked', 'merged', 'distinct', 'split')", name="ck_student_link_state"
        ),
        sa.CheckConstraint("student_id <> other_id", name="ck_student_link_two"),
        within("student_link", "student_id", "student"),
        within("student_link", "other_id", "student"),
        key("student_link"),
        sa.UniqueConstraint(
            "tenant_id",
            "student_id",
            "other_id",
            name="uq_student_link_tenant_id_student_id_other_id",
        ),
        schema="eb",
    )
    op.create_index("ix_student_link_other", "student_link", ["tenant_id", "other_id"], schema="eb")
    tenant_table("student_link", may="select, insert, update")


def downgrade() -> None:
    op.drop_table("student_link", schema="eb")
    op.drop_column("student", "merged_into_id", schema="eb")
