"""look at the states of the plans and assessments there are"""

from collections.abc import Sequence

from alembic import op

revision: str = "0092"
down_revision: str | None = "0091"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for table in ("assessment", "plan"):
        op.execute(f"alter table eb.{table} validate constraint ck_{table}_ck_{table}_state")


def downgrade() -> None:
    """A validated constraint needs no undoing."""
