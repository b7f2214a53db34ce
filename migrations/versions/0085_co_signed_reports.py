"""who co-signs a report; tasks of co-signatures and holds; why a meeting was held without all"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0085"
down_revision: str | None = "0084"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FORMER = (
    "'person', 'duty', 'agency_contact', 'resource', 'outbound_referral', 'meeting', 'leave', 'equipment_request', "
    "'document', 'record_request', 'retention'"
)


ROLES = "'parent', 'advocate', 'coordinator', 'evaluator', 'provider', 'district', 'agency', 'interpreter', 'other'"


def upgrade() -> None:
    op.add_column(
        "assessment",
        sa.Column("co_signers", JSONB(), server_default="[]", nullable=False),
        schema="eb",
    )
    op.add_column("meeting", sa.Column("gaps_reason", sa.String(), nullable=True), schema="eb")
    # Without a look at the rows there are: the next migration has one.
    _words("task", "source", f"{FORMER}, 'assessment', 'hold'")
    _words("meeting_invitee", "role", f"{ROLES}, 'special_educator'")


def downgrade() -> None:
    _words("meeting_invitee", "role", ROLES)
    _words("task", "source", FORMER)
    op.drop_column("meeting", "gaps_reason", schema="eb")
    op.drop_column("assessment", "co_signers", schema="eb")


def _words(table: str, column: str, words: str) -> None:
    name = f"ck_{table}_ck_{table}_{column}"
    op.execute(
        f"-- squawk-ignore ban-drop-constraint\nalter table eb.{table} drop constraint {name}"
    )
    op.execute(
        f"alter table eb.{table} add constraint {name} check ({column} in ({words})) not valid"
    )
