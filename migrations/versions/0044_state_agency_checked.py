"""the State educational agency: check the rows that were there before"""

from collections.abc import Sequence

from alembic import op

revision: str = "0044"
down_revision: str | None = "0043"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute(
        "alter table eb.transition_setting validate constraint fk_transition_setting_state_agency_id"
    )


def downgrade() -> None:
    """A validated constraint needs no undoing."""
