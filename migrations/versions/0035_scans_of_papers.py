"""consents and signatures name the scan of their paper"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("consent", sa.Column("scan_id", sa.Uuid(), nullable=True), schema="eb")
    for table in ("consent", "signature"):
        # Without a look at the rows there are: the next migration has one.
        op.execute(
            f"alter table eb.{table} add constraint fk_{table}_tenant_id_scan_id "
            "foreign key (tenant_id, scan_id) references eb.document_version (tenant_id, id) not valid"
        )


def downgrade() -> None:
    op.drop_constraint("fk_signature_tenant_id_scan_id", "signature", schema="eb")
    op.drop_column("consent", "scan_id", schema="eb")
