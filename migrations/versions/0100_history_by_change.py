"""the history of deadlines has one row for each change of a child's clock, no more one for each deadline"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.columns import key, tenant_row, within
from migrations.rls import append_only, tenant_table

revision: str = "0100"
down_revision: str | None = "0099"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TEXTS, DAYS = sa.ARRAY(sa.Text()), sa.ARRAY(sa.Date())
LISTS: dict[str, sa.ARRAY[Any]] = {
    "rule_ids": TEXTS,
    "occurrences": TEXTS,
    "from_statuses": TEXTS,
    "to_statuses": TEXTS,
    "from_due_on": DAYS,
    "to_due_on": DAYS,
}
AS_LONG = " and ".join(
    ["cardinality(rule_ids) > 0"]
    + [f"cardinality({name}) = cardinality(rule_ids)" for name in LISTS if name != "rule_ids"]
)
UNFOLD = """
insert into eb.deadline_change (tenant_id, id, created_at, created_by, student_id, rule_id, occurrence,
                                cause, cause_event_id, from_status, to_status, from_due_on, to_due_on)
select c.tenant_id, eb.new_id(), c.created_at, c.created_by, c.student_id, m.rule_id, m.occurrence,
       c.cause, c.cause_event_id, m.from_status, m.to_status, m.from_due_on, m.to_due_on
  from (select * from eb.clock_change order by id) c,
       unnest(c.rule_ids, c.occurrences, c.from_statuses, c.to_statuses, c.from_due_on, c.to_due_on)
         as m (rule_id, occurrence, from_status, to_status, from_due_on, to_due_on)"""


def upgrade() -> None:
    """What `deadline_change` holds stays there and is read from there: nothing is rewritten, and the version before may go on writing to it."""
    op.create_table(
        "clock_change",
        *tenant_row(),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("cause_event_id", sa.Uuid(), nullable=True),
        *(sa.Column(name, of, nullable=False) for name, of in LISTS.items()),
        key("clock_change"),
        within("clock_change", "student_id", "student"),
        sa.CheckConstraint(AS_LONG, name="ck_clock_change_lists"),
        schema="eb",
    )
    op.create_index(
        "ix_clock_change_student", "clock_change", ["tenant_id", "student_id", "id"], schema="eb"
    )
    tenant_table("clock_change", may="select, insert")
    append_only("clock_change")


def downgrade() -> None:
    op.execute("set local statement_timeout = 0")
    for table in (
        "clock_change",
        "deadline_change",
    ):  # forced, it would hide every row from its owner too
        op.execute(f"alter table eb.{table} no force row level security")
    op.execute(UNFOLD)
    op.execute("alter table eb.deadline_change force row level security")
    op.drop_table("clock_change", schema="eb")
