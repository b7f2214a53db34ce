"""a caseload's papers without a scan are found by an index"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0094"
down_revision: str | None = "0093"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEX = "ix_signature_student_unscanned"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        _drop()  # what an attempt that was cut off left half made
        op.create_index(
            INDEX,
            "signature",
            ["tenant_id", "student_id", "signed_on", "id"],
            schema="eb",
            postgresql_where=sa.text("method = 'paper' and scan_id is null"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def downgrade() -> None:
    with op.get_context().autocommit_block():
        _drop()


def _drop() -> None:
    op.execute(f"drop index concurrently if exists eb.{INDEX}")
