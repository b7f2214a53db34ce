"""deadline notes: why a duty was late, that it does not apply, that the family waived it"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rls import tenant_table

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "deadline_note",
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text("eb.tenant()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "created_by", sa.Uuid(), server_default=sa.text("eb.principal_id()"), nullable=True
        ),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_by", sa.Uuid(), server_default=sa.text("eb.principal_id()"), nullable=True
        ),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("occurrence", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("cause_reason", sa.String(), nullable=True),
        sa.Column("cause_evidence", sa.String(), nullable=True),
        sa.Column(
            "attempts", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False
        ),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dismissed_by", sa.Uuid(), nullable=True),
        sa.Column("dismissed_reason", sa.String(), nullable=True),
        sa.Column("waived_on", sa.Date(), nullable=True),
        sa.Column("waived_by_id", sa.Uuid(), nullable=True),
        sa.Column("waiver_text", sa.String(), nullable=True),
        sa.CheckConstraint(
            "cause in ('family', 'consent_withheld', 'system', 'other_agency')",
            name=op.f("ck_deadline_note_cause"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "student_id"],
            ["eb.student.tenant_id", "eb.student.id"],
            name=op.f("fk_deadline_note_tenant_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "waived_by_id"],
            ["eb.contact.tenant_id", "eb.contact.id"],
            name=op.f("fk_deadline_note_tenant_id_waived_by_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deadline_note")),
        sa.UniqueConstraint(
            "tenant_id",
            "student_id",
            "rule_id",
            "occurrence",
            name=op.f("uq_deadline_note_tenant_id_student_id_rule_id_occurrence"),
        ),
        schema="eb",
    )
    tenant_table("deadline_note")


def downgrade() -> None:
    op.drop_table("deadline_note", schema="eb")
