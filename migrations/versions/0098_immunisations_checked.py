"""immunisations: check the health entries that were there before"""

from collections.abc import Sequence

from alembic import op

revision: str = "0098"
down_revision: str | None = "0097"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute(
        "alter table eb.health_entry validate constraint ck_health_entry_ck_health_entry_kind"
    )


def downgrade() -> None:
    """A validated constraint needs no undoing."""
