"""the relay writes into the history of an endpoint that it switches off"""

from collections.abc import Sequence

from alembic import op

from migrations.rls import relay_may

revision: str = "0103"
down_revision: str | None = "0102"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    relay_may("record_change", "insert", where="resource = 'webhook-endpoint'")


def downgrade() -> None:
    op.execute("revoke insert on eb.record_change from eb_relay")
    op.execute("drop policy relay on eb.record_change")
