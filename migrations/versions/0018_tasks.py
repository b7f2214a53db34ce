"""tasks, and what a program has settled for itself"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.columns import key, record, within
from migrations.rls import tenant_table

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NOT_OVER = "state in ('open', 'snoozed')"


def upgrade() -> None:
    _program_setting()
    _task()


def _program_setting() -> None:
    op.create_table(
        "program_setting",
        *record(),
        sa.Column("settled", JSONB(), server_default="{}", nullable=False),
        sa.UniqueConstraint("tenant_id", name="uq_program_setting_tenant_id"),
        key("program_setting"),
        schema="eb",
    )
    tenant_table("program_setting", may="select, insert, update")


def _task() -> None:
    op.create_table(
        "task",
        *record(),
        sa.Column("student_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("rule_id", sa.String(), nullable=True),
        sa.Column("occurrence", sa.String(), server_default="", nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("assignee_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("legal_on", sa.Date(), nullable=True),
        sa.Column("escalate_on", sa.Date(), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state in ('open', 'snoozed', 'done', 'dismissed')", name="ck_task_state"
        ),
        sa.CheckConstraint(
            "source in ('person', 'duty', 'agency_contact', 'resource', 'outbound_referral', 'meeting', 'leave')",
            name="ck_task_source",
        ),
        within("task", "student_id", "student"),
        within("task", "assignee_id", "principal"),
        key("task"),
        schema="eb",
    )
    _index("ix_task_due", ["tenant_id", "due_on", "id"])
    _index("ix_task_assignee", ["tenant_id", "assignee_id", "due_on", "id"])
    _index("ix_task_student", ["tenant_id", "student_id", "due_on", "id"])
    _index(
        "ix_task_escalation",
        ["tenant_id", "escalate_on"],
        where=f"{NOT_OVER} and escalated_at is null",
    )
    _index("ix_task_source", ["tenant_id", "source_id"], where=NOT_OVER)
    _index(
        "uq_task_duty",
        ["tenant_id", "student_id", "rule_id", "occurrence"],
        where=f"{NOT_OVER} and rule_id is not null",
        unique=True,
    )
    tenant_table("task", may="select, insert, update")


def _index(
    name: str, columns: list[str], where: str | None = None, *, unique: bool = False
) -> None:
    op.create_index(
        name,
        "task",
        columns,
        unique=unique,
        postgresql_where=None if where is None else sa.text(where),
        schema="eb",
    )


def downgrade() -> None:
    for table in ("task", "program_setting"):
        op.drop_table(table, schema="eb")
