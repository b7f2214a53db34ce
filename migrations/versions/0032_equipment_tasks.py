"""tasks that follow up an equipment request"""

from collections.abc import Sequence

from alembic import op

revision: str = "0032"
down_revision: str | None = "0031"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BEFORE = "'person', 'duty', 'agency_contact', 'resource', 'outbound_referral', 'meeting', 'leave'"


def upgrade() -> None:
    _allow(f"{BEFORE}, 'equipment_request'")


def downgrade() -> None:
    op.execute("delete from eb.task where source = 'equipment_request'")
    _allow(BEFORE)


def _allow(sources: str) -> None:
    op.execute(
        "-- squawk-ignore ban-drop-constraint\n"
        "alter table eb.task drop constraint ck_task_ck_task_source"
    )
    # Validated by the next migration: in this one it would hold up every reader.
    op.execute(
        f"alter table eb.task add constraint ck_task_ck_task_source check (source in ({sources})) not valid"
    )
