"""what a note tells of a visit, part by part; the family's copy of it"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0108"
down_revision: str | None = "0107"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COLUMNS = (("visit", JSONB()), ("copy_given_on", sa.Date()), ("copy_form", sa.String()))


def upgrade() -> None:
    for name, type_ in COLUMNS:
        op.add_column("note", sa.Column(name, type_, nullable=True), schema="eb")
    # Validated by the next migration: in this one it would hold up every reader.
    op.execute(
        "alter table eb.note add constraint ck_note_copy_form"
        " check (copy_form in ('paper', 'message', 'portal')) not valid"
    )


def downgrade() -> None:
    for name, _ in reversed(COLUMNS):
        op.drop_column("note", name, schema="eb")
