"""transition plans, the district's answers, notices sent by themselves"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.columns import key, record, tenant_row, within
from migrations.rls import append_only, tenant_table

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for table in ("packet", "transition_packet"):
        op.add_column(table, sa.Column("received_on", sa.Date(), nullable=True), schema="eb")
    _result()
    _plan()
    _setting()


def _result() -> None:
    op.create_table(
        "packet_result",
        *tenant_row(),
        sa.Column("packet_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint(
            "result in ('evaluated', 'eligible', 'not_eligible', 'iep_in_effect', 'not_determined')",
            name="ck_packet_result_result",
        ),
        key("packet_result"),
        schema="eb",
    )
    op.create_index(
        "ix_packet_result_packet", "packet_result", ["tenant_id", "packet_id", "id"], schema="eb"
    )
    tenant_table("packet_result", may="select, insert")
    append_only("packet_result")


def _plan() -> None:
    op.create_table(
        "transition_plan",
        *record(),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("is_potentially_eligible", sa.Boolean(), nullable=True),
        sa.Column("options_reviewed", sa.String(), nullable=True),
        sa.Column("family_part", sa.String(), nullable=True),
        sa.Column("future_placement", sa.String(), nullable=True),
        sa.Column("preparation", sa.String(), nullable=True),
        sa.Column("services", sa.String(), nullable=True),
        sa.Column("steps", JSONB(), server_default="[]", nullable=False),
        sa.Column("established_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state in ('draft', 'established', 'replaced')", name="ck_transition_plan_state"
        ),
        within("transition_plan", "student_id", "student"),
        key("transition_plan"),
        schema="eb",
    )
    op.create_index(
        "uq_transition_plan_current",
        "transition_plan",
        ["tenant_id", "student_id"],
        unique=True,
        schema="eb",
        postgresql_where=sa.text("state <> 'replaced'"),
    )
    op.create_index(
        "ix_transition_plan_student",
        "transition_plan",
        ["tenant_id", "student_id", "id"],
        schema="eb",
    )
    tenant_table("transition_plan", may="select, insert, update")


def _setting() -> None:
    op.create_table(
        "transition_setting",
        *record(),
        sa.Column("notify_lead_days", sa.Integer(), nullable=True),
        sa.CheckConstraint("notify_lead_days between 0 and 180", name="ck_transition_setting_lead"),
        sa.UniqueConstraint("tenant_id", name="uq_transition_setting_tenant_id"),
        key("transition_setting"),
        schema="eb",
    )
    tenant_table("transition_setting", may="select, insert, update")


def downgrade() -> None:
    for table in ("transition_setting", "transition_plan", "packet_result"):
        op.drop_table(table, schema="eb")
    for table in ("packet", "transition_packet"):
        op.drop_column(table, "received_on", schema="eb")
