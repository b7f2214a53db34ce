"""the weight at birth beside the weeks; the report on which a child is assigned"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0089"
down_revision: str | None = "0088"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # Validated by the next migration: in this one it would hold up every reader.
    op.add_column(
        "student", sa.Column("birth_weight_grams", sa.Integer(), nullable=True), schema="eb"
    )
    op.execute(
        "alter table eb.student add constraint ck_student_ck_student_birth_weight "
        "check (birth_weight_grams between 200 and 8000) not valid"
    )
    op.add_column("assignment", sa.Column("assessment_id", sa.Uuid(), nullable=True), schema="eb")
    op.execute(
        "alter table eb.assignment add constraint fk_assignment_tenant_id_assessment_id "
        "foreign key (tenant_id, assessment_id) references eb.assessment (tenant_id, id) not valid"
    )


def downgrade() -> None:
    op.drop_column("assignment", "assessment_id", schema="eb")
    op.drop_column("student", "birth_weight_grams", schema="eb")
