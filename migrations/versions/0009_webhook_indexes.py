"""webhooks: the order of events and the age of keys, indexed beside the running service"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("set statement_timeout = 0")  # it makes nobody wait
        _drop()  # what an attempt that was cut off left half made
        op.create_index(
            "uq_outbox_position",
            "outbox",
            ["tenant_id", "position"],
            unique=True,
            schema="eb",
            postgresql_where=sa.text("position is not null"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )
        op.create_index(
            "ix_idempotency_key_age",
            "idempotency_key",
            ["created_at"],
            schema="eb",
            postgresql_using="brin",
            postgresql_concurrently=True,
            if_not_exists=True,
        )
        op.execute("set statement_timeout = '5s'")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        _drop()


def _drop() -> None:
    for name in ("ix_idempotency_key_age", "uq_outbox_position"):
        op.execute(f"drop index concurrently if exists eb.{name}")
