"""lines that were imported, by the sender's own number"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.columns import NOW, WHO
from migrations.rls import tenant_table

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "import_line",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("created_by", sa.Uuid(), server_default=WHO, nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "kind", "ref", name="pk_import_line"),
        schema="eb",
    )
    tenant_table("import_line", may="select, insert")


def downgrade() -> None:
    op.drop_table("import_line", schema="eb")
