"""notes that wait for a co-signature, by who gives it"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0072"
down_revision: str | None = "0071"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE, INDEX = "note", "ix_note_co_signer"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute(
            f"drop index concurrently if exists eb.{INDEX}"
        )  # of an attempt that was cut off
        op.create_index(
            INDEX,
            TABLE,
            ["tenant_id", "co_signer_id", "on_date", "id"],
            schema="eb",
            postgresql_where=sa.text("state = 'awaiting_co_signature'"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute(f"drop index concurrently if exists eb.{INDEX}")
