"""tasks that follow up an equipment request: check the rows that were there before"""

from collections.abc import Sequence

from alembic import op

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("alter table eb.task validate constraint ck_task_ck_task_source")


def downgrade() -> None:
    """A validated constraint needs no undoing."""
