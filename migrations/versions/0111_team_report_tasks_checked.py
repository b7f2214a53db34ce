"""look at the sources of the tasks there are"""

from collections.abc import Sequence

from alembic import op

revision: str = "0111"
down_revision: str | None = "0110"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("alter table eb.task validate constraint ck_task_ck_task_source")


def downgrade() -> None:
    """A validated constraint needs no undoing."""
