"""referrals that their sender has not sent yet"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.columns import key, record
from migrations.rls import tenant_table

revision: str = "0065"
down_revision: str | None = "0064"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "referral_draft",
        *record(),
        sa.Column("content", JSONB(), nullable=False),
        key("referral_draft"),
        schema="eb",
    )
    op.create_index(
        "ix_referral_draft_age", "referral_draft", ["tenant_id", "updated_at"], schema="eb"
    )
    tenant_table("referral_draft")


def downgrade() -> None:
    op.drop_table("referral_draft", schema="eb")
