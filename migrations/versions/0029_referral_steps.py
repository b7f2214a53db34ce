"""what a referral's steps carry: who answers for the child, what was asked and added, tries to reach the family"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TEXTS = sa.text("'{}'")


def _list(name: str) -> sa.Column[Any]:
    return sa.Column(name, JSONB(), server_default="[]", nullable=False)


def _asked() -> list[sa.Column[Any]]:
    return [
        sa.Column("wanted", ARRAY(sa.Text()), server_default=TEXTS, nullable=False),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        _list("contact_attempts"),
    ]


def upgrade() -> None:
    own: list[sa.Column[Any]] = [
        sa.Column("interim_coordinator_id", sa.Uuid(), nullable=True),
        sa.Column("redirected_to_id", sa.Uuid(), nullable=True),
        sa.Column("redirected_to", sa.String(), nullable=True),
        _list("additions"),
    ]
    for column in (*_asked(), *own):
        op.add_column("referral", column, schema="eb")
    for column in _asked():
        op.add_column("referral_status", column, schema="eb")
    # Without a look at the rows there are: the new column is null in each.
    op.execute(
        "alter table eb.referral add constraint fk_referral_tenant_id_interim_coordinator_id "
        "foreign key (tenant_id, interim_coordinator_id) references eb.principal (tenant_id, id) not valid"
    )


def downgrade() -> None:
    for name in ("interim_coordinator_id", "redirected_to_id", "redirected_to", "additions"):
        op.drop_column("referral", name, schema="eb")
    for table in ("referral", "referral_status"):
        for name in ("wanted", "question", "answer_due_on", "contact_attempts"):
            op.drop_column(table, name, schema="eb")
