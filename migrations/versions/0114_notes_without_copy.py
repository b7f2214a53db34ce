"""the signed visits of which the family has no copy are found by their day, and by child"""

from collections.abc import Sequence

from alembic import op

revision: str = "0114"
down_revision: str | None = "0113"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEXES = {
    "ix_note_uncopied": "(tenant_id, on_date, id)",
    "ix_note_uncopied_student": "(tenant_id, student_id, on_date, id)",
}
UNCOPIED = (
    "kind = 'visit' and state = 'signed' and copy_given_on is null and addendum_to_id is null"
)


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("set statement_timeout = 0")  # it makes nobody wait
        for name, columns in INDEXES.items():
            # What an attempt that was cut off left half made.
            op.execute(f"drop index concurrently if exists eb.{name}")
            op.execute(
                f"create index concurrently if not exists {name} on eb.note {columns} where {UNCOPIED}"
            )
        op.execute("set statement_timeout = '5s'")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        for name in INDEXES:
            op.execute(f"drop index concurrently if exists eb.{name}")
