"""assessments, additions to signed texts, eligibility decisions"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.columns import key, record, tenant_row, within
from migrations.rls import append_only, tenant_table

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

STATES = (
    "'planned', 'consented', 'in_progress', 'scored', 'report_draft', 'report_signed', 'shared'"
)


def upgrade() -> None:
    _assessment()
    _addendum()
    _decision()


def _assessment() -> None:
    op.create_table(
        "assessment",
        *record(),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("begun_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("shared_on", sa.Date(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("interpreter_used", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("examiners", JSONB(), server_default="[]", nullable=False),
        sa.Column("sources", JSONB(), server_default="[]", nullable=False),
        sa.Column("limits", sa.String(), nullable=True),
        sa.Column("strengths", sa.String(), nullable=True),
        sa.Column("needs", sa.String(), nullable=True),
        sa.Column("summary", sa.String(), nullable=True),
        sa.CheckConstraint(f"state in ({STATES})", name="ck_assessment_state"),
        within("assessment", "student_id", "student"),
        within("assessment", "consent_id", "consent"),
        key("assessment"),
        schema="eb",
    )
    op.create_index(
        "ix_assessment_student", "assessment", ["tenant_id", "student_id", "id"], schema="eb"
    )
    tenant_table("assessment", may="select, insert, update")


def _addendum() -> None:
    op.create_table(
        "addendum",
        *tenant_row(),
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        within("addendum", "student_id", "student"),
        key("addendum"),
        schema="eb",
    )
    op.create_index("ix_addendum_record", "addendum", ["tenant_id", "record_id", "id"], schema="eb")
    tenant_table("addendum", may="select, insert")
    append_only("addendum")


def _decision() -> None:
    op.create_table(
        "eligibility_decision",
        *record(),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("program", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("is_eligible", sa.Boolean(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("assessment_ids", JSONB(), server_default="[]", nullable=False),
        sa.Column("team", JSONB(), server_default="[]", nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("question", JSONB(), nullable=False),
        sa.Column("answer", JSONB(), nullable=False),
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("rulebook_sha256", sa.String(), nullable=False),
        sa.Column("notice_sent_on", sa.Date(), nullable=True),
        sa.Column("other_help", sa.String(), nullable=True),
        sa.Column("rescreen_on", sa.Date(), nullable=True),
        within("eligibility_decision", "student_id", "student"),
        key("eligibility_decision"),
        schema="eb",
    )
    op.create_index(
        "ix_eligibility_decision_student",
        "eligibility_decision",
        ["tenant_id", "student_id", "decided_on", "id"],
        schema="eb",
    )
    tenant_table("eligibility_decision", may="select, insert, update")


def downgrade() -> None:
    for table in ("eligibility_decision", "addendum", "assessment"):
        op.drop_table(table, schema="eb")
