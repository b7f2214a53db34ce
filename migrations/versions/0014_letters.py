"""letters as they were issued, and the letterhead of organisations"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from migrations.columns import key, tenant_row, within
from migrations.rls import append_only, tenant_table

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = (
    "'lea_notification', 'conference_invitation', 'district_conference_invitation', "
    "'prior_written_notice', 'referral_acknowledgement'"
)


def upgrade() -> None:
    op.add_column(
        "organisation",
        sa.Column("letterhead", ARRAY(sa.Text()), server_default="{}", nullable=False),
        schema="eb",
    )
    op.create_table(
        "letter",
        *tenant_row(),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("language_wanted", sa.String(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", JSONB(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("is_accessible", sa.Boolean(), nullable=False),
        sa.Column("problems", ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.CheckConstraint(f"kind in ({KINDS})", name="ck_letter_kind"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["eb.organisation.id"], name="fk_letter_organisation_id"
        ),
        within("letter", "student_id", "student"),
        within("letter", "contact_id", "contact"),
        key("letter"),
        schema="eb",
    )
    op.create_index("ix_letter_student", "letter", ["tenant_id", "student_id", "id"], schema="eb")
    tenant_table("letter", may="select, insert")
    append_only("letter")


def downgrade() -> None:
    op.drop_table("letter", schema="eb")
    op.drop_column("organisation", "letterhead", schema="eb")
