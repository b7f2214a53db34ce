"""immunisations as health entries; whom a program looked at before it took in a child from another"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0097"
down_revision: str | None = "0096"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAME = "ck_health_entry_ck_health_entry_kind"
BEFORE = (
    "'diagnosis', 'hearing', 'vision', 'health', 'medication', 'medical_home', 'allergy', 'alert'"
)


def upgrade() -> None:
    _allow(f"{BEFORE}, 'immunisation'")
    op.add_column(
        "incoming_transfer",
        sa.Column(
            "duplicates_reviewed",
            sa.ARRAY(sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        schema="eb",
    )


def downgrade() -> None:
    op.drop_column("incoming_transfer", "duplicates_reviewed", schema="eb")
    op.execute("alter table eb.health_entry no force row level security")
    op.execute(
        "update eb.health_entry set kind = 'health', system = null where kind = 'immunisation'"
    )
    op.execute("alter table eb.health_entry force row level security")
    _allow(BEFORE)


def _allow(kinds: str) -> None:
    op.execute(
        f"-- squawk-ignore ban-drop-constraint\nalter table eb.health_entry drop constraint {NAME}"
    )
    # Validated by the next migration: in this one it would hold up every reader.
    op.execute(
        f"alter table eb.health_entry add constraint {NAME} check (kind in ({kinds})) not valid"
    )
