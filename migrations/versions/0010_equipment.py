"""equipment: requests and their items, letters, funders, orders, and a loan closet in which no two loans overlap"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint

from migrations.columns import key, record, within
from migrations.rls import tenant_table

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = (
    "equipment_funder",
    "equipment_vendor",
    "equipment_policy",
    "equipment_recall",
    "equipment_request",
    "equipment_stage",
    "equipment_item",
    "equipment_trial",
    "equipment_measurement",
    "equipment_letter",
    "equipment_submission",
    "equipment_order",
    "equipment_training",
    "loan_item",
    "loan",
)
OVERLAP = ExcludeConstraint(
    (sa.column("tenant_id"), "="),
    (sa.column("item_id"), "="),
    (sa.text("daterange(from_on, until_on, '[]')"), "&&"),
    where=sa.text("state in ('reserved', 'out')"),
    name="ex_loan_overlap",
    using="gist",
)


def upgrade() -> None:
    op.execute("create extension if not exists btree_gist")
    _equipment_funder()
    _equipment_vendor()
    _equipment_policy()
    _equipment_recall()
    _equipment_request()
    _equipment_stage()
    _equipment_item()
    _equipment_trial()
    _equipment_measurement()
    _equipment_letter()
    _equipment_submission()
    _equipment_order()
    _equipment_training()
    _loan_item()
    _loan()


def _equipment_funder() -> None:
    op.create_table(
        "equipment_funder",
        *record(),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("appeal_days", sa.Integer(), nullable=True),
        sa.Column("how_to_send", sa.String(), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.CheckConstraint("appeal_days between 1 and 366", name="ck_equipment_funder_appeal_days"),
        sa.CheckConstraint(
            "kind in ('private_insurance', 'medicaid_epsdt', 'ccs', 'regional_center', 'district', 'charity', 'loan', 'family', 'part_c')",
            name="ck_equipment_funder_kind",
        ),
        key("equipment_funder"),
        schema="eb",
    )
    op.create_index(
        "ix_equipment_funder_order", "equipment_funder", ["tenant_id", "rank", "id"], schema="eb"
    )
    tenant_table("equipment_funder", may="select, insert, update")


def _equipment_vendor() -> None:
    op.create_table(
        "equipment_vendor",
        *record(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("serves", JSONB(), server_default="[]", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        key("equipment_vendor"),
        schema="eb",
    )
    op.create_index(
        "ix_equipment_vendor_name", "equipment_vendor", ["tenant_id", "name", "id"], schema="eb"
    )
    tenant_table("equipment_vendor", may="select, insert, update")


def _equipment_policy() -> None:
    op.create_table(
        "equipment_policy",
        *record(),
        sa.Column("stage_days", JSONB(), server_default="{}", nullable=False),
        sa.Column("growth_review_from_months", sa.Integer(), nullable=True),
        sa.Column("growth_review_until_months", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.UniqueConstraint("tenant_id", name="uq_equipment_policy_tenant_id"),
        key("equipment_policy"),
        schema="eb",
    )
    tenant_table("equipment_policy", may="select, insert, update")


def _equipment_recall() -> None:
    op.create_table(
        "equipment_recall",
        *record(),
        sa.Column("manufacturer", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("model_key", sa.String(), nullable=False),
        sa.Column("serial_numbers", JSONB(), server_default="[]", nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        key("equipment_recall"),
        schema="eb",
    )
    op.create_index(
        "ix_equipment_recall_model",
        "equipment_recall",
        ["tenant_id", "model_key", "published_on", "id"],
        schema="eb",
    )
    op.create_index(
        "ix_equipment_recall_newest",
        "equipment_recall",
        ["tenant_id", "published_on", "id"],
        schema="eb",
    )
    tenant_table("equipment_recall", may="select, insert, update")


def _equipment_request() -> None:
    op.create_table(
        "equipment_request",
        *record(),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("identified_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("assessment", sa.String(), nullable=True),
        sa.Column("visit", sa.String(), nullable=True),
        sa.Column("diagnoses", JSONB(), server_default="[]", nullable=False),
        sa.Column("coverage", JSONB(), server_default="[]", nullable=False),
        sa.Column("family_agreed_on", sa.Date(), nullable=True),
        sa.Column("prescriber", sa.String(), nullable=True),
        sa.Column("prescribed_on", sa.Date(), nullable=True),
        sa.Column("prescription", sa.String(), nullable=True),
        sa.Column("funder_id", sa.Uuid(), nullable=True),
        sa.Column("stage_on", sa.Date(), nullable=False),
        sa.Column("alert_on", sa.Date(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("appeal_due_on", sa.Date(), nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("in_use_on", sa.Date(), nullable=True),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("growth_review_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind in ('seating', 'standing', 'gait_mobility', 'bath_toilet', 'positioning', 'orthotics', 'splints', 'feeding', 'adapted_toys_switches', 'communication', 'vision', 'hearing')",
            name="ck_equipment_request_kind",
        ),
        sa.CheckConstraint(
            "source in ('assessment', 'visit', 'parent', 'team', 'physician')",
            name="ck_equipment_request_source",
        ),
        sa.CheckConstraint(
            "state in ('identified', 'trial', 'drafting', 'therapist_signed', 'prescriber_pending', 'ready', 'submitted', 'info_requested', 'approved', 'part_approved', 'denied', 'appealed', 'next_funder', 'ordered', 'delayed', 'delivered', 'fitted', 'trained', 'in_use', 'repair', 'outgrown', 'returned', 'retired', 'dropped', 'closed')",
            name="ck_equipment_request_state",
        ),
        within("equipment_request", "funder_id", "equipment_funder"),
        within("equipment_request", "student_id", "student"),
        key("equipment_request"),
        schema="eb",
    )
    op.create_index(
        "ix_equipment_request_alert",
        "equipment_request",
        ["tenant_id", "alert_on", "id"],
        schema="eb",
        postgresql_where=sa.text("alert_on is not null"),
    )
    op.create_index(
        "ix_equipment_request_kind",
        "equipment_request",
        ["tenant_id", "kind", "identified_on", "id"],
        schema="eb",
    )
    op.create_index(
        "ix_equipment_request_newest",
        "equipment_request",
        ["tenant_id", "identified_on", "id"],
        schema="eb",
    )
    op.create_index(
        "ix_equipment_request_next",
        "equipment_request",
        ["tenant_id", "next_on", "id"],
        schema="eb",
        postgresql_where=sa.text("next_on is not null"),
    )
    op.create_index(
        "ix_equipment_request_stage",
        "equipment_request",
        ["tenant_id", "state", "stage_on", "id"],
        schema="eb",
    )
    op.create_index(
        "ix_equipment_request_student",
        "equipment_request",
        ["tenant_id", "student_id", "identified_on", "id"],
        schema="eb",
    )
    tenant_table("equipment_request", may="select, insert, update")


def _equipment_stage() -> None:
    op.create_table(
        "equipment_stage",
        *record(),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("funder_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind in ('seating', 'standing', 'gait_mobility', 'bath_toilet', 'positioning', 'orthotics', 'splints', 'feeding', 'adapted_toys_switches', 'communication', 'vision', 'hearing')",
            name="ck_equipment_stage_kind",
        ),
        sa.CheckConstraint("to_on >= from_on", name="ck_equipment_stage_order"),
        sa.CheckConstraint(
            "state in ('identified', 'trial', 'drafting', 'therapist_signed', 'prescriber_pending', 'ready', 'submitted', 'info_requested', 'approved', 'part_approved', 'denied', 'appealed', 'next_funder', 'ordered', 'delayed', 'delivered', 'fitted', 'trained', 'in_use', 'repair', 'outgrown', 'returned', 'retired', 'dropped', 'closed')",
            name="ck_equipment_stage_state",
        ),
        within("equipment_stage", "funder_id", "equipment_funder"),
        within("equipment_stage", "request_id", "equipment_request"),
        within("equipment_stage", "student_id", "student"),
        key("equipment_stage"),
        schema="eb",
    )
    op.create_index(
        "ix_equipment_stage_passed", "equipment_stage", ["tenant_id", "to_on"], schema="eb"
    )
    op.create_index(
        "ix_equipment_stage_request",
        "equipment_stage",
        ["tenant_id", "request_id", "id"],
        schema="eb",
    )
    op.create_index(
        "ix_equipment_stage_waiting",
        "equipment_stage",
        ["tenant_id", "from_on", "id"],
        schema="eb",
        postgresql_where=sa.text("to_on is null and state <> 'in_use'"),
    )
    op.create_index(
        "uq_equipment_stage_open",
        "equipment_stage",
        ["tenant_id", "request_id"],
        unique=True,
        schema="eb",
        postgresql_where=sa.text("to_on is null"),
    )
    tenant_table("equipment_stage", may="select, insert, update")


def _equipment_item() -> None:
    op.create_table(
        "equipment_item",
        *record(),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("part_of_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hcpcs", sa.String(), nullable=True),
        sa.Column("manufacturer", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("model_key", sa.String(), nullable=True),
        sa.Column("serial_number", sa.String(), nullable=True),
        sa.Column("size", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("cheaper", sa.String(), nullable=True),
        sa.Column("growth", sa.String(), nullable=True),
        sa.Column("fits_part", sa.String(), nullable=True),
        sa.Column("fits_from", sa.Numeric(7, 2), nullable=True),
        sa.Column("fits_until", sa.Numeric(7, 2), nullable=True),
        sa.Column("outgrows_on", sa.Date(), nullable=True),
        sa.Column("outgrows_by", sa.String(), nullable=True),
        sa.Column("quotes", JSONB(), server_default="[]", nullable=False),
        sa.Column("funding", sa.String(), server_default="undecided", nullable=False),
        sa.Column("funder_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.Numeric(12, 2), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("is_dropped", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("recall_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "fits_part in ('height', 'weight', 'seat_width', 'seat_depth', 'lower_leg', 'trunk_height', 'chest_width', 'foot_length', 'head_circumference', 'arm_length')",
            name="ck_equipment_item_fits_part",
        ),
        sa.CheckConstraint(
            "funding in ('undecided', 'approved', 'denied')", name="ck_equipment_item_funding"
        ),
        sa.CheckConstraint(
            "kind in ('seating', 'standing', 'gait_mobility', 'bath_toilet', 'positioning', 'orthotics', 'splints', 'feeding', 'adapted_toys_switches', 'communication', 'vision', 'hearing')",
            name="ck_equipment_item_kind",
        ),
        sa.CheckConstraint(
            "owner in ('family', 'program', 'district', 'funder', 'loan_closet')",
            name="ck_equipment_item_owner",
        ),
        sa.CheckConstraint("fits_until >= fits_from", name="ck_equipment_item_range"),
        within("equipment_item", "funder_id", "equipment_funder"),
        within("equipment_item", "part_of_id", "equipment_item"),
        within("equipment_item", "recall_id", "equipment_recall"),
        within("equipment_item", "request_id", "equipment_request"),
        within("equipment_item", "student_id", "student"),
        key("equipment_item"),
        schema="eb",
    )
    op.create_index(
        "ix_equipment_item_model",
        "equipment_item",
        ["tenant_id", "model_key"],
        schema="eb",
        postgresql_where=sa.text("model_key is not null"),
    )
    op.create_index(
        "ix_equipment_item_outgrows",
        "equipment_item",
        ["tenant_id", "outgrows_on", "id"],
        schema="eb",
        postgresql_where=sa.text("outgrows_on is not null"),
    )
    op.create_index(
        "ix_equipment_item_recall",
        "equipment_item",
        ["tenant_id", "recall_id", "id"],
        schema="eb",
        postgresql_where=sa.text("recall_id is not null"),
    )
    op.create_index(
        "ix_equipment_item_request",
        "equipment_item",
        ["tenant_id", "request_id", "id"],
        schema="eb",
    )
    tenant_table("equipment_item", may="select, insert, update")


def _equipment_trial() -> None:
    op.create_table(
        "equipment_trial",
        *record(),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("tried", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("present", JSONB(), server_default="[]", nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("photos", JSONB(), server_default="[]", nullable=False),
        sa.Column("entered_in_error", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint("to_on >= from_on", name="ck_equipment_trial_order"),
        sa.CheckConstraint(
            "result in ('worked', 'partly', 'failed')", name="ck_equipment_trial_result"
        ),
        within("equipment_trial", "item_id", "equipment_item"),
        within("equipment_trial", "request_id", "equipment_request"),
        within("equipment_trial", "student_id", "student"),
        key("equipment_trial"),
        schema="eb",
    )
    op.create_index(
        "ix_equipment_trial_request",
        "equipment_trial",
        ["tenant_id", "request_id", "id"],
        schema="eb",
    )
    tenant_table("equipment_trial", may="select, insert, update")


def _equipment_measurement() -> None:
    op.create_table(
        "equipment_measurement",
        *record(),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("value", sa.Numeric(7, 2), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("entered_in_error", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint(
            "part in ('height', 'weight', 'seat_width', 'seat_depth', 'lower_leg', 'trunk_height', 'chest_width', 'foot_length', 'head_circumference', 'arm_length')",
            name="ck_equipment_measurement_part",
        ),
        sa.CheckConstraint("value > 0", name="ck_equipment_measurement_value"),
        within("equipment_measurement", "request_id", "equipment_request"),
        within("equipment_measurement", "student_id", "student"),
        key("equipment_measurement"),
        schema="eb",
    )
    op.create_index(
        "ix_equipment_measurement_request",
        "equipment_measurement",
        ["tenant_id", "request_id", "id"],
        schema="eb",
    )
    op.create_index(
        "ix_equipment_measurement_student",
        "equipment_measurement",
        ["tenant_id", "student_id", "part", "taken_on", "id"],
        schema="eb",
    )
    tenant_table("equipment_measurement", may="select, insert, update")


def _equipment_letter() -> None:
    op.create_table(
        "equipment_letter",
        *record(),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("derived_from_id", sa.Uuid(), nullable=True),
        sa.Column("sections", JSONB(), server_default="{}", nullable=False),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state = 'signed') = (content is not null)", name="ck_equipment_letter_frozen"
        ),
        sa.CheckConstraint(
            "kind in ('justification', 'resubmission', 'appeal')", name="ck_equipment_letter_kind"
        ),
        sa.CheckConstraint("state in ('draft', 'signed')", name="ck_equipment_letter_state"),
        within("equipment_letter", "derived_from_id", "equipment_letter"),
        within("equipment_letter", "request_id", "equipment_request"),
        within("equipment_letter", "signed_by", "principal"),
        within("equipment_letter", "student_id", "student"),
        key("equipment_letter"),
        schema="eb",
    )
    op.create_index(
        "ix_equipment_letter_request",
        "equipment_letter",
        ["tenant_id", "request_id", "id"],
        schema="eb",
    )
    op.create_index(
        "uq_equipment_letter_draft",
        "equipment_letter",
        ["tenant_id", "request_id"],
        unique=True,
        schema="eb",
        postgresql_where=sa.text("state = 'draft'"),
    )
    tenant_table("equipment_letter", may="select, insert, update")


def _equipment_submission() -> None:
    op.create_table(
        "equipment_submission",
        *record(),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("funder_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("inquiries", JSONB(), server_default="[]", nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decisions", JSONB(), server_default="[]", nullable=False),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("answer_letter", JSONB(), nullable=True),
        sa.Column("appeal_due_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind in ('initial', 'resubmission', 'appeal')", name="ck_equipment_submission_kind"
        ),
        sa.CheckConstraint(
            "state in ('passed_over', 'open', 'info_requested', 'approved', 'part_approved', 'denied')",
            name="ck_equipment_submission_state",
        ),
        within("equipment_submission", "funder_id", "equipment_funder"),
        within("equipment_submission", "letter_id", "equipment_letter"),
        within("equipment_submission", "request_id", "equipment_request"),
        within("equipment_submission", "student_id", "student"),
        key("equipment_submission"),
        schema="eb",
    )
    op.create_index(
        "ix_equipment_submission_request",
        "equipment_submission",
        ["tenant_id", "request_id", "id"],
        schema="eb",
    )
    op.create_index(
        "uq_equipment_submission_open",
        "equipment_submission",
        ["tenant_id", "request_id"],
        unique=True,
        schema="eb",
        postgresql_where=sa.text("state in ('open', 'info_requested')"),
    )
    tenant_table("equipment_submission", may="select, insert, update")


def _equipment_order() -> None:
    op.create_table(
        "equipment_order",
        *record(),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("item_ids", JSONB(), server_default="[]", nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(12, 2), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("slips", JSONB(), server_default="[]", nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("fitted_on", sa.Date(), nullable=True),
        sa.Column("fitted_by", sa.Uuid(), nullable=True),
        sa.Column("fit", JSONB(), server_default="[]", nullable=False),
        sa.CheckConstraint("expected_on >= ordered_on", name="ck_equipment_order_expected"),
        within("equipment_order", "request_id", "equipment_request"),
        within("equipment_order", "student_id", "student"),
        within("equipment_order", "vendor_id", "equipment_vendor"),
        key("equipment_order"),
        schema="eb",
    )
    op.create_index(
        "ix_equipment_order_request",
        "equipment_order",
        ["tenant_id", "request_id", "id"],
        schema="eb",
    )
    op.create_index(
        "ix_equipment_order_vendor",
        "equipment_order",
        ["tenant_id", "vendor_id", "ordered_on", "id"],
        schema="eb",
    )
    tenant_table("equipment_order", may="select, insert, update")


def _equipment_training() -> None:
    op.create_table(
        "equipment_training",
        *record(),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("principal_id", sa.Uuid(), nullable=True),
        sa.Column("outside_name", sa.String(), nullable=True),
        sa.Column("shown_on", sa.Date(), nullable=False),
        sa.Column("topics", sa.String(), nullable=False),
        sa.Column("has_demonstrated", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(contact_id, principal_id, outside_name) = 1",
            name="ck_equipment_training_one_person",
        ),
        within("equipment_training", "contact_id", "contact"),
        within("equipment_training", "principal_id", "principal"),
        within("equipment_training", "request_id", "equipment_request"),
        within("equipment_training", "student_id", "student"),
        key("equipment_training"),
        schema="eb",
    )
    op.create_index(
        "ix_equipment_training_request",
        "equipment_training",
        ["tenant_id", "request_id", "id"],
        schema="eb",
    )
    tenant_table("equipment_training", may="select, insert, update")


def _loan_item() -> None:
    op.create_table(
        "loan_item",
        *record(),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("manufacturer", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("model_key", sa.String(), nullable=False),
        sa.Column("serial_number", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("fits_part", sa.String(), nullable=True),
        sa.Column("fits_from", sa.Numeric(7, 2), nullable=True),
        sa.Column("fits_until", sa.Numeric(7, 2), nullable=True),
        sa.Column("cleaned_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recall_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "condition in ('new', 'good', 'worn', 'broken')", name="ck_loan_item_condition"
        ),
        sa.CheckConstraint(
            "fits_part in ('height', 'weight', 'seat_width', 'seat_depth', 'lower_leg', 'trunk_height', 'chest_width', 'foot_length', 'head_circumference', 'arm_length')",
            name="ck_loan_item_fits_part",
        ),
        sa.CheckConstraint(
            "kind in ('seating', 'standing', 'gait_mobility', 'bath_toilet', 'positioning', 'orthotics', 'splints', 'feeding', 'adapted_toys_switches', 'communication', 'vision', 'hearing')",
            name="ck_loan_item_kind",
        ),
        sa.CheckConstraint("fits_until >= fits_from", name="ck_loan_item_range"),
        sa.CheckConstraint(
            "state in ('available', 'out', 'returned', 'cleaning', 'repair', 'retired')",
            name="ck_loan_item_state",
        ),
        sa.UniqueConstraint(
            "tenant_id",
            "model_key",
            "serial_number",
            name="uq_loan_item_tenant_id_model_key_serial_number",
        ),
        within("loan_item", "recall_id", "equipment_recall"),
        key("loan_item"),
        schema="eb",
    )
    op.create_index("ix_loan_item_name", "loan_item", ["tenant_id", "name", "id"], schema="eb")
    op.create_index(
        "ix_loan_item_recall",
        "loan_item",
        ["tenant_id", "recall_id", "id"],
        schema="eb",
        postgresql_where=sa.text("recall_id is not null"),
    )
    op.create_index(
        "ix_loan_item_shelf", "loan_item", ["tenant_id", "kind", "name", "id"], schema="eb"
    )
    tenant_table("loan_item", may="select, insert, update")


def _loan() -> None:
    op.create_table(
        "loan",
        *record(),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("out_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("condition_out", sa.String(), nullable=True),
        sa.Column("condition_back", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint("until_on >= from_on", name="ck_loan_order"),
        sa.CheckConstraint(
            "state in ('reserved', 'out', 'returned', 'cancelled')", name="ck_loan_state"
        ),
        OVERLAP,
        within("loan", "item_id", "loan_item"),
        within("loan", "request_id", "equipment_request"),
        within("loan", "student_id", "student"),
        key("loan"),
        schema="eb",
    )
    op.create_index("ix_loan_due", "loan", ["tenant_id", "state", "until_on", "id"], schema="eb")
    op.create_index("ix_loan_item", "loan", ["tenant_id", "item_id", "from_on", "id"], schema="eb")
    op.create_index("ix_loan_newest", "loan", ["tenant_id", "from_on", "id"], schema="eb")
    op.create_index(
        "ix_loan_request",
        "loan",
        ["tenant_id", "request_id", "id"],
        schema="eb",
        postgresql_where=sa.text("request_id is not null"),
    )
    op.create_index(
        "ix_loan_student", "loan", ["tenant_id", "student_id", "from_on", "id"], schema="eb"
    )
    tenant_table("loan", may="select, insert, update")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="eb")
