"""Who pays and who delivers: funders, vendors, what each was asked and said, orders, training, the program's policy."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from app.models.base import SCHEMA, Record, json_column, one_of, within
from app.models.equipment import MONEY, json_list
from app.models.words.equipment import FunderKind, SubmissionKind, SubmissionState


class EquipmentFunder(Record, table=True):
    """A source of money. Asked by `rank`; Part C after all others (34 CFR 303.510)."""

    __tablename__ = "equipment_funder"
    __table_args__: ClassVar[Any] = (
        one_of("kind", FunderKind),
        CheckConstraint("appeal_days between 1 and 366", name="appeal_days"),
        Index("ix_equipment_funder_order", "tenant_id", "rank", "id"),
        {"schema": SCHEMA},
    )
    kind: str
    name: str
    rank: int
    appeal_days: int | None = None
    how_to_send: str | None = None
    is_active: bool = Field(default=True, sa_column_kwargs={"server_default": "true"})

    @property
    def comes_last(self) -> bool:
        return self.kind == FunderKind.PART_C


class EquipmentVendor(Record, table=True):
    """Who builds, delivers and mends."""

    __tablename__ = "equipment_vendor"
    __table_args__: ClassVar[Any] = (
        Index("ix_equipment_vendor_name", "tenant_id", "name", "id"),
        {"schema": SCHEMA},
    )
    name: str
    phone: str | None = None
    email: str | None = None
    serves: list[str] = json_list()
    is_active: bool = Field(default=True, sa_column_kwargs={"server_default": "true"})


class EquipmentPolicy(Record, table=True):
    """What the program has set for itself; one row a program. None: the default holds."""

    __tablename__ = "equipment_policy"
    __table_args__: ClassVar[Any] = (UniqueConstraint("tenant_id"), {"schema": SCHEMA})
    stage_days: dict[str, int] = json_column(
        default_factory=dict, sa_column_kwargs={"server_default": "{}", "nullable": False}
    )
    growth_review_from_months: int | None = None
    growth_review_until_months: int | None = None
    currency: str | None = None


class EquipmentSubmission(Record, table=True):
    """One question to one source, and what it said; or why it was not asked."""

    __tablename__ = "equipment_submission"
    __table_args__: ClassVar[Any] = (
        within("request_id", "equipment_request"),
        within("student_id", "student"),
        within("funder_id", "equipment_funder"),
        within("letter_id", "equipment_letter"),
        one_of("kind", SubmissionKind),
        one_of("state", SubmissionState),
        Index("ix_equipment_submission_request", "tenant_id", "request_id", "id"),
        Index(
            "uq_equipment_submission_open", "tenant_id", "request_id", unique=True,
            postgresql_where=text("state in ('open', 'info_requested')"),
        ),
        {"schema": SCHEMA},
    )  # fmt: skip
    request_id: UUID
    student_id: UUID
    funder_id: UUID
    kind: str
    state: str
    letter_id: UUID | None = None
    sent_on: date
    reference: str | None = None
    why: str | None = None
    inquiries: list[dict[str, Any]] = json_list()
    decided_on: date | None = None
    decisions: list[dict[str, Any]] = json_list()
    reason_code: str | None = None
    reason: str | None = None
    answer_letter: dict[str, Any] | None = json_column(default=None)
    appeal_due_on: date | None = None


class EquipmentOrder(Record, table=True):
    """What was ordered of whom, when it was promised, each slip with its reason, and how it fitted.

    `quotes` are those it rests on, item by item; `why_no_quote` says why `amount` is another.
    """

    __tablename__ = "equipment_order"
    __table_args__: ClassVar[Any] = (
        within("request_id", "equipment_request"),
        within("student_id", "student"),
        within("vendor_id", "equipment_vendor"),
        CheckConstraint("expected_on >= ordered_on", name="expected"),
        Index("ix_equipment_order_request", "tenant_id", "request_id", "id"),
        Index("ix_equipment_order_vendor", "tenant_id", "vendor_id", "ordered_on", "id"),
        {"schema": SCHEMA},
    )
    request_id: UUID
    student_id: UUID
    vendor_id: UUID
    number: str | None = None
    item_ids: list[str] = json_list()
    ordered_on: date
    promised_on: date
    expected_on: date
    amount: Decimal | None = Field(default=None, sa_type=MONEY)
    currency: str | None = None
    quotes: list[dict[str, Any]] = json_list()
    why_no_quote: str | None = None
    slips: list[dict[str, Any]] = json_list()
    delivered_on: date | None = None
    fitted_on: date | None = None
    fitted_by: UUID | None = None
    fit: list[dict[str, Any]] = json_list()


class EquipmentTraining(Record, table=True):
    """Somebody was shown how to use it, and whether they then showed it themselves.

    `is_relative` tells somebody of the family who is no contact from staff without an account.
    """

    __tablename__ = "equipment_training"
    __table_args__: ClassVar[Any] = (
        within("request_id", "equipment_request"),
        within("student_id", "student"),
        within("contact_id", "contact"),
        within("principal_id", "principal"),
        CheckConstraint(
            "num_nonnulls(contact_id, principal_id, outside_name) = 1", name="one_person"
        ),
        Index("ix_equipment_training_request", "tenant_id", "request_id", "id"),
        {"schema": SCHEMA},
    )
    request_id: UUID
    student_id: UUID
    contact_id: UUID | None = None
    principal_id: UUID | None = None
    outside_name: str | None = None
    is_relative: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    shown_on: date
    topics: str
    has_demonstrated: bool

    @property
    def party(self) -> str:
        """Family, or staff: whoever has the child in their care at work."""
        return "family" if self.contact_id or self.is_relative else "staff"
