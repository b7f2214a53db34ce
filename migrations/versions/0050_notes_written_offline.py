"""notes written without a network: the device's own id of each, and when it was written"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0050"
down_revision: str | None = "0049"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COLUMNS = (
    ("client_id", sa.Uuid()),
    ("client_sha256", sa.String()),
    ("written_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    for name, type_ in COLUMNS:
        op.add_column(
            "note", sa.Column(name, type_, nullable=True), schema="eb", if_not_exists=True
        )
    with op.get_context().autocommit_block():
        op.execute("set statement_timeout = 0")  # it makes nobody wait
        _drop()  # what an attempt that was cut off left half made
        op.create_index(
            "uq_note_client",
            "note",
            ["tenant_id", "author_id", "client_id"],
            unique=True,
            schema="eb",
            postgresql_where=sa.text("client_id is not null"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )
        op.execute("set statement_timeout = '5s'")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        _drop()
    for name, _ in COLUMNS:
        op.drop_column("note", name, schema="eb")


def _drop() -> None:
    op.execute("drop index concurrently if exists eb.uq_note_client")
