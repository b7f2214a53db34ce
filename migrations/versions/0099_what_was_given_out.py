"""what of one child was given out, read by an index: the parent's record reads the portion it shows"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0099"
down_revision: str | None = "0098"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("set statement_timeout = 0")  # it makes nobody wait
        _drop()  # what an attempt that was cut off left half made
        op.create_index(
            "ix_access_log_disclosure",
            "access_log",
            ["tenant_id", "student_id", "created_at", "id"],
            schema="eb",
            postgresql_where=sa.text("action = 'disclose' and student_id is not null"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )
        op.execute("set statement_timeout = '5s'")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        _drop()


def _drop() -> None:
    op.execute("drop index concurrently if exists eb.ix_access_log_disclosure")
