"""certificates and checks beside licences: check the rows that were there before"""

from collections.abc import Sequence

from alembic import op

revision: str = "0106"
down_revision: str | None = "0105"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for name in ("kind", "of_licence"):
        op.execute(
            "alter table eb.staff_credential validate constraint "
            f"ck_staff_credential_ck_staff_credential_{name}"
        )


def downgrade() -> None:
    """A validated constraint needs no undoing."""
