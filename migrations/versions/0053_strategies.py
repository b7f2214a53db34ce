"""the register of strategies"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.columns import key, record, within
from migrations.rls import tenant_table

revision: str = "0053"
down_revision: str | None = "0052"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

POINTS_AT = (
    ("student_id", "student"),
    ("line_id", "service_line"),
    ("started_by_id", "principal"),
)
AREAS = "'grip', 'sensory', 'seating', 'lighting', 'place', 'communication', 'feeding', 'movement', 'routine', 'other'"


def upgrade() -> None:
    op.create_table(
        "strategy",
        *record(),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("started_by_id", sa.Uuid(), nullable=True),
        sa.Column("check_every_days", sa.Integer(), nullable=True),
        sa.Column("checks", JSONB(), server_default="[]", nullable=False),
        sa.Column("last_checked_on", sa.Date(), nullable=True),
        sa.Column("next_check_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(f"area in ({AREAS})", name="ck_strategy_area"),
        sa.CheckConstraint(
            "state in ('planned', 'in_use', 'paused', 'ended')", name="ck_strategy_state"
        ),
        sa.CheckConstraint("check_every_days between 1 and 365", name="ck_strategy_interval"),
        *(within("strategy", column, target) for column, target in POINTS_AT),
        key("strategy"),
        schema="eb",
    )
    op.create_index(
        "ix_strategy_student", "strategy", ["tenant_id", "student_id", "id"], schema="eb"
    )
    op.create_index(
        "ix_strategy_check",
        "strategy",
        ["tenant_id", "next_check_on", "id"],
        schema="eb",
        postgresql_where=sa.text("state = 'in_use'"),
    )
    tenant_table("strategy", may="select, insert, update")


def downgrade() -> None:
    op.drop_table("strategy", schema="eb")
