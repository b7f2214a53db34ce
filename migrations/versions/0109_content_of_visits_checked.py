"""the family's copy of a note: check the notes that were there before"""

from collections.abc import Sequence

from alembic import op

revision: str = "0109"
down_revision: str | None = "0108"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("alter table eb.note validate constraint ck_note_copy_form")


def downgrade() -> None:
    """A validated constraint needs no undoing."""
