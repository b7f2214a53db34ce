"""the scan of a paper may follow its signature"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.columns import key, tenant_row, within
from migrations.rls import append_only, tenant_table

revision: str = "0087"
down_revision: str | None = "0086"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SCAN = "signature_scan"


def upgrade() -> None:
    op.create_table(
        SCAN,
        *tenant_row(),
        sa.Column("signature_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("scan_id", sa.Uuid(), nullable=False),
        within(SCAN, "signature_id", "signature"),
        within(SCAN, "student_id", "student"),
        within(SCAN, "scan_id", "document_version"),
        key(SCAN),
        schema="eb",
    )
    op.create_index(
        "ix_signature_scan_signature", SCAN, ["tenant_id", "signature_id", "id"], schema="eb"
    )
    tenant_table(SCAN, may="select, insert")
    append_only(SCAN)


def downgrade() -> None:
    op.drop_table(SCAN, schema="eb")
