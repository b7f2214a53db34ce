"""what is watched is marked, what is done with is forecast no more; the forecast reads one index"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0080"
down_revision: str | None = "0079"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WATCHED = {
    "ix_equipment_item_watched": ["outgrows_on", "id"],
    "ix_equipment_item_student_watched": ["student_id", "outgrows_on", "id"],
}
BEFORE = {
    "ix_equipment_item_outgrows": ["outgrows_on", "id"],
    "ix_equipment_item_student_outgrows": ["student_id", "outgrows_on", "id"],
}
MARK = """
do $$
declare
  last_tenant uuid := '00000000-0000-0000-0000-000000000000';
  last_id uuid := '00000000-0000-0000-0000-000000000000';
begin
  loop
    create temporary table batch on commit drop as
      select i.tenant_id, i.id, r.state from (
        select tenant_id, id, request_id from eb.equipment_item
         where (tenant_id, id) > (last_tenant, last_id) order by tenant_id, id limit 5000) i
      join eb.equipment_request r on r.tenant_id = i.tenant_id and r.id = i.request_id;
    exit when not exists (select from batch);
    update eb.equipment_item i set is_watched = true
      from batch b
     where i.tenant_id = b.tenant_id and i.id = b.id and i.funding = 'approved' and not i.is_watched
       and b.state in ('ordered', 'delayed', 'delivered', 'fitted', 'trained', 'in_use', 'repair');
    update eb.equipment_item i set outgrows_on = null, outgrows_by = null
      from batch b
     where i.tenant_id = b.tenant_id and i.id = b.id and i.outgrows_on is not null
       and b.state in ('outgrown', 'returned', 'retired', 'dropped', 'closed');
    select tenant_id, id into last_tenant, last_id from batch order by tenant_id desc, id desc limit 1;
    commit;
  end loop;
end $$"""
"""In batches of their own, so that nobody who writes waits for all of them."""


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("set statement_timeout = 0")  # it makes nobody wait
        op.execute(MARK)
        _index(WATCHED, "is_watched")
        _drop(BEFORE)
        op.execute("set statement_timeout = '5s'")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("set statement_timeout = 0")
        _index(BEFORE, "outgrows_on is not null")
        _drop(WATCHED)
        op.execute("set statement_timeout = '5s'")


def _index(wanted: dict[str, list[str]], where: str) -> None:
    _drop(wanted)  # what an attempt that was cut off left half made
    for name, columns in wanted.items():
        op.create_index(
            name,
            "equipment_item",
            ["tenant_id", *columns],
            schema="eb",
            postgresql_where=sa.text(where),
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def _drop(names: dict[str, list[str]]) -> None:
    for name in names:
        op.execute(f"drop index concurrently if exists eb.{name}")
