"""what followed from an expiry before is marked; consents that end are found by what has not followed"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0083"
down_revision: str | None = "0082"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ENDING, BEFORE = "ix_consent_ending", "ix_consent_expiry"
# A day of every time zone is past after two; what is left is done by the next round.
MARK = """
update eb.consent c set is_expired = true
 where c.expires_on < current_date - 1 and c.revoked_on is null and not c.is_expired
   and not exists (select from eb.packet p
                    where p.tenant_id = c.tenant_id and p.consent_id = c.id and p.withdrawn_at is null)
   and not exists (select from eb.transfer t
                    where t.tenant_id = c.tenant_id and t.consent_id = c.id and t.state = 'offered')
   and (c.purpose <> 'report_back' or exists (
         select from eb.record_change h
          where h.tenant_id = c.tenant_id and h.record_id = c.id and h.act = 'expired'))"""


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("set statement_timeout = 0")  # nobody writes what ended long ago
        op.execute(MARK)
        _index(ENDING, "expires_on is not null and revoked_on is null and not is_expired")
        _drop(BEFORE)
        op.execute("set statement_timeout = '5s'")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("set statement_timeout = 0")
        _index(BEFORE, "expires_on is not null and revoked_on is null")
        _drop(ENDING)
        op.execute("set statement_timeout = '5s'")


def _index(name: str, where: str) -> None:
    _drop(name)  # what an attempt that was cut off left half made
    op.create_index(
        name,
        "consent",
        ["tenant_id", "expires_on", "id"],
        schema="eb",
        postgresql_where=sa.text(where),
        postgresql_concurrently=True,
        if_not_exists=True,
    )


def _drop(name: str) -> None:
    op.execute(f"drop index concurrently if exists eb.{name}")
