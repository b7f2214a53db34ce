"""assessments that came with a child: check the rows that were there before"""

from collections.abc import Sequence

from alembic import op

revision: str = "0057"
down_revision: str | None = "0056"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("alter table eb.assessment validate constraint fk_assessment_came_from_id")


def downgrade() -> None:
    """A validated constraint needs no undoing."""
