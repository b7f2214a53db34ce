"""the State educational agency that a program's notices go to"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0043"
down_revision: str | None = "0042"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    column = sa.Column("state_agency_id", sa.Uuid(), nullable=True)
    op.add_column("transition_setting", column, schema="eb")
    # Without a look at the rows there are: the new column is null in each.
    op.execute(
        "alter table eb.transition_setting add constraint fk_transition_setting_state_agency_id "
        "foreign key (state_agency_id) references eb.organisation (id) not valid"
    )


def downgrade() -> None:
    op.drop_column("transition_setting", "state_agency_id", schema="eb")
