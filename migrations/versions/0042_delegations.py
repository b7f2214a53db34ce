"""delegated programmes"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.columns import key, record, within
from migrations.rls import tenant_table

revision: str = "0042"
down_revision: str | None = "0041"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

POINTS_AT = (
    ("student_id", "student"),
    ("line_id", "service_line"),
    ("supervisor_id", "principal"),
    ("principal_id", "principal"),
    ("contact_id", "contact"),
)


def upgrade() -> None:
    op.create_table(
        "delegation",
        *record(),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("steps", JSONB(), server_default="[]", nullable=False),
        sa.Column("watch_for", sa.String(), nullable=True),
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("principal_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("outside_name", sa.String(), nullable=True),
        sa.Column("check_every_days", sa.Integer(), nullable=False),
        sa.Column("trainings", JSONB(), server_default="[]", nullable=False),
        sa.Column("checks", JSONB(), server_default="[]", nullable=False),
        sa.Column("next_check_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state in ('draft', 'running', 'paused', 'ended')", name="ck_delegation_state"
        ),
        sa.CheckConstraint(
            "num_nonnulls(principal_id, contact_id, outside_name) = 1",
            name="ck_delegation_carrier",
        ),
        sa.CheckConstraint("check_every_days between 1 and 365", name="ck_delegation_interval"),
        *(within("delegation", column, target) for column, target in POINTS_AT),
        key("delegation"),
        schema="eb",
    )
    op.create_index(
        "ix_delegation_student", "delegation", ["tenant_id", "student_id", "id"], schema="eb"
    )
    op.create_index(
        "ix_delegation_check",
        "delegation",
        ["tenant_id", "next_check_on", "id"],
        schema="eb",
        postgresql_where=sa.text("state = 'running'"),
    )
    tenant_table("delegation", may="select, insert, update")


def downgrade() -> None:
    op.drop_table("delegation", schema="eb")
