"""look at the states of the plans there are"""

from collections.abc import Sequence

from alembic import op

revision: str = "0077"
down_revision: str | None = "0076"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("alter table eb.plan validate constraint ck_plan_ck_plan_state")


def downgrade() -> None:
    """A validated constraint needs no undoing."""
