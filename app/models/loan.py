"""The loan closet: what it holds, who has it until when, and what its makers called back."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlmodel import Field

from app.models.base import SCHEMA, Record, one_of, within
from app.models.equipment import SIZE, json_list
from app.models.words.equipment import BodyPart, EquipmentKind
from app.models.words.loan import Condition, LoanItemState, LoanState, RecallState

PUBLISHED = RecallState.PUBLISHED.value


class EquipmentRecall(Record, table=True):
    """A maker's notice. Its model and serial numbers find each holder; it marks what it calls back, until it is withdrawn."""

    __tablename__ = "equipment_recall"
    __table_args__: ClassVar[Any] = (
        one_of("state", RecallState),
        Index("ix_equipment_recall_model", "tenant_id", "model_key", "published_on", "id"),
        Index("ix_equipment_recall_newest", "tenant_id", "published_on", "id"),
        {"schema": SCHEMA},
    )
    state: str = Field(default=PUBLISHED, sa_column_kwargs={"server_default": PUBLISHED})
    manufacturer: str
    model: str
    model_key: str
    serial_numbers: list[str] = json_list()
    serial_keys: list[str] = json_list()
    notice: str
    published_on: date


class LoanItem(Record, table=True):
    """One thing of the closet, told by its serial number.

    `recall_id` is the recall to put right next; `cleared_recalls` are those put
    right, with their days.
    """

    __tablename__ = "loan_item"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("tenant_id", "model_key", "serial_number"),
        within("recall_id", "equipment_recall"),
        one_of("kind", EquipmentKind),
        one_of("state", LoanItemState),
        one_of("condition", Condition),
        one_of("fits_part", BodyPart),
        CheckConstraint("fits_until >= fits_from", name="range"),
        Index("ix_loan_item_shelf", "tenant_id", "kind", "name", "id"),
        Index("ix_loan_item_name", "tenant_id", "name", "id"),
        {"schema": SCHEMA},
    )  # fmt: skip
    kind: str
    name: str
    manufacturer: str
    model: str
    model_key: str
    serial_number: str
    serial_key: str | None = None
    state: str = LoanItemState.AVAILABLE.value
    condition: str
    fits_part: str | None = None
    fits_from: Decimal | None = Field(default=None, sa_type=SIZE)
    fits_until: Decimal | None = Field(default=None, sa_type=SIZE)
    cleaned_on: date | None = None
    place: str | None = None
    note: str | None = None
    recall_id: UUID | None = None
    cleared_recalls: list[dict[str, str]] = json_list()


class Loan(Record, table=True):
    """One item for one child, `from_on` to `until_on`, both inside. The database lets no two overlap."""

    __tablename__ = "loan"
    __table_args__: ClassVar[Any] = (
        within("item_id", "loan_item"),
        within("student_id", "student"),
        within("request_id", "equipment_request"),
        one_of("state", LoanState),
        CheckConstraint("until_on >= from_on", name="order"),
        ExcludeConstraint(
            ("tenant_id", "="),
            ("item_id", "="),
            (func.daterange(text("from_on"), text("until_on"), text("'[]'")), "&&"),
            where=text("state in ('reserved', 'out')"),
            name="ex_loan_overlap",
            using="gist",
        ),
        Index("ix_loan_due", "tenant_id", "state", "until_on", "id"),
        Index("ix_loan_newest", "tenant_id", "from_on", "id"),
        Index("ix_loan_student", "tenant_id", "student_id", "from_on", "id"),
        Index("ix_loan_item", "tenant_id", "item_id", "from_on", "id"),
        Index(
            "ix_loan_request", "tenant_id", "request_id", "id",
            postgresql_where=text("request_id is not null"),
        ),
        {"schema": SCHEMA},
    )  # fmt: skip
    item_id: UUID
    student_id: UUID
    request_id: UUID | None = None
    state: str = LoanState.RESERVED.value
    from_on: date
    until_on: date
    out_on: date | None = None
    returned_on: date | None = None
    condition_out: str | None = None
    condition_back: str | None = None
    note: str | None = None
