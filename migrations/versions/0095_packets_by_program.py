"""a district's packets of one program, and those withdrawn or not, are listed by an index"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0095"
down_revision: str | None = "0094"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEXES = {
    "ix_transition_packet_program": (["tenant_id", "program_id", "released_at", "id"], None),
    "ix_transition_packet_there": (["tenant_id", "released_at", "id"], "withdrawn_at is null"),
    "ix_transition_packet_gone": (["tenant_id", "released_at", "id"], "withdrawn_at is not null"),
}


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for name, (columns, where) in INDEXES.items():
            _drop(name)  # what an attempt that was cut off left half made
            op.create_index(
                name,
                "transition_packet",
                columns,
                schema="eb",
                postgresql_where=sa.text(where) if where else None,
                postgresql_concurrently=True,
                if_not_exists=True,
            )


def downgrade() -> None:
    with op.get_context().autocommit_block():
        for name in INDEXES:
            _drop(name)


def _drop(name: str) -> None:
    op.execute(f"drop index concurrently if exists eb.{name}")
