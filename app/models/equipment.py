"""Equipment a child needs: the request and its items, what was tried and measured, the letters."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric, text
from sqlmodel import Field

from app.models.base import SCHEMA, Record, json_column, one_of, within
from app.models.words.equipment import (
    BodyPart,
    EquipmentKind,
    EquipmentSource,
    EquipmentState,
    Funding,
    LetterKind,
    LetterState,
    Owner,
    TrialResult,
)

MONEY, SIZE = Numeric(12, 2), Numeric(7, 2)


def json_list() -> Any:
    return json_column(
        default_factory=list, sa_column_kwargs={"server_default": "[]", "nullable": False}
    )


class EquipmentRequest(Record, table=True):
    """One need on its way to equipment in use.

    `stage_on` is the day the present stage began, `alert_on` the day from which
    the program calls the wait too long, `next_on` the day by which somebody must
    act: an appeal's last day, a promised delivery, a review. What it rests on is
    named by ids; the words beside them are for what is on no file here. What was
    denied of a request is carried on by another (`carries_on_id`), with the letters,
    trials, measurements and answers of the first.
    """

    __tablename__ = "equipment_request"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("funder_id", "equipment_funder"),
        within("plan_id", "plan"),
        within("assessment_id", "assessment"),
        within("visit_id", "service_delivery"),
        within("carries_on_id", "equipment_request"),
        within("family_agreed_by", "contact"),
        one_of("kind", EquipmentKind),
        one_of("state", EquipmentState),
        one_of("source", EquipmentSource),
        CheckConstraint("(plan_id is null) = (outcome_number is null)", name="outcome"),
        Index("ix_equipment_request_stage", "tenant_id", "state", "stage_on", "id"),
        Index("ix_equipment_request_kind", "tenant_id", "kind", "identified_on", "id"),
        Index("ix_equipment_request_newest", "tenant_id", "identified_on", "id"),
        Index("ix_equipment_request_student", "tenant_id", "student_id", "identified_on", "id"),
        Index(
            "ix_equipment_request_next", "tenant_id", "next_on", "id",
            postgresql_where=text("next_on is not null"),
        ),
        Index(
            "ix_equipment_request_alert", "tenant_id", "alert_on", "id",
            postgresql_where=text("alert_on is not null"),
        ),
        Index(
            "ix_equipment_request_carries_on", "tenant_id", "carries_on_id", "id",
            postgresql_where=text("carries_on_id is not null"),
        ),
        {"schema": SCHEMA},
    )  # fmt: skip
    student_id: UUID
    carries_on_id: UUID | None = None
    kind: str
    state: str = EquipmentState.IDENTIFIED.value
    need: str
    source: str
    identified_on: date
    plan_id: UUID | None = None
    outcome_number: int | None = None
    outcome: str | None = None
    assessment_id: UUID | None = None
    assessment: str | None = None
    visit_id: UUID | None = None
    visit: str | None = None
    diagnoses: list[dict[str, Any]] = json_list()
    coverage: list[dict[str, str]] = json_list()
    family_agreed_on: date | None = None
    family_agreed_by: UUID | None = None
    prescriber: str | None = None
    prescribed_on: date | None = None
    prescription: str | None = None
    funder_id: UUID | None = None
    stage_on: date
    alert_on: date | None = None
    next_on: date | None = None
    appeal_due_on: date | None = None
    expected_on: date | None = None
    in_use_on: date | None = None
    follow_up_on: date | None = None
    growth_review_on: date | None = None
    followed_up_on: date | None = None
    growth_reviewed_on: date | None = None
    ended_on: date | None = None


class EquipmentStage(Record, table=True):
    """One stay of a request in one stage; `to_on` None while it lasts. The next begins on that day."""

    __tablename__ = "equipment_stage"
    __table_args__: ClassVar[Any] = (
        within("request_id", "equipment_request"),
        within("student_id", "student"),
        within("funder_id", "equipment_funder"),
        one_of("state", EquipmentState),
        one_of("kind", EquipmentKind),
        CheckConstraint("to_on >= from_on", name="order"),
        Index("ix_equipment_stage_request", "tenant_id", "request_id", "id"),
        Index(
            "uq_equipment_stage_open", "tenant_id", "request_id", unique=True,
            postgresql_where=text("to_on is null"),
        ),
        Index("ix_equipment_stage_waiting", "tenant_id", "from_on", "id", postgresql_where=text("to_on is null and state <> 'in_use'")),
        Index("ix_equipment_stage_passed", "tenant_id", "to_on"),
        Index("ix_equipment_stage_student", "tenant_id", "student_id", "from_on", "id"),
        {"schema": SCHEMA},
    )  # fmt: skip
    request_id: UUID
    student_id: UUID
    kind: str
    state: str
    funder_id: UUID | None = None
    from_on: date
    to_on: date | None = None


class EquipmentItem(Record, table=True):
    """The thing itself, or an accessory of one (`part_of_id`), each with its own reason.

    It fits while the child's `fits_part` measures from `fits_from` to
    `fits_until`; `outgrows_on` is forecast from the child's growth, and `is_watched`
    while the item is approved, and on order or in hand. `recall_id`
    is the recall to put right next; `cleared_recalls` are those put right, with
    their days. What was delivered has maker and model, by which a recall finds it,
    or says in `no_maker` why it has none.
    """

    __tablename__ = "equipment_item"
    __table_args__: ClassVar[Any] = (
        within("request_id", "equipment_request"),
        within("student_id", "student"),
        within("part_of_id", "equipment_item"),
        within("funder_id", "equipment_funder"),
        within("recall_id", "equipment_recall"),
        one_of("kind", EquipmentKind),
        one_of("funding", Funding),
        one_of("owner", Owner),
        one_of("fits_part", BodyPart),
        CheckConstraint("fits_until >= fits_from", name="range"),
        Index("ix_equipment_item_request", "tenant_id", "request_id", "id"),
        Index(
            "ix_equipment_item_model", "tenant_id", "model_key",
            postgresql_where=text("model_key is not null"),
        ),
        Index(
            "ix_equipment_item_watched", "tenant_id", "outgrows_on", "id",
            postgresql_where=text("is_watched"),
        ),
        Index(
            "ix_equipment_item_student_watched", "tenant_id", "student_id", "outgrows_on", "id",
            postgresql_where=text("is_watched"),
        ),
        {"schema": SCHEMA},
    )  # fmt: skip
    request_id: UUID
    student_id: UUID
    part_of_id: UUID | None = None
    kind: str
    name: str
    hcpcs: str | None = None
    manufacturer: str | None = None
    model: str | None = None
    model_key: str | None = None
    serial_number: str | None = None
    serial_key: str | None = None
    no_maker: str | None = None
    size: str | None = None
    reason: str
    cheaper: str | None = None
    growth: str | None = None
    fits_part: str | None = None
    fits_from: Decimal | None = Field(default=None, sa_type=SIZE)
    fits_until: Decimal | None = Field(default=None, sa_type=SIZE)
    outgrows_on: date | None = None
    outgrows_by: str | None = None
    is_watched: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    quotes: list[dict[str, Any]] = json_list()
    funding: str = Field(default="undecided", sa_column_kwargs={"server_default": "undecided"})
    funder_id: UUID | None = None
    amount: Decimal | None = Field(default=None, sa_type=MONEY)
    currency: str | None = None
    owner: str | None = None
    is_dropped: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    recall_id: UUID | None = None
    cleared_recalls: list[dict[str, str]] = json_list()


class EquipmentTrial(Record, table=True):
    """An item that was tried, with what came of it."""

    __tablename__ = "equipment_trial"
    __table_args__: ClassVar[Any] = (
        within("request_id", "equipment_request"),
        within("student_id", "student"),
        within("item_id", "equipment_item"),
        one_of("result", TrialResult),
        CheckConstraint("to_on >= from_on", name="order"),
        Index("ix_equipment_trial_request", "tenant_id", "request_id", "id"),
        {"schema": SCHEMA},
    )
    request_id: UUID
    student_id: UUID
    item_id: UUID | None = None
    tried: str
    from_on: date
    to_on: date | None = None
    place: str
    present: list[str] = json_list()
    result: str
    notes: str
    entered_in_error: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})


class EquipmentMeasurement(Record, table=True):
    """What a part of the child measured on one day: centimetres, or kilograms for the weight."""

    __tablename__ = "equipment_measurement"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("request_id", "equipment_request"),
        one_of("part", BodyPart),
        CheckConstraint("value > 0", name="value"),
        Index("ix_equipment_measurement_student", "tenant_id", "student_id", "part", "taken_on", "id"),
        Index("ix_equipment_measurement_request", "tenant_id", "request_id", "id"),
        {"schema": SCHEMA},
    )  # fmt: skip
    request_id: UUID
    student_id: UUID
    part: str
    value: Decimal = Field(sa_type=SIZE)
    taken_on: date
    note: str | None = None
    entered_in_error: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})

    @property
    def unit(self) -> str:
        return "kg" if self.part == BodyPart.WEIGHT else "cm"


class EquipmentPhoto(Record, table=True):
    """A photograph of the request: one version of a document of the student, and what is on it in words."""

    __tablename__ = "equipment_photo"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("request_id", "equipment_request"),
        within("document_version_id", "document_version"),
        within("trial_id", "equipment_trial"),
        Index("ix_equipment_photo_request", "tenant_id", "request_id", "id"),
        Index("ix_equipment_photo_version", "tenant_id", "document_version_id"),
        {"schema": SCHEMA},
    )
    request_id: UUID
    student_id: UUID
    document_version_id: UUID
    trial_id: UUID | None = None
    alt: str
    caption: str
    taken_on: date | None = None
    is_in_letter: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    entered_in_error: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})


class EquipmentLetter(Record, table=True):
    """`sections` is what people write; facts come from the file until the signature freezes `content`.

    `prescription` is the physician's order, given with the co-signature after the
    text was signed. A derived letter answers the question or decision `answers_id`;
    None in a draft: the latest.
    """

    __tablename__ = "equipment_letter"
    __table_args__: ClassVar[Any] = (
        within("request_id", "equipment_request"),
        within("student_id", "student"),
        within("derived_from_id", "equipment_letter"),
        within("answers_id", "equipment_submission", use_alter=True),  # which points at letters, too
        within("signed_by", "principal"),
        one_of("kind", LetterKind),
        one_of("state", LetterState),
        CheckConstraint("(state = 'signed') = (content is not null)", name="frozen"),
        Index("ix_equipment_letter_request", "tenant_id", "request_id", "id"),
        Index(
            "uq_equipment_letter_draft", "tenant_id", "request_id", unique=True,
            postgresql_where=text("state = 'draft'"),
        ),
        {"schema": SCHEMA},
    )  # fmt: skip
    request_id: UUID
    student_id: UUID
    kind: str
    state: str = LetterState.DRAFT.value
    language: str = "en"
    derived_from_id: UUID | None = None
    answers_id: UUID | None = None
    sections: dict[str, str] = json_column(
        default_factory=dict, sa_column_kwargs={"server_default": "{}", "nullable": False}
    )
    content: str | None = None
    sha256: str | None = None
    signed_on: date | None = None
    signed_by: UUID | None = None
    prescription: dict[str, Any] | None = json_column(default=None)

    @property
    def is_co_signed(self) -> bool:
        return self.prescription is not None


__all__ = [
    "MONEY",
    "SIZE",
    "EquipmentItem",
    "EquipmentLetter",
    "EquipmentMeasurement",
    "EquipmentPhoto",
    "EquipmentRequest",
    "EquipmentStage",
    "EquipmentTrial",
    "json_list",
]
