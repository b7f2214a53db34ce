"""team reports for a review: sections, signatures, the paper that was issued"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from migrations.columns import key, record, tenant_row, within
from migrations.rls import append_only, tenant_table

revision: str = "0110"
down_revision: str | None = "0109"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FORMER = (
    "'person', 'duty', 'agency_contact', 'resource', 'outbound_referral', 'meeting', 'leave', 'equipment_request', "
    "'assessment', 'hold', 'document', 'record_request', 'retention'"
)
DISCIPLINES = (
    "'audiology', 'early_intervention', 'family_support', 'medicine', 'nursing', 'nutrition', 'occupational_therapy', "
    "'orientation_mobility', 'physical_therapy', 'psychology', 'service_coordination', 'social_work', "
    "'special_instruction', 'speech_language', 'vision'"
)
REPORT_POINTS_AT = (
    ("student_id", "student"),
    ("meeting_id", "meeting"),
    ("plan_id", "plan"),
    ("supersedes_id", "team_report"),
    ("superseded_by_id", "team_report"),
)
SECTION_POINTS_AT = (
    ("student_id", "student"),
    ("report_id", "team_report"),
    ("author_id", "principal"),
    ("co_signer_id", "principal"),
)
PAPER_POINTS_AT = (("student_id", "student"), ("report_id", "team_report"))


def upgrade() -> None:
    _reports()
    _sections()
    _papers()
    # Without a look at the rows there are: the next migration has one.
    _sources(f"{FORMER}, 'team_report'")


def _reports() -> None:
    op.create_table(
        "team_report",
        *record(),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column("superseded_by_id", sa.Uuid(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("given", JSONB(), server_default="[]", nullable=False),
        sa.CheckConstraint(
            "occasion in ('review', 'annual', 'eligibility', 'transition')",
            name="ck_team_report_occasion",
        ),
        sa.CheckConstraint(
            "state in ('draft', 'in_review', 'signed', 'issued', 'superseded', 'voided')",
            name="ck_team_report_state",
        ),
        sa.CheckConstraint("language in ('en', 'es')", name="ck_team_report_language"),
        sa.CheckConstraint("period_to >= period_from", name="ck_team_report_order"),
        *(within("team_report", column, target) for column, target in REPORT_POINTS_AT),
        key("team_report"),
        schema="eb",
    )
    op.create_index(
        "ix_team_report_student", "team_report", ["tenant_id", "student_id", "id"], schema="eb"
    )
    tenant_table("team_report", may="select, insert, update")


def _sections() -> None:
    op.create_table(
        "team_report_section",
        *record(),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("discipline", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done", sa.String(), nullable=True),
        sa.Column("seen", sa.String(), nullable=True),
        sa.Column("progress", JSONB(), server_default="[]", nullable=False),
        sa.Column("recommendations", sa.String(), nullable=True),
        sa.Column("text_sha256", sa.String(), nullable=False),
        sa.Column("co_signer_id", sa.Uuid(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            f"discipline in ({DISCIPLINES})", name="ck_team_report_section_discipline"
        ),
        sa.CheckConstraint(
            "part in ('educational', 'medical')", name="ck_team_report_section_part"
        ),
        sa.CheckConstraint(
            "state in ('open', 'awaiting_co_signature', 'signed', 'withdrawn')",
            name="ck_team_report_section_state",
        ),
        *(within("team_report_section", column, target) for column, target in SECTION_POINTS_AT),
        key("team_report_section"),
        schema="eb",
    )
    op.create_index(
        "uq_team_report_section_discipline",
        "team_report_section",
        ["tenant_id", "report_id", "discipline"],
        unique=True,
        schema="eb",
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )
    op.create_index(
        "ix_team_report_section_report",
        "team_report_section",
        ["tenant_id", "report_id", "id"],
        schema="eb",
    )
    tenant_table("team_report_section", may="select, insert, update")


def _papers() -> None:
    op.create_table(
        "team_report_paper",
        *tenant_row(),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("is_accessible", sa.Boolean(), nullable=False),
        sa.Column("problems", ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        *(within("team_report_paper", column, target) for column, target in PAPER_POINTS_AT),
        key("team_report_paper"),
        schema="eb",
    )
    op.create_index(
        "uq_team_report_paper_report",
        "team_report_paper",
        ["tenant_id", "report_id"],
        unique=True,
        schema="eb",
    )
    tenant_table("team_report_paper", may="select, insert")
    append_only("team_report_paper")


def downgrade() -> None:
    _sources(FORMER)
    for table in ("team_report_paper", "team_report_section", "team_report"):
        op.drop_table(table, schema="eb")


def _sources(words: str) -> None:
    name = "ck_task_ck_task_source"
    op.execute(f"-- squawk-ignore ban-drop-constraint\nalter table eb.task drop constraint {name}")
    op.execute(f"alter table eb.task add constraint {name} check (source in ({words})) not valid")
