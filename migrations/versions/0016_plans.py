"""plans, their meetings, decisions, service lines and deliveries"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from migrations.columns import key, record, tenant_row, within
from migrations.rls import append_only, tenant_table

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OPEN = "('draft', 'meeting_set', 'meeting_held', 'awaiting_consent', 'offered', 'consented', 'partially_consented')"
LIVE = "('active', 'in_review', 'in_effect')"


def upgrade() -> None:
    _plan()
    _plan_meeting()
    _service_line()
    _service_delivery()
    _plan_decision()


def _days(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Date(), nullable=True) for name in names]


def _texts(*names: str, may_be_null: bool = True) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String(), nullable=may_be_null) for name in names]


def _ids(*names: str, may_be_null: bool = True) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Uuid(), nullable=may_be_null) for name in names]


def _lists(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, JSONB(), server_default="[]", nullable=False) for name in names]


def _plan() -> None:
    op.create_table(
        "plan",
        *record(),
        *_ids("student_id", may_be_null=False),
        *_texts("program", "type", may_be_null=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_ids("base_id"),
        *_texts("state", may_be_null=False),
        *_texts("language"),
        *_ids("coordinator_id"),
        *_days("starts_on", "ends_on"),
        *_texts("reason"),
        *_days("asked_by_parent_on"),
        *_lists("levels"),
        sa.Column("family", JSONB(), nullable=True),
        *_lists("outcomes", "goals", "other_services", "transition"),
        sa.Column("placement", JSONB(), nullable=True),
        *_lists("accommodations", "strategies"),
        *_days("held_on", "reviewed_on", "signed_on", "ended_on"),
        *_texts("signed_text", "text_sha256"),
        sa.CheckConstraint("program in ('partc', 'partb')", name="ck_plan_program"),
        sa.CheckConstraint(
            "type in ('interim', 'initial', 'periodic_review', 'annual', 'amendment', 'transition')",
            name="ck_plan_type",
        ),
        sa.CheckConstraint(
            "state in ('draft', 'meeting_set', 'meeting_held', 'awaiting_consent', 'declined', 'active', 'in_review', "
            "'offered', 'consented', 'partially_consented', 'refused', 'in_effect', 'amended', 'superseded', 'ended', "
            "'expired')",
            name="ck_plan_state",
        ),
        sa.CheckConstraint("ends_on >= starts_on", name="ck_plan_order"),
        within("plan", "student_id", "student"),
        within("plan", "base_id", "plan"),
        within("plan", "coordinator_id", "principal"),
        key("plan"),
        sa.UniqueConstraint(
            "tenant_id", "student_id", "program", "number",
            name="uq_plan_tenant_id_student_id_program_number",
        ),
        schema="eb",
    )  # fmt: skip
    op.create_index("ix_plan_student", "plan", ["tenant_id", "student_id", "id"], schema="eb")
    for name, where in (
        ("uq_plan_live", f"state in {LIVE}"),
        ("uq_plan_open", f"state in {OPEN} and type <> 'interim'"),
    ):
        op.create_index(
            name, "plan", ["tenant_id", "student_id", "program"], unique=True, schema="eb",
            postgresql_where=sa.text(where),
        )  # fmt: skip
    tenant_table("plan", may="select, insert, update")


def _plan_meeting() -> None:
    op.create_table(
        "plan_meeting",
        *record(),
        *_ids("student_id", "plan_id", may_be_null=False),
        *_texts("kind", "state", may_be_null=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        *_texts("place"),
        *_days("notice_sent_on"),
        *_texts("notice_language"),
        *_lists("participants", "earlier"),
        *_days("held_on"),
        *_texts("findings"),
        sa.CheckConstraint("kind in ('plan', 'review')", name="ck_plan_meeting_kind"),
        sa.CheckConstraint("state in ('set', 'held', 'cancelled')", name="ck_plan_meeting_state"),
        within("plan_meeting", "student_id", "student"),
        within("plan_meeting", "plan_id", "plan"),
        key("plan_meeting"),
        schema="eb",
    )
    op.create_index(
        "ix_plan_meeting_plan", "plan_meeting", ["tenant_id", "plan_id", "id"], schema="eb"
    )
    op.create_index(
        "uq_plan_meeting_set", "plan_meeting", ["tenant_id", "plan_id"], unique=True, schema="eb",
        postgresql_where=sa.text("state = 'set'"),
    )  # fmt: skip
    tenant_table("plan_meeting", may="select, insert, update")


def _service_line() -> None:
    op.create_table(
        "service_line",
        *record(),
        *_ids("student_id", "plan_id", may_be_null=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_ids("replaces_id"),
        *_texts("state", "service", "delivery_model", "intensity", may_be_null=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        *_texts("per", may_be_null=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        *_texts("method", "location"),
        *_texts("setting", may_be_null=False),
        *_texts("setting_code", "natural_environment_reason"),
        sa.Column("is_direct", sa.Boolean(), server_default="true", nullable=False),
        *_texts("discipline"),
        *_ids("provider_id"),
        *_texts("payer"),
        sa.Column("outcomes", ARRAY(sa.Integer()), server_default=sa.text("'{}'"), nullable=False),
        *_texts("flexibility"),
        sa.Column("least_sessions", sa.Integer(), nullable=True),
        sa.Column("most_sessions", sa.Integer(), nullable=True),
        *_days("consented_on", "authorised_on"),
        *_texts("authorisation_number"),
        sa.Column("authorised_minutes", sa.Integer(), nullable=True),
        *_days("first_delivered_on", "ended_on"),
        *_texts("end_reason"),
        sa.CheckConstraint(
            "state in ('proposed', 'withdrawn', 'declined', 'consented', 'authorised', 'started', 'changed', 'ended')",
            name="ck_service_line_state",
        ),
        sa.CheckConstraint("ends_on >= starts_on", name="ck_service_line_order"),
        sa.CheckConstraint("sessions > 0 and minutes > 0", name="ck_service_line_amount"),
        within("service_line", "student_id", "student"),
        within("service_line", "plan_id", "plan"),
        within("service_line", "replaces_id", "service_line"),
        within("service_line", "provider_id", "principal"),
        key("service_line"),
        sa.UniqueConstraint(
            "tenant_id", "plan_id", "number", name="uq_service_line_tenant_id_plan_id_number"
        ),
        schema="eb",
    )
    op.create_index(
        "ix_service_line_student", "service_line", ["tenant_id", "student_id", "id"], schema="eb"
    )
    tenant_table("service_line", may="select, insert, update")


def _service_delivery() -> None:
    op.create_table(
        "service_delivery",
        *record(),
        *_ids("student_id", "line_id", may_be_null=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        *_texts("missed_for"),
        *_ids("makes_up_id"),
        *_texts("indirect"),
        *_ids("provider_id"),
        *_texts("comment"),
        sa.Column("entered_in_error", sa.Boolean(), server_default="false", nullable=False),
        *_texts("error_reason"),
        sa.CheckConstraint(
            "missed_for in ('child_unavailable', 'family_cancelled', 'family_no_show', 'provider_absent', "
            "'agency_closed', 'weather', 'meeting', 'holiday', 'refused', 'not_yet_scheduled')",
            name="ck_service_delivery_missed_for",
        ),
        sa.CheckConstraint("minutes > 0", name="ck_service_delivery_minutes"),
        within("service_delivery", "student_id", "student"),
        within("service_delivery", "line_id", "service_line"),
        within("service_delivery", "provider_id", "principal"),
        within("service_delivery", "makes_up_id", "service_delivery"),
        key("service_delivery"),
        schema="eb",
    )
    op.create_index(
        "ix_service_delivery_line",
        "service_delivery",
        ["tenant_id", "line_id", "on_date", "id"],
        schema="eb",
    )
    op.create_index(
        "uq_service_delivery_made_up", "service_delivery", ["tenant_id", "makes_up_id"], unique=True, schema="eb",
        postgresql_where=sa.text("not entered_in_error and missed_for is null"),
    )  # fmt: skip
    tenant_table("service_delivery", may="select, insert, update")


def _plan_decision() -> None:
    op.create_table(
        "plan_decision",
        *tenant_row(),
        *_ids("student_id", "plan_id", "line_id", "contact_id", "signature_id", may_be_null=False),
        sa.Column("is_consented", sa.Boolean(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        *_days("court_order_on"),
        within("plan_decision", "student_id", "student"),
        within("plan_decision", "plan_id", "plan"),
        within("plan_decision", "line_id", "service_line"),
        within("plan_decision", "contact_id", "contact"),
        within("plan_decision", "signature_id", "signature"),
        key("plan_decision"),
        schema="eb",
    )
    op.create_index(
        "ix_plan_decision_plan", "plan_decision", ["tenant_id", "plan_id", "id"], schema="eb"
    )
    tenant_table("plan_decision", may="select, insert")
    append_only("plan_decision")


def downgrade() -> None:
    for table in ("plan_decision", "service_delivery", "service_line", "plan_meeting", "plan"):
        op.drop_table(table, schema="eb")
