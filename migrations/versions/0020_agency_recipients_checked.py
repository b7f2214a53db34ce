"""consents and disclosures to agencies: check the rows that were there before"""

from collections.abc import Sequence

from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for table in ("consent", "disclosure"):
        op.execute(f"alter table eb.{table} validate constraint fk_{table}_tenant_id_agency_id")


def downgrade() -> None:
    """A validated constraint needs no undoing."""
