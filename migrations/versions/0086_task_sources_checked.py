"""look at the sources of the tasks and the roles of the invitees there are"""

from collections.abc import Sequence

from alembic import op

revision: str = "0086"
down_revision: str | None = "0085"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("alter table eb.task validate constraint ck_task_ck_task_source")
    op.execute(
        "alter table eb.meeting_invitee validate constraint ck_meeting_invitee_ck_meeting_invitee_role"
    )


def downgrade() -> None:
    """A validated constraint needs no undoing."""
