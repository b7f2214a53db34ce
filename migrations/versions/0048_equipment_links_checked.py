"""what equipment requests rest on: check the rows that were there before"""

from collections.abc import Sequence

from alembic import op

revision: str = "0048"
down_revision: str | None = "0047"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CONSTRAINTS = (
    "fk_equipment_request_tenant_id_plan_id", "fk_equipment_request_tenant_id_assessment_id",
    "fk_equipment_request_tenant_id_visit_id", "ck_equipment_request_outcome",
)  # fmt: skip


def upgrade() -> None:
    for name in CONSTRAINTS:
        op.execute(f"alter table eb.equipment_request validate constraint {name}")


def downgrade() -> None:
    """A validated constraint needs no undoing."""
