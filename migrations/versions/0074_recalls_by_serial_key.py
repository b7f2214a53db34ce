"""serial numbers are found however they were typed; who agreed, and when it was looked at, is kept"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0074"
down_revision: str | None = "0073"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

REQUEST, THINGS = "equipment_request", ("equipment_item", "loan_item")
LOOKED_AT = ("followed_up_on", "growth_reviewed_on")
BARE = "nullif(lower(regexp_replace({}, '[^[:alnum:]]', '', 'g')), '')"


def upgrade() -> None:
    op.add_column(REQUEST, sa.Column("family_agreed_by", sa.Uuid(), nullable=True), schema="eb")
    # Without a look at the rows there are: the next migration has one.
    op.execute(
        f"alter table eb.{REQUEST} add constraint fk_{REQUEST}_tenant_id_family_agreed_by "
        "foreign key (tenant_id, family_agreed_by) references eb.contact (tenant_id, id) not valid"
    )
    for column in LOOKED_AT:
        op.add_column(REQUEST, sa.Column(column, sa.Date(), nullable=True), schema="eb")
    for table in THINGS:
        op.add_column(table, sa.Column("serial_key", sa.String(), nullable=True), schema="eb")
        op.execute(
            f"update eb.{table} set serial_key = {BARE.format('serial_number')} "  # noqa: S608
            "where serial_number is not null"
        )
    op.add_column(
        "equipment_recall",
        sa.Column("serial_keys", JSONB(), server_default="[]", nullable=False),
        schema="eb",
    )
    op.execute(
        "update eb.equipment_recall set serial_keys = "  # noqa: S608
        f"(select jsonb_agg({BARE.format('n')}) from jsonb_array_elements_text(serial_numbers) n) "
        "where serial_numbers <> '[]'"
    )


def downgrade() -> None:
    op.drop_column("equipment_recall", "serial_keys", schema="eb")
    for table in THINGS:
        op.drop_column(table, "serial_key", schema="eb")
    for column in (*LOOKED_AT, "family_agreed_by"):
        op.drop_column(REQUEST, column, schema="eb")
