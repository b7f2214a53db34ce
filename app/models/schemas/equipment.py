"""Equipment requests, their items, trials and measurements."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.models.fields import CaseDate, Code, Flag, Line, Read, Text, Write, may_be_absent
from app.models.schemas.equipment_link import LinksRead
from app.models.schemas.money import AmountRead, Currency, Money, Size, SizeRead
from app.models.schemas.plan_content import Number
from app.models.words.equipment import (
    BodyPart,
    EquipmentKind,
    EquipmentSource,
    EquipmentState,
    Funding,
    Owner,
    TrialResult,
)

MOST_QUOTES = 10
HCPCS = Annotated[
    str, StringConstraints(strict=True, min_length=5, max_length=5, pattern=r"^[A-Z][0-9]{4}$")
]


class DiagnosisNamed(Write):
    system: Literal["icd-10-cm", "snomed-ct", "text"]
    code: Code | None = None
    text: Line


class Coverage(Write):
    """The child's number with a funder."""

    funder_id: UUID
    member_id: Line


Diagnoses = Annotated[list[DiagnosisNamed], Field(max_length=20)]
Coverages = Annotated[list[Coverage], Field(max_length=9)]


class EquipmentRequestCreate(Write):
    student_id: UUID
    kind: EquipmentKind
    need: Text = Field(description="What the child cannot do now and shall be able to do.")
    source: EquipmentSource
    identified_on: CaseDate | None = Field(default=None, description="Today when absent.")
    plan_id: UUID | None = Field(default=None, description="The plan whose outcome it serves.")
    outcome_number: Number | None = Field(
        default=None, description="Of an outcome or goal of that plan; with `plan_id`."
    )
    outcome: Line | None = Field(
        default=None, description="In words, where the plan is not on file here."
    )
    assessment_id: UUID | None = Field(default=None, description="Where the need was found.")
    assessment: Line | None = Field(
        default=None, description="In words, where it is not on file here."
    )
    visit_id: UUID | None = Field(
        default=None, description="The visit at which it was found: a delivery of a service."
    )
    visit: Line | None = Field(default=None, description="In words, where it is not on file here.")
    diagnoses: Diagnoses = Field(default_factory=list)
    coverage: Coverages = Field(default_factory=list)


class EquipmentRequestUpdate(Write):
    """Merge patch. Where a request stands changes by its steps."""

    kind: EquipmentKind = may_be_absent()
    need: Text = may_be_absent()
    source: EquipmentSource = may_be_absent()
    plan_id: UUID | None = None
    outcome_number: Number | None = None
    outcome: Line | None = None
    assessment_id: UUID | None = None
    assessment: Line | None = None
    visit_id: UUID | None = None
    visit: Line | None = None
    diagnoses: Diagnoses = may_be_absent()
    coverage: Coverages = may_be_absent()


class EquipmentRequestRow(Read):
    """One line of a list."""

    id: UUID
    version: int
    student_id: UUID
    kind: EquipmentKind
    state: EquipmentState
    need: str
    funder_id: UUID | None
    identified_on: date
    stage_on: date = Field(description="Since when it stands in this stage.")
    alert_on: date | None = Field(description="From this day on the program calls it too long.")
    next_on: date | None = Field(description="By when somebody must act: an appeal, a delivery.")
    ended_on: date | None


class EquipmentRequestRead(EquipmentRequestRow):
    carries_on_id: UUID | None = Field(
        description="The request whose denied items it carries on, with its letters and answers."
    )
    carried_on_in: Annotated[list[UUID], Field(max_length=200)] = Field(
        description="Requests that carry on what was denied of this one."
    )
    source: EquipmentSource
    plan_id: UUID | None
    outcome_number: int | None
    outcome: str | None
    assessment_id: UUID | None
    assessment: str | None
    visit_id: UUID | None
    visit: str | None
    links: LinksRead = Field(description="What the ids name, as it stands now.")
    diagnoses: list[dict[str, Any]]
    coverage: list[dict[str, Any]]
    family_agreed_on: date | None
    family_agreed_by: UUID | None = Field(description="The contact who agreed with the choice.")
    prescriber: str | None
    prescribed_on: date | None
    prescription: str | None
    appeal_due_on: date | None
    expected_on: date | None
    in_use_on: date | None
    follow_up_on: date | None
    growth_review_on: date | None
    followed_up_on: date | None = Field(description="The last follow-up that was made.")
    growth_reviewed_on: date | None = Field(description="The last growth review that was made.")


class StageRead(Read):
    """How long a request stayed in one stage."""

    state: EquipmentState
    funder_id: UUID | None
    from_on: date
    to_on: date | None
    days: int = Field(description="To `to_on`, or until today while it lasts.")
    limit_days: int | None = Field(description="What the program allows; null: no limit.")
    is_over: bool


class AgeRead(Read):
    """The age of every stage and of the whole."""

    days: int = Field(description="From the need to the end, or until today.")
    stages: Annotated[list[StageRead], Field(max_length=2000)]


class Quote(Write):
    vendor_id: UUID
    number: Line | None = None
    price: Money
    quoted_on: CaseDate
    valid_until: CaseDate | None = None


class _Fit(Write):
    fits_part: BodyPart | None = Field(
        default=None, description="The measure that decides whether it fits."
    )
    fits_from: Size | None = None
    fits_until: Size | None = None


Quotes = Annotated[list[Quote], Field(max_length=MOST_QUOTES)]


class ItemCreate(_Fit):
    """The thing, or an accessory of one; each says for itself why it is needed."""

    part_of_id: UUID | None = Field(default=None, description="The item it is an accessory of.")
    kind: EquipmentKind
    name: Line
    hcpcs: HCPCS | None = None
    manufacturer: Line | None = None
    model: Line | None = None
    serial_number: Line | None = None
    size: Line | None = None
    reason: Text = Field(description="Why this item, and why a plainer one would not do.")
    cheaper: Text | None = Field(
        default=None, description="Cheaper choices that were considered, and why they do not do."
    )
    growth: Text | None = Field(default=None, description="How growth is allowed for.")
    quotes: Quotes = Field(default_factory=list)
    owner: Owner | None = None


class ItemUpdate(_Fit):
    """Merge patch. What a signed letter says of an item is fixed; see the step `rework`."""

    name: Line = may_be_absent()
    hcpcs: HCPCS | None = None
    manufacturer: Line | None = None
    model: Line | None = None
    serial_number: Line | None = None
    size: Line | None = None
    reason: Text = may_be_absent()
    cheaper: Text | None = None
    growth: Text | None = None
    quotes: Quotes = may_be_absent()
    owner: Owner | None = None
    is_dropped: Flag = Field(default=False, description="No longer asked for; it stays on file.")


class ItemRead(Read):
    id: UUID
    version: int
    request_id: UUID
    part_of_id: UUID | None
    kind: EquipmentKind
    name: str
    hcpcs: str | None
    manufacturer: str | None
    model: str | None
    serial_number: str | None
    no_maker: str | None = Field(description="Why it has no maker's name, if it was delivered so.")
    size: str | None
    reason: str
    cheaper: str | None
    growth: str | None
    fits_part: BodyPart | None
    fits_from: SizeRead | None
    fits_until: SizeRead | None
    outgrows_on: date | None = Field(description="Likely too small from this day; null: unknown.")
    outgrows_by: Literal["measured", "typical"] | None = Field(
        description="Whether the forecast rests on the child's own growth or on the usual one."
    )
    quotes: list[dict[str, Any]]
    funding: Funding
    funder_id: UUID | None
    amount: AmountRead | None = Field(description="What the funder pays.")
    currency: Currency | None
    owner: Owner | None
    is_dropped: bool
    recall_id: UUID | None = Field(description="The maker's recall to put right next.")


class RecallClearance(Write):
    recall_id: UUID = Field(description="The recall that was put right.")
    on: CaseDate | None = Field(default=None, description="The day it was; today when absent.")
    reason_code: Code
    comment: Text | None = None


class TrialCreate(Write):
    item_id: UUID | None = Field(
        default=None, description="The item of this request, if it is one."
    )
    tried: Line
    from_on: CaseDate
    to_on: CaseDate | None = None
    place: Line
    present: Annotated[list[Line], Field(min_length=1, max_length=20)] = Field(
        description="Who was there."
    )
    result: TrialResult
    notes: Text
    photos: Annotated[list[UUID], Field(max_length=20)] = Field(
        default_factory=list,
        description="Photographs of the request that show it, only while there is consent.",
    )


class TrialUpdate(Write):
    """Merge patch."""

    tried: Line = may_be_absent()
    from_on: CaseDate = may_be_absent()
    to_on: CaseDate | None = None
    place: Line = may_be_absent()
    present: Annotated[list[Line], Field(min_length=1, max_length=20)] = may_be_absent()
    result: TrialResult = may_be_absent()
    notes: Text = may_be_absent()
    entered_in_error: Flag = may_be_absent()


class TrialRead(Read):
    id: UUID
    version: int
    request_id: UUID
    item_id: UUID | None
    tried: str
    from_on: date
    to_on: date | None
    place: str
    present: list[str]
    result: TrialResult
    notes: str
    photos: list[UUID] = Field(description="Photographs of the request that show it.")
    entered_in_error: bool


class MeasurementCreate(Write):
    part: BodyPart
    value: Size
    taken_on: CaseDate
    note: Line | None = None


class MeasurementUpdate(Write):
    """Merge patch: a correction."""

    value: Size = may_be_absent()
    taken_on: CaseDate = may_be_absent()
    note: Line | None = None
    entered_in_error: Flag = may_be_absent()


class MeasurementRead(Read):
    id: UUID
    version: int
    request_id: UUID
    part: BodyPart
    value: SizeRead
    unit: Literal["cm", "kg"]
    taken_on: date
    note: str | None
    entered_in_error: bool
