"""equipment requests name the outcome, the assessment and the visit that they rest on"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0047"
down_revision: str | None = "0046"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE = "equipment_request"
LINKS = {"plan_id": "plan", "assessment_id": "assessment", "visit_id": "service_delivery"}


def upgrade() -> None:
    for column in LINKS:
        op.add_column(TABLE, sa.Column(column, sa.Uuid(), nullable=True), schema="eb")
    op.add_column(TABLE, sa.Column("outcome_number", sa.Integer(), nullable=True), schema="eb")
    # Without a look at the rows there are: the next migration has one.
    for column, target in LINKS.items():
        op.execute(
            f"alter table eb.{TABLE} add constraint fk_{TABLE}_tenant_id_{column} "
            f"foreign key (tenant_id, {column}) references eb.{target} (tenant_id, id) not valid"
        )
    op.execute(
        f"alter table eb.{TABLE} add constraint ck_{TABLE}_outcome "
        "check ((plan_id is null) = (outcome_number is null)) not valid"
    )


def downgrade() -> None:
    op.drop_constraint(f"ck_{TABLE}_outcome", TABLE, schema="eb")
    for column in ("outcome_number", *LINKS):
        op.drop_column(TABLE, column, schema="eb")
