"""assessments that came with a child from another program"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0056"
down_revision: str | None = "0055"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "assessment",
        sa.Column("signed_elsewhere", JSONB(), server_default="[]", nullable=False),
        schema="eb",
    )
    op.add_column("assessment", sa.Column("came_from_id", sa.Uuid(), nullable=True), schema="eb")
    # Validated by the next migration: in this one it would hold up every writer.
    op.execute(
        "alter table eb.assessment add constraint fk_assessment_came_from_id "
        "foreign key (came_from_id) references eb.organisation (id) not valid"
    )


def downgrade() -> None:
    op.drop_column("assessment", "came_from_id", schema="eb")
    op.drop_column("assessment", "signed_elsewhere", schema="eb")
