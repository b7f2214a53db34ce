"""consents: check the rows that were there before"""

from collections.abc import Sequence

from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for name in ("ck_consent_kind", "ck_consent_decision"):
        op.execute(f"alter table eb.consent validate constraint {name}")


def downgrade() -> None:
    """A validated constraint needs no undoing."""
