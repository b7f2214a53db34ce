"""files that come with a referral"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.columns import key, tenant_row, within
from migrations.rls import tenant_table

revision: str = "0038"
down_revision: str | None = "0037"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PARTS = ("educational", "medical")
KINDS = (
    "referral", "evaluation_report", "medical_record", "immunisation_record", "signed_paper", "plan", "progress_report",
    "home_programme", "rights_holder_paper", "insurance", "prescription", "funder_letter", "quote", "correspondence", "photo",
    "other",
)  # fmt: skip


def upgrade() -> None:
    became = sa.Column("document_id", sa.Uuid(), nullable=True)
    fence = within("referral_attachment", "document_id", "document")
    _make("referral_attachment", "referral", became, fence, may="select, insert, update")
    _make("sent_attachment", "referral_status", may="select, insert")


def _make(table: str, referral: str, *more: SchemaItem, may: str) -> None:
    op.create_table(
        table,
        *tenant_row(),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("stored_file_id", sa.Uuid(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("file_name", "title", "kind", "part")
        ),
        *more,
        key(table),
        within(table, "referral_id", referral),
        within(table, "stored_file_id", "stored_file"),
        one_of(table, "kind", KINDS),
        one_of(table, "part", PARTS),
        schema="eb",
    )
    op.create_index(f"ix_{table}_referral", table, ["tenant_id", "referral_id", "id"], schema="eb")
    op.create_index(f"ix_{table}_file", table, ["tenant_id", "stored_file_id"], schema="eb")
    tenant_table(table, may=may)


def one_of(table: str, column: str, allowed: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in allowed)
    return sa.CheckConstraint(f"{column} in ({listed})", name=f"ck_{table}_{column}")


def downgrade() -> None:
    op.drop_table("sent_attachment", schema="eb")
    op.drop_table("referral_attachment", schema="eb")
