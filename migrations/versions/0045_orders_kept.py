"""the prescriber's order is kept with the letter that it stands beside"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0045"
down_revision: str | None = "0044"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

READ = ("equipment_letter", "equipment_request", "signature")


def upgrade() -> None:
    op.add_column(
        "equipment_letter", sa.Column("prescription", JSONB(), nullable=True), schema="eb"
    )
    # Row-level security binds the owner too, and a migration has no tenant: lifted for this transaction.
    for table in READ:
        op.execute(f"alter table eb.{table} no force row level security")
    op.execute(
        "update eb.equipment_letter l set prescription = jsonb_build_object("
        "'prescriber', r.prescriber, 'order', r.prescription, 'on', r.prescribed_on) "
        "from eb.equipment_request r where r.tenant_id = l.tenant_id and r.id = l.request_id "
        "and r.prescription is not null and r.prescribed_on is not null and l.id = ("
        "select s.record_id from eb.signature s where s.tenant_id = l.tenant_id "
        "and s.resource = 'equipment-letter' and s.capacity = 'prescriber' and s.record_id in ("
        "select o.id from eb.equipment_letter o where o.tenant_id = l.tenant_id and o.request_id = l.request_id) "
        "order by s.id desc limit 1)"
    )
    for table in READ:
        op.execute(f"alter table eb.{table} force row level security")


def downgrade() -> None:
    op.drop_column("equipment_letter", "prescription", schema="eb")
