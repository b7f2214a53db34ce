"""an index for every list that had none"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0041"
down_revision: str | None = "0040"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEXES: dict[str, tuple[str, list[str], str | None]] = {
    "ix_transition_packet_student": ("transition_packet", ["student_id"], None),
    "ix_agency_contact_follow_up": ("agency_contact", ["on_date", "id"], "follow_up_on is not null"),
    "ix_referral_day": ("referral", ["received_on", "id"], None),
    "ix_task_escalated": ("task", ["due_on", "id"], "escalated_at is not null"),
    "ix_consent_expiry": (
        "consent", ["expires_on", "id"], "expires_on is not null and revoked_on is null",
    ),
    "ix_packet_unpulled": (
        "packet", ["released_on", "id"], "pulled_at is null and withdrawn_at is null",
    ),
}  # fmt: skip


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("set statement_timeout = 0")  # it makes nobody wait
        _drop()  # what an attempt that was cut off left half made
        for name, (table, columns, where) in INDEXES.items():
            op.create_index(
                name,
                table,
                ["tenant_id", *columns],
                schema="eb",
                postgresql_where=sa.text(where) if where else None,
                postgresql_concurrently=True,
                if_not_exists=True,
            )
        op.execute("set statement_timeout = '5s'")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        _drop()


def _drop() -> None:
    for name in INDEXES:
        op.execute(f"drop index concurrently if exists eb.{name}")
