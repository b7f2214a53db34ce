"""trials are shown by photographs, which name them"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0061"
down_revision: str | None = "0060"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # No version was released that writes it.
    op.execute(
        "-- squawk-ignore ban-drop-column\nalter table eb.equipment_trial drop column photos"
    )


def downgrade() -> None:
    op.add_column(
        "equipment_trial",
        sa.Column("photos", JSONB(), server_default="[]", nullable=False),
        schema="eb",
    )
