"""an enrolment may be on hold or out of reach, and follows the one before"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for column in (
        sa.Column("previous_id", sa.Uuid(), nullable=True),
        sa.Column("aside", sa.String(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("contact_attempts", JSONB(), server_default="[]", nullable=False),
    ):
        op.add_column("enrolment", column, schema="eb")
    op.execute(
        "alter table eb.enrolment add constraint ck_enrolment_aside check (aside in ('on_hold', 'unreachable')) not valid"
    )


def downgrade() -> None:
    for name in ("previous_id", "aside", "review_on", "contact_attempts"):
        op.drop_column("enrolment", name, schema="eb")
