"""a version of a plan may be withdrawn before it is signed"""

from collections.abc import Sequence

from alembic import op

revision: str = "0076"
down_revision: str | None = "0075"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FORMER = (
    "'draft', 'meeting_set', 'meeting_held', 'awaiting_consent', 'declined', 'active', 'in_review', 'offered', "
    "'consented', 'partially_consented', 'refused', 'in_effect', 'amended', 'superseded', 'ended', 'expired'"
)


def upgrade() -> None:
    # Without a look at the rows there are: the next migration has one.
    _states(f"{FORMER}, 'withdrawn'")


def downgrade() -> None:
    _states(FORMER)


def _states(words: str) -> None:
    op.execute(
        "-- squawk-ignore ban-drop-constraint\n"
        "alter table eb.plan drop constraint ck_plan_ck_plan_state"
    )
    op.execute(
        f"alter table eb.plan add constraint ck_plan_ck_plan_state check (state in ({words})) not valid"
    )
