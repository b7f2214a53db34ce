"""history of records, credentials of staff, signatures"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.columns import key, record, tenant_row, within
from migrations.rls import append_only, tenant_table

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    _record_change()
    _staff_credential()
    _signature()


def _record_change() -> None:
    op.create_table(
        "record_change",
        *tenant_row(),
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=True),
        sa.Column("to_state", sa.String(), nullable=True),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("changes", JSONB(), server_default="{}", nullable=False),
        within("record_change", "student_id", "student"),
        key("record_change"),
        schema="eb",
    )
    op.create_index(
        "ix_record_change_record",
        "record_change",
        ["tenant_id", "record_id", "id"],
        schema="eb",
    )
    tenant_table("record_change", may="select, insert")
    append_only("record_change")


def _staff_credential() -> None:
    op.create_table(
        "staff_credential",
        *record(),
        sa.Column("principal_id", sa.Uuid(), nullable=False),
        sa.Column("discipline", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("supervisor_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "level in ('licensed', 'assistant', 'intern')", name="ck_staff_credential_level"
        ),
        sa.CheckConstraint("expires_on >= valid_from", name="ck_staff_credential_order"),
        within("staff_credential", "principal_id", "principal"),
        within("staff_credential", "supervisor_id", "principal"),
        key("staff_credential"),
        schema="eb",
    )
    op.create_index(
        "ix_staff_credential_person",
        "staff_credential",
        ["tenant_id", "principal_id", "valid_from", "id"],
        schema="eb",
    )
    tenant_table("staff_credential", may="select, insert, update")


def _signature() -> None:
    op.create_table(
        "signature",
        *tenant_row(),
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=True),
        sa.Column("text_sha256", sa.String(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("principal_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("outside_name", sa.String(), nullable=True),
        sa.Column("discipline", sa.String(), nullable=True),
        sa.Column("licence_number", sa.String(), nullable=True),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("identity_shown", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("scan_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(principal_id, contact_id, outside_name) = 1",
            name="ck_signature_one_signer",
        ),
        sa.CheckConstraint("method in ('electronic', 'paper')", name="ck_signature_method"),
        within("signature", "student_id", "student"),
        within("signature", "principal_id", "principal"),
        within("signature", "contact_id", "contact"),
        key("signature"),
        schema="eb",
    )
    op.create_index(
        "ix_signature_record", "signature", ["tenant_id", "record_id", "id"], schema="eb"
    )
    tenant_table("signature", may="select, insert")
    append_only("signature")


def downgrade() -> None:
    for table in ("signature", "staff_credential", "record_change"):
        op.drop_table(table, schema="eb")
