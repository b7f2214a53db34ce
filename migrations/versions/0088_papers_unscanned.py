"""papers without a scan are found by an index"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0088"
down_revision: str | None = "0087"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

UNSCANNED = {"signature": "ix_signature_unscanned", "consent": "ix_consent_unscanned"}


def upgrade() -> None:
    with op.get_context().autocommit_block():
        _drop()  # what an attempt that was cut off left half made
        for table, index in UNSCANNED.items():
            op.create_index(
                index,
                table,
                ["tenant_id", "signed_on", "id"],
                schema="eb",
                postgresql_where=sa.text("method = 'paper' and scan_id is null"),
                postgresql_concurrently=True,
                if_not_exists=True,
            )


def downgrade() -> None:
    with op.get_context().autocommit_block():
        _drop()


def _drop() -> None:
    for index in UNSCANNED.values():
        op.execute(f"drop index concurrently if exists eb.{index}")
