"""Funders, vendors, what was asked and said, orders, training, and the program's policy."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from app.models.fields import Flag, Line, Phone, Read, Text, Write, may_be_absent
from app.models.schemas.money import AmountRead, Currency
from app.models.words.equipment import (
    EquipmentKind,
    EquipmentState,
    FunderKind,
    SubmissionKind,
    SubmissionState,
)

Rank = Annotated[int, Field(strict=True, ge=1, le=1000)]
AppealDays = Annotated[int, Field(strict=True, ge=1, le=366)]
Months = Annotated[int, Field(strict=True, ge=1, le=24)]
Days = Annotated[int, Field(strict=True, ge=1, le=730)]
Kinds = Annotated[list[EquipmentKind], Field(max_length=12)]


class FunderCreate(Write):
    kind: FunderKind
    name: Line
    rank: Rank = Field(description="Place in the payer order; Part C is last whatever it says.")
    appeal_days: AppealDays | None = Field(
        default=None, description="Calendar days from a denial to the last day of an appeal."
    )
    how_to_send: Text | None = None


class FunderUpdate(Write):
    """Merge patch."""

    name: Line = may_be_absent()
    rank: Rank = may_be_absent()
    appeal_days: AppealDays | None = None
    how_to_send: Text | None = None
    is_active: Flag = may_be_absent()


class FunderRead(Read):
    id: UUID
    version: int
    kind: FunderKind
    name: str
    rank: int
    appeal_days: int | None
    how_to_send: str | None
    is_active: bool


class VendorCreate(Write):
    name: Line
    phone: Phone | None = None
    email: Line | None = None
    serves: Kinds = Field(default_factory=list)


class VendorUpdate(Write):
    """Merge patch."""

    name: Line = may_be_absent()
    phone: Phone | None = None
    email: Line | None = None
    serves: Kinds = may_be_absent()
    is_active: Flag = may_be_absent()


class VendorRead(Read):
    id: UUID
    version: int
    name: str
    phone: str | None
    email: str | None
    serves: list[EquipmentKind]
    is_active: bool


class PolicyUpdate(Write):
    """Merge patch; null takes the default again. A stage with null has no limit of the program's own."""

    stage_days: dict[EquipmentState, Days | None] = may_be_absent()
    growth_review_from_months: Months | None = None
    growth_review_until_months: Months | None = None
    currency: Currency | None = Field(
        default=None, description="Of all money in requests: quotes, what funders pay, orders."
    )


class PolicyRead(Read):
    """What holds for the program: its own settings over the defaults."""

    version: int
    stage_days: dict[EquipmentState, int]
    growth_review_from_months: int
    growth_review_until_months: int
    currency: Currency


class SubmissionRead(Read):
    """What one source was asked, and what it said."""

    id: UUID
    version: int
    funder_id: UUID
    kind: SubmissionKind
    state: SubmissionState
    letter_id: UUID | None
    sent_on: date
    reference: str | None
    why: str | None = Field(description="Why it was passed over.")
    inquiries: list[dict[str, Any]]
    decided_on: date | None
    decisions: list[dict[str, Any]]
    reason_code: str | None
    reason: str | None
    answer_letter: dict[str, Any] | None
    appeal_due_on: date | None


class OrderRead(Read):
    id: UUID
    version: int
    vendor_id: UUID
    number: str | None
    item_ids: list[UUID]
    ordered_on: date
    promised_on: date = Field(description="What was promised at first.")
    expected_on: date = Field(description="What is expected now.")
    amount: AmountRead | None = Field(description="Null in an order of before it was asked for.")
    currency: Currency | None
    quotes: list[dict[str, Any]] = Field(description="The vendor's quotes that it rests on.")
    why_no_quote: str | None = Field(description="Why the amount is not that of the quotes.")
    slips: list[dict[str, Any]] = Field(description="Each later day, with its reason.")
    delivered_on: date | None
    fitted_on: date | None
    fitted_by: UUID | None
    fit: list[dict[str, Any]]


class TrainingRead(Read):
    id: UUID
    contact_id: UUID | None
    principal_id: UUID | None
    outside_name: str | None
    party: Literal["family", "staff"]
    shown_on: date
    topics: str
    has_demonstrated: bool
