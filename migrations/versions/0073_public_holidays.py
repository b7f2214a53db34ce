"""holidays: public ones told from days on which only the program is closed"""

from collections.abc import Sequence

import holidays
import sqlalchemy as sa
from alembic import context, op

revision: str = "0073"
down_revision: str | None = "0072"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEPT = """
    select o.jurisdiction, extract(year from h.on_date)::int
    from eb.holiday h join eb.organisation o on o.id = h.tenant_id
    group by 1, 2
"""
MARK = """
    update eb.holiday h set is_public = true from eb.organisation o
    where o.id = h.tenant_id and o.jurisdiction = :place and h.on_date = any(:days)
"""


def upgrade() -> None:
    """What the calendars of the nation and its states name is public; anything else is the program's own."""
    op.add_column(
        "holiday",
        sa.Column("is_public", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        schema="eb",
    )
    if context.is_offline_mode():  # entering a year's public holidays again marks them
        return
    db = op.get_bind()
    op.execute("alter table eb.holiday no force row level security")
    for place, year in db.execute(sa.text(KEPT)).all():
        state = place.removeprefix("us-").upper()
        days = {*holidays.country_holidays("US", years=year)}
        if place != "us":
            days |= {*holidays.country_holidays("US", subdiv=state, years=year)}
        db.execute(sa.text(MARK), {"place": place, "days": sorted(days)})
    op.execute("alter table eb.holiday force row level security")


def downgrade() -> None:
    op.drop_column("holiday", "is_public", schema="eb")
