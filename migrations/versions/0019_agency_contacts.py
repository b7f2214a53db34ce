"""talks with agencies, resources given to families, referrals out; consent to an agency of the directory"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from migrations.columns import key, record, within
from migrations.rls import tenant_table

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OUTCOMES = (
    "unknown", "contacted", "using", "finished", "no_room", "not_suitable", "not_wanted", "not_reached",
)  # fmt: skip
STATES = (
    "draft", "consent_pending", "sent", "acknowledged", "accepted", "waitlisted", "declined", "scheduled",
    "in_service", "completed", "no_show", "cancelled", "no_response",
)  # fmt: skip


def upgrade() -> None:
    _recipients()
    _agency_contact()
    _resource_given()
    _outbound_referral()


def _recipients() -> None:
    for table in ("consent", "disclosure"):
        op.add_column(table, sa.Column("agency_id", sa.Uuid(), nullable=True), schema="eb")
        # Without a look at the rows there are: the new column is null in each.
        op.execute(
            f"alter table eb.{table} add constraint fk_{table}_tenant_id_agency_id "
            "foreign key (tenant_id, agency_id) references eb.agency (tenant_id, id) not valid"
        )


def text(name: str, *, needed: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=not needed)


def key_of(name: str, *, needed: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=not needed)


def day(name: str, *, needed: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=not needed)


def one_of(table: str, column: str, allowed: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in allowed)
    return sa.CheckConstraint(f"{column} in ({listed})", name=f"ck_{table}_{column}")


def _agency_contact() -> None:
    table = "agency_contact"
    op.create_table(
        table,
        *record(),
        key_of("agency_id", needed=True),
        key_of("agency_person_id"),
        key_of("principal_id", needed=True),
        key_of("student_id"),
        day("on_date", needed=True),
        text("channel", needed=True),
        text("direction", needed=True),
        text("topic", needed=True),
        text("summary"),
        sa.Column("minutes", sa.Integer(), nullable=True),
        key_of("consent_id"),
        text("exception"),
        key_of("disclosure_id"),
        day("follow_up_on"),
        sa.Column("entered_in_error", sa.Boolean(), server_default="false", nullable=False),
        text("error_reason"),
        one_of(table, "direction", ("in", "out")),
        sa.CheckConstraint(
            "num_nonnulls(consent_id, exception) = num_nonnulls(student_id)",
            name="ck_agency_contact_one_ground",
        ),
        sa.CheckConstraint("minutes between 0 and 1440", name="ck_agency_contact_minutes"),
        within(table, "agency_id", "agency"),
        within(table, "agency_person_id", "agency_person"),
        within(table, "principal_id", "principal"),
        within(table, "student_id", "student"),
        within(table, "consent_id", "consent"),
        within(table, "disclosure_id", "disclosure"),
        key(table),
        schema="eb",
    )
    _index("ix_agency_contact_day", table, "on_date")
    _index("ix_agency_contact_agency", table, "agency_id", "on_date")
    _index("ix_agency_contact_student", table, "student_id", "on_date")
    tenant_table(table, may="select, insert, update")


def _resource_given() -> None:
    table = "resource_given"
    op.create_table(
        table,
        *record(),
        key_of("student_id", needed=True),
        key_of("agency_id", needed=True),
        key_of("agency_service_id"),
        key_of("contact_id"),
        day("given_on", needed=True),
        text("channel", needed=True),
        text("language"),
        text("need", needed=True),
        sa.Column("outcome", sa.String(), server_default="unknown", nullable=False),
        day("outcome_on"),
        text("outcome_note"),
        day("follow_up_on"),
        one_of(table, "outcome", OUTCOMES),
        within(table, "student_id", "student"),
        within(table, "agency_id", "agency"),
        within(table, "agency_service_id", "agency_service"),
        within(table, "contact_id", "contact"),
        key(table),
        schema="eb",
    )
    _index("ix_resource_given_student", table, "student_id", "given_on")
    tenant_table(table, may="select, insert, update")


def _outbound_referral() -> None:
    table = "outbound_referral"
    op.create_table(
        table,
        *record(),
        key_of("student_id", needed=True),
        key_of("agency_id", needed=True),
        key_of("agency_service_id"),
        key_of("agency_person_id"),
        key_of("owner_id", needed=True),
        text("state", needed=True),
        text("reason", needed=True),
        text("questions"),
        sa.Column("covers", ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        key_of("disclosure_id"),
        text("channel"),
        day("sent_on"),
        day("answer_due_on"),
        day("answered_on"),
        day("expected_on"),
        day("appointment_on"),
        day("started_on"),
        day("ended_on"),
        text("outcome"),
        one_of(table, "state", STATES),
        within(table, "student_id", "student"),
        within(table, "agency_id", "agency"),
        within(table, "agency_service_id", "agency_service"),
        within(table, "agency_person_id", "agency_person"),
        within(table, "owner_id", "principal"),
        within(table, "disclosure_id", "disclosure"),
        key(table),
        schema="eb",
    )
    _index("ix_outbound_referral_newest", table)
    _index("ix_outbound_referral_student", table, "student_id")
    _index("ix_outbound_referral_agency", table, "agency_id")
    op.create_index(
        "ix_outbound_referral_unanswered",
        table,
        ["tenant_id", "answer_due_on"],
        postgresql_where=sa.text("state in ('sent', 'acknowledged')"),
        schema="eb",
    )
    tenant_table(table, may="select, insert, update")


def _index(name: str, table: str, *columns: str) -> None:
    op.create_index(name, table, ["tenant_id", *columns, "id"], schema="eb")


def downgrade() -> None:
    for table in ("outbound_referral", "resource_given", "agency_contact"):
        op.drop_table(table, schema="eb")
    for table in ("disclosure", "consent"):
        op.drop_column(table, "agency_id", schema="eb")
