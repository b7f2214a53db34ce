"""what derived letters answer: check the rows that were there before"""

from collections.abc import Sequence

from alembic import op

revision: str = "0052"
down_revision: str | None = "0051"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute(
        "alter table eb.equipment_letter validate constraint fk_equipment_letter_tenant_id_answers_id"
    )


def downgrade() -> None:
    """A validated constraint needs no undoing."""
