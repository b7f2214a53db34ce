"""enrolments: check the rows that were there before"""

from collections.abc import Sequence

from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("alter table eb.enrolment validate constraint ck_enrolment_aside")


def downgrade() -> None:
    """A validated constraint needs no undoing."""
