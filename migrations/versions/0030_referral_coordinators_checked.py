"""interim coordinators: check the rows that were there before"""

from collections.abc import Sequence

from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute(
        "alter table eb.referral validate constraint fk_referral_tenant_id_interim_coordinator_id"
    )


def downgrade() -> None:
    """A validated constraint needs no undoing."""
