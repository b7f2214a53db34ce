"""ask by the index whether a list is known, also by a plan that was made while there were none"""

from collections.abc import Sequence

from alembic import op

revision: str = "0071"
down_revision: str | None = "0070"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("alter function eb.note_shown() set enable_seqscan = off")


def downgrade() -> None:
    op.execute("alter function eb.note_shown() reset enable_seqscan")
