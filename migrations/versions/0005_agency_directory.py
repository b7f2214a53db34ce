"""the directory of agencies: places, people, services"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from migrations.columns import key, record, within
from migrations.rls import tenant_table

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = (
    "child_care", "child_welfare", "clinic", "community", "early_head_start", "hospital", "other", "public_health",
    "regional_center", "school_district", "therapy_practice", "vendor",
)  # fmt: skip
STATUSES = ("active", "inactive")
OFFER_STATUSES = ("active", "inactive", "defunct", "temporarily closed")
CAPACITIES = ("has_capacity", "waitlist", "none", "needs_assessment")


def upgrade() -> None:
    _agency()
    _agency_site()
    _agency_person()
    _agency_service()


def text(name: str, *, needed: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=not needed)


def words(name: str) -> sa.Column[list[str]]:
    return sa.Column(name, ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False)


def status() -> sa.Column[str]:
    return sa.Column("status", sa.String(), server_default="active", nullable=False)


def one_of(table: str, column: str, allowed: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in allowed)
    return sa.CheckConstraint(f"{column} in ({listed})", name=f"ck_{table}_{column}")


def _agency() -> None:
    op.create_table(
        "agency",
        *record(),
        text("name", needed=True),
        sa.Column(
            "name_key",
            sa.Text(collation="C"),
            sa.Computed("eb.name_key(name)", persisted=True),
            nullable=False,
        ),
        text("alternate_name"),
        text("kind", needed=True),
        text("description"),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        text("phone"),
        text("email"),
        text("website"),
        status(),
        text("inactive_reason"),
        one_of("agency", "kind", KINDS),
        one_of("agency", "status", STATUSES),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["eb.organisation.id"], name="fk_agency_organisation_id"
        ),
        key("agency"),
        schema="eb",
    )
    op.create_index("ix_agency_name", "agency", ["tenant_id", "name_key", "id"], schema="eb")
    op.create_index(
        "uq_agency_partner",
        "agency",
        ["tenant_id", "organisation_id"],
        unique=True,
        postgresql_where=sa.text("organisation_id is not null"),
        schema="eb",
    )
    tenant_table("agency", may="select, insert, update")


def _agency_site() -> None:
    op.create_table(
        "agency_site",
        *record(),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        text("name", needed=True),
        sa.Column("address", JSONB(), nullable=True),
        text("phone"),
        sa.Column("phone_extension", sa.Integer(), nullable=True),
        sa.Column("hours", JSONB(), server_default="[]", nullable=False),
        text("hours_note"),
        words("accessibility"),
        status(),
        one_of("agency_site", "status", STATUSES),
        within("agency_site", "agency_id", "agency"),
        key("agency_site"),
        schema="eb",
    )
    _by_agency("agency_site")


def _agency_person() -> None:
    op.create_table(
        "agency_person",
        *record(),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        text("name", needed=True),
        text("role"),
        text("phone"),
        text("fax"),
        text("email"),
        text("preferred_channel"),
        words("languages"),
        text("note"),
        status(),
        one_of("agency_person", "status", STATUSES),
        within("agency_person", "agency_id", "agency"),
        within("agency_person", "site_id", "agency_site"),
        key("agency_person"),
        schema="eb",
    )
    _by_agency("agency_person")


def _agency_service() -> None:
    op.create_table(
        "agency_service",
        *record(),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        text("name", needed=True),
        text("kind", needed=True),
        text("description"),
        sa.Column("min_months", sa.Integer(), nullable=True),
        sa.Column("max_months", sa.Integer(), nullable=True),
        words("areas"),
        words("languages"),
        text("capacity"),
        sa.Column("capacity_updated_on", sa.Date(), nullable=True),
        sa.Column("waitlist_weeks", sa.Integer(), nullable=True),
        text("eligibility"),
        text("how_to_apply"),
        text("cost"),
        status(),
        one_of("agency_service", "status", OFFER_STATUSES),
        one_of("agency_service", "capacity", CAPACITIES),
        sa.CheckConstraint("max_months >= min_months", name="ck_agency_service_ages"),
        within("agency_service", "agency_id", "agency"),
        within("agency_service", "site_id", "agency_site"),
        key("agency_service"),
        schema="eb",
    )
    op.create_index(
        "ix_agency_service_kind", "agency_service", ["tenant_id", "kind", "agency_id"], schema="eb"
    )
    _by_agency("agency_service")


def _by_agency(table: str) -> None:
    op.create_index(f"ix_{table}_agency", table, ["tenant_id", "agency_id", "id"], schema="eb")
    tenant_table(table, may="select, insert, update")


def downgrade() -> None:
    for table in ("agency_service", "agency_person", "agency_site", "agency"):
        op.drop_table(table, schema="eb")
