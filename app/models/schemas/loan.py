"""The loan closet, its loans, and makers' recalls."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, RootModel

from app.models.fields import CaseDate, Line, Read, Text, Write, may_be_absent
from app.models.schemas.money import Size, SizeRead
from app.models.schemas.record import Reasoned
from app.models.words.equipment import BodyPart, EquipmentKind
from app.models.words.loan import Condition, LoanItemState, LoanState, RecallState


class LoanItemCreate(Write):
    kind: EquipmentKind
    name: Line
    manufacturer: Line
    model: Line
    serial_number: Line
    condition: Condition
    fits_part: BodyPart | None = None
    fits_from: Size | None = None
    fits_until: Size | None = None
    cleaned_on: CaseDate | None = None
    place: Line | None = Field(default=None, description="Where it is kept.")
    note: Text | None = None


class LoanItemUpdate(Write):
    """Merge patch."""

    name: Line = may_be_absent()
    condition: Condition = may_be_absent()
    fits_part: BodyPart | None = None
    fits_from: Size | None = None
    fits_until: Size | None = None
    place: Line | None = None
    note: Text | None = None


class LoanItemRead(Read):
    id: UUID
    version: int
    kind: EquipmentKind
    name: str
    manufacturer: str
    model: str
    serial_number: str
    state: LoanItemState
    condition: Condition
    fits_part: BodyPart | None
    fits_from: SizeRead | None
    fits_until: SizeRead | None
    cleaned_on: date | None
    place: str | None
    note: str | None
    recall_id: UUID | None = Field(description="The maker's recall that holds it back.")


class LoanRead(Read):
    id: UUID
    version: int
    item_id: UUID
    student_id: UUID
    request_id: UUID | None = Field(description="The request whose wait it bridges.")
    state: LoanState
    from_on: date
    until_on: date = Field(description="Last day, inside.")
    out_on: date | None
    returned_on: date | None
    condition_out: Condition | None
    condition_back: Condition | None
    note: str | None


class PlannedLoan(Read):
    """When an item is promised, and to whom the loan is; the child's file says more."""

    id: UUID
    state: LoanState
    from_on: date
    until_on: date


class LoanItemDetail(LoanItemRead):
    """Reserved and due follow from the loans that are planned or running."""

    loans: Annotated[list[PlannedLoan], Field(max_length=2000)]
    is_reserved: bool
    due_on: date | None = Field(description="Last day of the loan that it is out on.")
    is_overdue: bool


class LoanCreate(Write):
    item_id: UUID
    student_id: UUID
    request_id: UUID | None = Field(
        default=None, description="A request of the child whose wait this loan bridges."
    )
    from_on: CaseDate
    until_on: CaseDate
    note: Text | None = None


class _LoanStep(Reasoned):
    on: CaseDate | None = Field(default=None, description="The day it happened; today when absent.")


class HandOut(_LoanStep):
    act: Literal["hand_out"]
    condition: Condition


class TakeBack(_LoanStep):
    act: Literal["take_back"]
    condition: Condition


class Extend(_LoanStep):
    act: Literal["extend"]
    until_on: CaseDate


class Cancel(_LoanStep):
    act: Literal["cancel"]


AnyLoanStep = Annotated[HandOut | TakeBack | Extend | Cancel, Field(discriminator="act")]


class LoanStep(RootModel[AnyLoanStep]):
    """What was done with a loan."""


class LoanItemStep(Reasoned):
    """What was done with an item on the shelf."""

    act: Literal["clean", "shelve", "repair", "repaired", "retire", "clear_recall"]
    condition: Condition | None = Field(default=None, description="As it is now.")


class RecallCreate(Write):
    manufacturer: Line
    model: Line
    serial_numbers: Annotated[list[Line], Field(max_length=1000)] = Field(
        default_factory=list, description="Only these; every one of the model when empty."
    )
    notice: Text = Field(description="What the maker says is to be done.")
    published_on: CaseDate


class RecallUpdate(Write):
    """Merge patch. What a maker calls back besides is a recall of its own."""

    notice: Text = may_be_absent()


class RecallStep(Reasoned):
    """It should not have been published, such as one of another model: every mark that it made goes with it."""

    act: Literal["withdraw"]


class RecallRead(Read):
    id: UUID
    version: int
    state: RecallState
    manufacturer: str
    model: str
    serial_numbers: list[str]
    notice: str
    published_on: date


class HolderRead(Read):
    """Somebody who has a recalled item, or may have it: on loan, or for good."""

    id: UUID = Field(description="Of the loan, or of the item of the request.")
    held_as: Literal["loan", "own"]
    student_id: UUID
    request_id: UUID | None
    name: str
    serial_number: str | None
    is_certain: bool = Field(
        description="False where the recall names serial numbers and that of the item is not known."
    )
