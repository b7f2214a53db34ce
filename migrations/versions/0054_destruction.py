"""documents whose bytes were destroyed; tasks about documents and about the record's end"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0054"
down_revision: str | None = "0053"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SOURCES = "'person', 'duty', 'agency_contact', 'resource', 'outbound_referral', 'meeting', 'leave', 'equipment_request'"
STATES = "'current', 'withdrawn', 'entered_in_error'"
GROUNDS = "'retention_ended', 'parent_asked', 'wrong_child'"


def upgrade() -> None:
    # Validated by the next migration: in this one it would hold up every reader.
    _allow("task", "source", f"{SOURCES}, 'document', 'record_request', 'retention'")
    _allow("document", "state", f"{STATES}, 'destroyed'")
    for column, type_ in (("destruction_ground", sa.String()), ("destruction_asked_by", sa.Uuid())):
        op.add_column(
            "document", sa.Column(column, type_, nullable=True), schema="eb", if_not_exists=True
        )
    op.execute(
        "alter table eb.document add constraint ck_document_ck_document_destruction_ground "
        f"check (destruction_ground in ({GROUNDS})) not valid"
    )
    op.add_column(
        "stored_file",
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        schema="eb",
        if_not_exists=True,
    )
    with op.get_context().autocommit_block():
        op.execute("set statement_timeout = 0")  # it makes nobody wait
        _drop()  # what an attempt that was cut off left half made
        op.create_index(
            "ix_enrolment_exit",
            "enrolment",
            ["tenant_id", "exited_on", "id"],
            schema="eb",
            postgresql_where=sa.text("exited_on is not null"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )
        op.execute("set statement_timeout = '5s'")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        _drop()
    op.drop_column("stored_file", "gone_at", schema="eb")
    op.drop_column("document", "destruction_ground", schema="eb")
    op.drop_column("document", "destruction_asked_by", schema="eb")
    op.execute("update eb.document set state = 'entered_in_error' where state = 'destroyed'")
    op.execute("delete from eb.task where source in ('document', 'record_request', 'retention')")
    _allow("document", "state", STATES)
    _allow("task", "source", SOURCES)


def _drop() -> None:
    op.execute("drop index concurrently if exists eb.ix_enrolment_exit")


def _allow(table: str, column: str, words: str) -> None:
    name = f"ck_{table}_ck_{table}_{column}"
    op.execute(
        "-- squawk-ignore ban-drop-constraint\n"
        f"alter table eb.{table} drop constraint if exists {name}"
    )
    op.execute(
        f"alter table eb.{table} add constraint {name} check ({column} in ({words})) not valid"
    )
