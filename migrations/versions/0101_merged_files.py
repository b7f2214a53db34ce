"""files merged into another are found among the others by an index of them alone"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0101"
down_revision: str | None = "0100"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAME = "ix_student_merged"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("set statement_timeout = 0")  # it makes nobody wait
        _drop()  # what an attempt that was cut off left half made
        op.create_index(
            NAME,
            "student",
            ["tenant_id", "id"],
            schema="eb",
            postgresql_where=sa.text("merged_into_id is not null"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )
        op.execute("set statement_timeout = '5s'")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        _drop()


def _drop() -> None:
    op.execute(f"drop index concurrently if exists eb.{NAME}")
