"""derived letters name the question or decision that they answer"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0051"
down_revision: str | None = "0050"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "equipment_letter", sa.Column("answers_id", sa.Uuid(), nullable=True), schema="eb"
    )
    # Without a look at the rows there are: the next migration has one.
    op.execute(
        "alter table eb.equipment_letter add constraint fk_equipment_letter_tenant_id_answers_id "
        "foreign key (tenant_id, answers_id) references eb.equipment_submission (tenant_id, id) not valid"
    )


def downgrade() -> None:
    op.drop_column("equipment_letter", "answers_id", schema="eb")
