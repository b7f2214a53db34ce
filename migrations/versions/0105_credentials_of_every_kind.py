"""certificates and checks beside licences; in which languages and places the staff work"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.rls import every_row

revision: str = "0105"
down_revision: str | None = "0104"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CHECKS = {
    "kind": "kind in ('licence', 'certificate', 'background_check', 'cpr')",
    "of_licence": (
        "(kind = 'licence') = (discipline is not null) and (kind = 'licence') = (level is not null) "
        "and (kind = 'licence' or supervisor_id is null)"
    ),
}


def upgrade() -> None:
    op.add_column(
        "staff_credential",
        sa.Column("kind", sa.String(), server_default="licence", nullable=False),
        schema="eb",
    )
    # Who runs beside this as it was before writes both, and compares what it reads.
    for column in ("discipline", "level"):
        op.execute(
            "-- squawk-ignore ban-drop-not-null\n"
            f"alter table eb.staff_credential alter column {column} drop not null"
        )
    # Validated by the next migration: in this one it would hold up every reader.
    for name, check in CHECKS.items():
        op.execute(
            f"alter table eb.staff_credential add constraint ck_staff_credential_ck_staff_credential_{name} "
            f"check ({check}) not valid"
        )
    for column in ("languages", "areas"):
        op.add_column(
            "principal",
            sa.Column(column, sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
            schema="eb",
        )


def downgrade() -> None:
    """What is no licence has no place in the table of before."""
    with every_row("staff_credential"):
        op.execute("delete from eb.staff_credential where kind <> 'licence'")
    for column in ("areas", "languages"):
        op.drop_column("principal", column, schema="eb")
    op.drop_column("staff_credential", "kind", schema="eb")
    for column in ("level", "discipline"):
        op.alter_column("staff_credential", column, nullable=False, schema="eb")
