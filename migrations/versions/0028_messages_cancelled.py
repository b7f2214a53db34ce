"""the application may cancel what it announced and nobody was told yet"""

from collections.abc import Sequence

from alembic import op

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("grant update (done_at, dead_at, last_error) on eb.outbox to eb_app")


def downgrade() -> None:
    op.execute("revoke update (done_at, dead_at, last_error) on eb.outbox from eb_app")
    op.execute("drop function if exists eb.cancel_messages(uuid, uuid[])")
