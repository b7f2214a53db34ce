"""meetings and who is asked to them"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.columns import key, record, within
from migrations.rls import tenant_table

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = (
    "ifsp_initial", "ifsp_review", "ifsp_annual", "transition_conference", "transition_final_review", "iep",
    "resolution", "team", "family", "other",
)  # fmt: skip
STATES = ("proposed", "confirmed", "held", "not_held", "cancelled")
BY = ("family", "program", "district", "agency", "weather")
ROLES = (
    "parent", "advocate", "coordinator", "evaluator", "provider", "district", "agency", "interpreter", "other",
)  # fmt: skip
REPLIES = ("waiting", "comes", "declined", "excused")


def upgrade() -> None:
    _meeting()
    _meeting_invitee()


def text(name: str, *, needed: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=not needed)


def key_of(name: str, *, needed: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=not needed)


def one_of(table: str, column: str, allowed: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in allowed)
    return sa.CheckConstraint(f"{column} in ({listed})", name=f"ck_{table}_{column}")


def _meeting() -> None:
    table = "meeting"
    op.create_table(
        table,
        *record(),
        key_of("student_id"),
        text("kind", needed=True),
        text("title", needed=True),
        text("state", needed=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        text("place"),
        text("video_link"),
        text("interpreter_language"),
        sa.Column("notice_sent_on", sa.Date(), nullable=True),
        text("short_notice_reason"),
        text("overlap_reason"),
        sa.Column("earlier", JSONB(), server_default="[]", nullable=False),
        text("called_off_by"),
        sa.Column("held_on", sa.Date(), nullable=True),
        text("decisions"),
        key_of("event_id"),
        one_of(table, "kind", KINDS),
        one_of(table, "state", STATES),
        one_of(table, "called_off_by", BY),
        sa.CheckConstraint("ends_at > starts_at", name="ck_meeting_order"),
        within(table, "student_id", "student"),
        within(table, "event_id", "case_event"),
        key(table),
        schema="eb",
    )
    _index("ix_meeting_start", table, "starts_at", "id")
    _index("ix_meeting_student", table, "student_id", "starts_at", "id")
    tenant_table(table, may="select, insert, update")


def _meeting_invitee() -> None:
    table = "meeting_invitee"
    op.create_table(
        table,
        *record(),
        key_of("meeting_id", needed=True),
        key_of("student_id"),
        text("role", needed=True),
        key_of("principal_id"),
        key_of("contact_id"),
        key_of("agency_person_id"),
        text("outside_name"),
        sa.Column("reply", sa.String(), server_default="waiting", nullable=False),
        text("reply_note"),
        sa.Column("attended", sa.Boolean(), nullable=True),
        one_of(table, "role", ROLES),
        one_of(table, "reply", REPLIES),
        sa.CheckConstraint(
            "num_nonnulls(principal_id, contact_id, agency_person_id, outside_name) = 1",
            name="ck_meeting_invitee_one_person",
        ),
        within(table, "meeting_id", "meeting"),
        within(table, "student_id", "student"),
        within(table, "principal_id", "principal"),
        within(table, "contact_id", "contact"),
        within(table, "agency_person_id", "agency_person"),
        key(table),
        schema="eb",
    )
    _index("ix_meeting_invitee_meeting", table, "meeting_id", "id")
    op.create_index(
        "ix_meeting_invitee_colleague",
        table,
        ["tenant_id", "principal_id", "meeting_id"],
        postgresql_where=sa.text("principal_id is not null"),
        schema="eb",
    )
    tenant_table(table, may="select, insert, update")


def _index(name: str, table: str, *columns: str) -> None:
    op.create_index(name, table, ["tenant_id", *columns], schema="eb")


def downgrade() -> None:
    for table in ("meeting_invitee", "meeting"):
        op.drop_table(table, schema="eb")
