"""documents destroyed and tasks of the record's end: check the rows that were there before"""

from collections.abc import Sequence

from alembic import op

revision: str = "0055"
down_revision: str | None = "0054"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CHECKED = (("task", "source"), ("document", "state"), ("document", "destruction_ground"))


def upgrade() -> None:
    for table, column in CHECKED:
        op.execute(f"alter table eb.{table} validate constraint ck_{table}_ck_{table}_{column}")


def downgrade() -> None:
    """A validated constraint needs no undoing."""
