"""dated addresses and health entries, which district a postal code belongs to, what limits a contact"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.columns import key, record, within
from migrations.rls import tenant_table

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FALSE = sa.text("false")


def upgrade() -> None:
    _residence()
    _health_entry()
    _district_area()
    _contact()


def _residence() -> None:
    op.create_table(
        "residence",
        *record(),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("address", JSONB(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("entered_in_error", sa.Boolean(), server_default=FALSE, nullable=False),
        sa.CheckConstraint("use in ('home', 'second_home', 'mailing')", name="ck_residence_use"),
        sa.CheckConstraint("to_on >= from_on", name="ck_residence_order"),
        within("residence", "student_id", "student"),
        key("residence"),
        schema="eb",
    )
    op.create_index(
        "ix_residence_student",
        "residence",
        ["tenant_id", "student_id", "from_on", "id"],
        schema="eb",
    )
    tenant_table("residence", may="select, insert, update")


def _health_entry() -> None:
    op.create_table(
        "health_entry",
        *record(),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("certainty", sa.String(), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("entered_in_error", sa.Boolean(), server_default=FALSE, nullable=False),
        sa.CheckConstraint(
            "kind in ('diagnosis', 'hearing', 'vision', 'health', 'medication', 'medical_home', 'allergy', 'alert')",
            name="ck_health_entry_kind",
        ),
        sa.CheckConstraint("until_on >= on_date", name="ck_health_entry_order"),
        sa.CheckConstraint(
            "kind <> 'diagnosis' or system is not null", name="ck_health_entry_coded"
        ),
        within("health_entry", "student_id", "student"),
        key("health_entry"),
        schema="eb",
    )
    op.create_index(
        "ix_health_entry_student",
        "health_entry",
        ["tenant_id", "student_id", "on_date", "id"],
        schema="eb",
    )
    tenant_table("health_entry", may="select, insert, update")


def _district_area() -> None:
    op.create_table(
        "district_area",
        *record(),
        sa.Column("postal_code", sa.String(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["eb.organisation.id"], name="fk_district_area_district_id"
        ),
        key("district_area"),
        sa.UniqueConstraint(
            "tenant_id", "postal_code", name="uq_district_area_tenant_id_postal_code"
        ),
        schema="eb",
    )
    tenant_table("district_area")


def _contact() -> None:
    op.add_column(
        "contact",
        sa.Column("court_limits", JSONB(), server_default="[]", nullable=False),
        schema="eb",
    )
    for name in ("preferred_channel", "preferred_hours", "accessibility_needs"):
        op.add_column("contact", sa.Column(name, sa.String(), nullable=True), schema="eb")


def downgrade() -> None:
    for table in ("district_area", "health_entry", "residence"):
        op.drop_table(table, schema="eb")
    for name in ("court_limits", "preferred_channel", "preferred_hours", "accessibility_needs"):
        op.drop_column("contact", name, schema="eb")
