"""recalls that are withdrawn: check the recalls that were there before"""

from collections.abc import Sequence

from alembic import op

revision: str = "0113"
down_revision: str | None = "0112"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("alter table eb.equipment_recall validate constraint ck_equipment_recall_state")


def downgrade() -> None:
    """A validated constraint needs no undoing."""
