"""drafts are in a language that has headings"""

from collections.abc import Sequence

from alembic import op

revision: str = "0078"
down_revision: str | None = "0077"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute(
        "update eb.equipment_letter set language = 'en' "
        "where state = 'draft' and language !~* '^en(-|$)'"
    )


def downgrade() -> None:
    """What a draft was called before is not known, and was not true."""
