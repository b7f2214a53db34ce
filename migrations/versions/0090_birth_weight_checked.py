"""the weight at birth, and the report of an assignment: check the rows that were there before"""

from collections.abc import Sequence

from alembic import op

revision: str = "0090"
down_revision: str | None = "0089"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("alter table eb.student validate constraint ck_student_ck_student_birth_weight")
    op.execute(
        "alter table eb.assignment validate constraint fk_assignment_tenant_id_assessment_id"
    )


def downgrade() -> None:
    """A validated constraint needs no undoing."""
