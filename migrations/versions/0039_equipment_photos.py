"""photographs of an equipment request"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.columns import key, record, within
from migrations.rls import tenant_table

revision: str = "0039"
down_revision: str | None = "0038"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LINKS = {
    "request_id": "equipment_request", "student_id": "student", "document_version_id": "document_version",
    "trial_id": "equipment_trial",
}  # fmt: skip


def upgrade() -> None:
    table = "equipment_photo"
    no = sa.text("false")
    op.create_table(
        table,
        *record(),
        *(sa.Column(name, sa.Uuid(), nullable=name == "trial_id") for name in LINKS),
        sa.Column("alt", sa.String(), nullable=False),
        sa.Column("caption", sa.String(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("is_in_letter", sa.Boolean(), server_default=no, nullable=False),
        sa.Column("entered_in_error", sa.Boolean(), server_default=no, nullable=False),
        key(table),
        *(within(table, name, target) for name, target in LINKS.items()),
        schema="eb",
    )
    op.create_index(
        "ix_equipment_photo_request", table, ["tenant_id", "request_id", "id"], schema="eb"
    )
    op.create_index(
        "ix_equipment_photo_version", table, ["tenant_id", "document_version_id"], schema="eb"
    )
    tenant_table(table, may="select, insert, update")


def downgrade() -> None:
    op.drop_table("equipment_photo", schema="eb")
