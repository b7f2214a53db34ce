"""which school a postal code belongs to, as a district keeps it"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.columns import key, record
from migrations.rls import tenant_table

revision: str = "0064"
down_revision: str | None = "0063"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "school_area",
        *record(),
        sa.Column("postal_code", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        key("school_area"),
        sa.UniqueConstraint(
            "tenant_id", "postal_code", name="uq_school_area_tenant_id_postal_code"
        ),
        schema="eb",
    )
    tenant_table("school_area")


def downgrade() -> None:
    op.drop_table("school_area", schema="eb")
