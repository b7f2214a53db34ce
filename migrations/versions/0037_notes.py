"""text notes: signed, co-signed, locked"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.columns import key, record, within
from migrations.rls import tenant_table

revision: str = "0037"
down_revision: str | None = "0036"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = ("visit", "missed_visit", "consultation", "coordination", "contact", "other")
PARTS = ("educational", "medical")
STATES = ("draft", "awaiting_co_signature", "signed", "entered_in_error")
LINKS = {
    "student_id": "student", "author_id": "principal", "co_signer_id": "principal", "delivery_id": "service_delivery",
    "agency_contact_id": "agency_contact", "addendum_to_id": "note",
}  # fmt: skip


def upgrade() -> None:
    table = "note"
    op.create_table(
        table,
        *record(),
        *(
            sa.Column(name, sa.Uuid(), nullable=name not in {"student_id", "author_id"})
            for name in LINKS
        ),
        text("kind", needed=True),
        text("part", needed=True),
        text("state", needed=True),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        text("place"),
        text("text", needed=True),
        text("text_sha256", needed=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        key(table),
        *(within(table, name, target) for name, target in LINKS.items()),
        one_of(table, "kind", KINDS),
        one_of(table, "part", PARTS),
        one_of(table, "state", STATES),
        sa.CheckConstraint("minutes > 0", name="ck_note_minutes"),
        schema="eb",
    )
    op.create_index("ix_note_student", table, ["tenant_id", "student_id", "id"], schema="eb")
    tenant_table(table, may="select, insert, update")


def text(name: str, *, needed: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=not needed)


def one_of(table: str, column: str, allowed: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in allowed)
    return sa.CheckConstraint(f"{column} in ({listed})", name=f"ck_{table}_{column}")


def downgrade() -> None:
    op.drop_table("note", schema="eb")
