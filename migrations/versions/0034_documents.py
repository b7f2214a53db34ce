"""files as they were sent, and documents of a student made of them"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.columns import key, record, tenant_row, within
from migrations.rls import append_only, tenant_table

revision: str = "0034"
down_revision: str | None = "0033"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PARTS = ("educational", "medical")
KINDS = (
    "referral", "evaluation_report", "medical_record", "immunisation_record", "signed_paper", "plan", "progress_report",
    "home_programme", "rights_holder_paper", "insurance", "prescription", "funder_letter", "quote", "correspondence", "photo",
    "other",
)  # fmt: skip
STATES = ("current", "withdrawn", "entered_in_error")
SCANS = ("received", "clean", "refused", "not_scanned")


def upgrade() -> None:
    _stored_file()
    _upload()
    _document()
    _document_version()


def downgrade() -> None:
    for table in ("document_version", "document", "upload", "stored_file"):
        op.drop_table(table, schema="eb")


def text(name: str, *, needed: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=not needed)


def key_of(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=False)


def one_of(table: str, column: str, allowed: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in allowed)
    return sa.CheckConstraint(f"{column} in ({listed})", name=f"ck_{table}_{column}")


def _stored_file() -> None:
    table = "stored_file"
    op.create_table(
        table,
        *tenant_row(),
        text("sha256", needed=True),
        text("media_type", needed=True),
        sa.Column("byte_count", sa.BigInteger(), nullable=False),
        text("scan_state", needed=True),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True),
        text("finding"),
        key(table),
        one_of(table, "scan_state", SCANS),
        sa.UniqueConstraint("tenant_id", "sha256", name="uq_stored_file_sha256"),
        schema="eb",
    )
    op.create_index(
        "ix_stored_file_unscanned", table, ["tenant_id", "id"], schema="eb",
        postgresql_where=sa.text("scan_state in ('received', 'not_scanned')"),
    )  # fmt: skip
    tenant_table(table)


def _upload() -> None:
    table = "upload"
    op.create_table(
        table,
        *tenant_row(),
        key_of("stored_file_id"),
        text("client_key", needed=True),
        key(table),
        within(table, "stored_file_id", "stored_file"),
        sa.UniqueConstraint("tenant_id", "created_by", "client_key", name="uq_upload_client_key"),
        schema="eb",
    )
    op.create_index("ix_upload_file", table, ["tenant_id", "stored_file_id"], schema="eb")
    op.create_index("ix_upload_age", table, ["tenant_id", "created_at"], schema="eb")
    tenant_table(table, may="select, insert, delete")


def _document() -> None:
    table = "document"
    op.create_table(
        table,
        *record(),
        key_of("student_id"),
        text("part", needed=True),
        text("kind", needed=True),
        text("title", needed=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        text("source"),
        text("state", needed=True),
        sa.Column("latest_number", sa.Integer(), nullable=False),
        key(table),
        within(table, "student_id", "student"),
        one_of(table, "part", PARTS),
        one_of(table, "kind", KINDS),
        one_of(table, "state", STATES),
        schema="eb",
    )
    op.create_index("ix_document_student", table, ["tenant_id", "student_id", "id"], schema="eb")
    tenant_table(table, may="select, insert, update")


def _document_version() -> None:
    table = "document_version"
    op.create_table(
        table,
        *tenant_row(),
        key_of("student_id"),
        key_of("document_id"),
        key_of("stored_file_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        text("file_name", needed=True),
        text("note"),
        key(table),
        within(table, "student_id", "student"),
        within(table, "document_id", "document"),
        within(table, "stored_file_id", "stored_file"),
        sa.UniqueConstraint(
            "tenant_id", "document_id", "number", name="uq_document_version_number"
        ),
        schema="eb",
    )
    op.create_index("ix_document_version_file", table, ["tenant_id", "stored_file_id"], schema="eb")
    op.create_index("ix_document_version_student", table, ["tenant_id", "student_id"], schema="eb")
    tenant_table(table, may="select, insert")
    append_only(table)
