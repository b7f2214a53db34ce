"""transfers between programs, on both sides"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from migrations.columns import key, record, within
from migrations.rls import tenant_table

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

STATES = "state in ('offered', 'accepted', 'declined', 'withdrawn')"


def upgrade() -> None:
    _sent()
    _received()


def _sent() -> None:
    op.create_table(
        "transfer",
        *record(),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("receiver_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("exception", sa.String(), nullable=True),
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        sa.Column("covers", ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_reason", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.CheckConstraint(STATES, name="ck_transfer_state"),
        sa.CheckConstraint(
            "num_nonnulls(consent_id, exception) = 1", name="ck_transfer_one_ground"
        ),
        sa.ForeignKeyConstraint(
            ["receiver_id"], ["eb.organisation.id"], name="fk_transfer_receiver_id"
        ),
        within("transfer", "student_id", "student"),
        within("transfer", "consent_id", "consent"),
        within("transfer", "disclosure_id", "disclosure"),
        key("transfer"),
        schema="eb",
    )
    op.create_index(
        "ix_transfer_student", "transfer", ["tenant_id", "student_id", "id"], schema="eb"
    )
    op.create_index(
        "uq_transfer_open",
        "transfer",
        ["tenant_id", "student_id"],
        unique=True,
        schema="eb",
        postgresql_where=sa.text("state = 'offered'"),
    )
    tenant_table("transfer", may="select, insert, update")


def _received() -> None:
    op.create_table(
        "incoming_transfer",
        *record(),
        sa.Column("sender_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("child_first_name", sa.String(), nullable=True),
        sa.Column("child_last_name", sa.String(), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_reason", sa.String(), nullable=True),
        sa.Column("plan_taken", sa.String(), nullable=True),
        sa.Column("student_id", sa.Uuid(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=True),
        sa.CheckConstraint(STATES, name="ck_incoming_transfer_state"),
        sa.CheckConstraint(
            "plan_taken in ('adopted', 'meeting_called')", name="ck_incoming_transfer_plan_taken"
        ),
        within("incoming_transfer", "student_id", "student"),
        key("incoming_transfer"),
        schema="eb",
    )
    for name, columns in (
        ("ix_incoming_transfer_worklist", ["tenant_id", "state", "offered_on", "id"]),
        ("ix_incoming_transfer_day", ["tenant_id", "offered_on", "id"]),
    ):
        op.create_index(name, "incoming_transfer", columns, schema="eb")
    tenant_table("incoming_transfer", may="select, insert, update")


def downgrade() -> None:
    op.execute("drop function if exists eb.publish_transfer(uuid), eb.withdraw_transfer(uuid)")
    for table in ("incoming_transfer", "transfer"):
        op.drop_table(table, schema="eb")
