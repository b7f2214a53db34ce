"""contacts, consents, decisions, assignments, disclosures, assessments and plans may be entered in error"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.columns import NOW, WHO

revision: str = "0091"
down_revision: str | None = "0090"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MARKED = ("contact", "consent", "eligibility_decision", "assignment", "disclosure")
ASSESSMENT = (
    "'planned', 'consented', 'in_progress', 'scored', 'report_draft', 'report_signed', 'shared'"
)
PLAN = (
    "'draft', 'meeting_set', 'meeting_held', 'awaiting_consent', 'declined', 'active', 'in_review', 'offered', "
    "'consented', 'partially_consented', 'refused', 'in_effect', 'amended', 'superseded', 'ended', 'expired', 'withdrawn'"
)
VERSIONED = ("disclosure", "letter")
KEPT = (
    "tenant_id", "id", "created_at", "created_by", "student_id", "recipient_id", "agency_id", "recipient_name", "purpose",
    "covers", "consent_id", "exception", "disclosed_on", "channel", "note",
)  # fmt: skip
SET = ("entered_in_error", "version", "updated_at", "updated_by")
ERROR = ", 'entered_in_error'"


def upgrade() -> None:
    for table in MARKED:
        op.add_column(
            table,
            sa.Column("entered_in_error", sa.Boolean(), server_default="false", nullable=False),
            schema="eb",
        )
    _version()
    # Without a look at the rows there are: the next migration has one.
    _states("assessment", ASSESSMENT + ERROR)
    _states("plan", PLAN + ERROR)


def _version() -> None:
    """What was disclosed stays as it was written, for the owner too; only the mark may be set."""
    for table in VERSIONED:
        for column in (
            sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
            sa.Column("updated_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
            sa.Column("updated_by", sa.Uuid(), nullable=True),
        ):
            op.add_column(table, column, schema="eb")
        # Rows of before keep no author of a change; the default is for new ones.
        op.alter_column(table, "updated_by", server_default=WHO, schema="eb")
    op.execute("drop trigger append_only on eb.disclosure")
    op.execute(
        f"create trigger append_only before delete or update of {', '.join(KEPT)} on eb.disclosure "
        "for each row execute function eb.refuse_change()"
    )
    op.execute(f"grant update ({', '.join(SET)}) on eb.disclosure to eb_app")


def downgrade() -> None:
    _states("plan", PLAN)
    _states("assessment", ASSESSMENT)
    op.execute("drop trigger append_only on eb.disclosure")
    op.execute(
        "create trigger append_only before update or delete on eb.disclosure "
        "for each row execute function eb.refuse_change()"
    )
    for table in VERSIONED:
        for column in ("version", "updated_at", "updated_by"):
            op.drop_column(table, column, schema="eb")
    for table in MARKED:
        op.drop_column(table, "entered_in_error", schema="eb")


def _states(table: str, words: str) -> None:
    name = f"ck_{table}_ck_{table}_state"
    op.execute(
        f"-- squawk-ignore ban-drop-constraint\nalter table eb.{table} drop constraint {name}"
    )
    op.execute(f"alter table eb.{table} add constraint {name} check (state in ({words})) not valid")
