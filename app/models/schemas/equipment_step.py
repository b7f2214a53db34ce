"""The steps of an equipment request: each carries exactly the evidence that it needs."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, RootModel

from app.models.fields import CaseDate, Flag, Line, Text, Write
from app.models.schemas.money import Money
from app.models.schemas.record import OutsideSigner, Reasoned, SignatureGiven
from app.models.words.equipment import Owner

MOST_ITEMS = 200
"""As many as a request holds, so that all of them can be decided and delivered."""
Sha256 = Annotated[str, Field(min_length=64, max_length=64, pattern=r"^[0-9a-f]{64}$")]


class _Step(Reasoned):
    on: CaseDate | None = Field(default=None, description="The day it happened; today when absent.")


class Signing(Write):
    """A signature under the letter exactly as the signer read it."""

    letter_id: UUID
    text_sha256: Sha256 = Field(description="`text_sha256` of the letter that was read.")
    signature: SignatureGiven


class Try(_Step):
    act: Literal["try"]


class Draft(_Step):
    act: Literal["draft"]


class Drop(_Step):
    act: Literal["drop"]


class Sign(_Step):
    """The therapist's signature: under the first letter, or under a derived one before it is sent."""

    act: Literal["sign"]
    letter: Signing


class Rework(_Step):
    act: Literal["rework"]


class SendToPrescriber(_Step):
    act: Literal["send_to_prescriber"]
    contact_id: UUID = Field(description="Who of the family agreed with the choice.")
    agreed_on: CaseDate


class Prescriber(OutsideSigner):
    """A physician, named with the licence: neither a vendor nor an assistant signs."""

    licence_number: Line


class Prescribe(_Step):
    """The physician's order and co-signature under the same letter."""

    act: Literal["prescribe"]
    signer: Prescriber
    signature: SignatureGiven
    prescribed_on: CaseDate
    prescription: Line = Field(description="The order: its number, or its wording.")


class PassedOver(Write):
    """A source that comes earlier and is not asked."""

    funder_id: UUID
    why: Line


class Submit(_Step):
    act: Literal["submit"]
    funder_id: UUID
    reference: Line | None = Field(default=None, description="The funder's own number.")
    passed_over: Annotated[list[PassedOver], Field(max_length=50)] = Field(default_factory=list)
    letter_id: UUID | None = Field(
        default=None, description="The resubmission letter, where this source was asked before."
    )


class RequestInfo(_Step):
    act: Literal["request_info"]
    what: Text
    answer_by: CaseDate | None = None


class Answer(_Step):
    act: Literal["answer"]
    answer: Text
    letter_id: UUID | None = Field(
        default=None, description="A resubmission letter that goes with the answer."
    )


class AnswerLetter(Write):
    """The funder's letter, as it is kept: what refuses something, by its scan, or with why there is none."""

    dated_on: CaseDate
    reference: Line
    scan_id: UUID | None = Field(
        default=None, description="A version of a document of the same student."
    )
    why_no_scan: Line | None = Field(
        default=None, description="Such as: read on the funder's portal."
    )


class ItemDecision(Write):
    item_id: UUID
    is_approved: Flag
    pays: Money | None = None
    reason: Line | None = None


Decisions = Annotated[list[ItemDecision], Field(min_length=1, max_length=MOST_ITEMS)]


class Approve(_Step):
    """Every item that was asked for."""

    act: Literal["approve"]
    decisions: Decisions
    answer: AnswerLetter


class ApprovePart(_Step):
    act: Literal["approve_part"]
    decisions: Decisions
    answer: AnswerLetter
    reason: Text
    appeal_by: CaseDate | None = None


class Deny(_Step):
    act: Literal["deny"]
    answer: AnswerLetter
    reason: Text
    appeal_by: CaseDate | None = Field(
        default=None,
        description="Last day of an appeal; when absent it follows from the funder's `appeal_days`.",
    )


class Appeal(_Step):
    """Sends a letter that therapist and prescriber have signed."""

    act: Literal["appeal"]
    letter_id: UUID
    reference: Line | None = None


class NextFunder(_Step):
    act: Literal["next_funder"]


class CarryOn(_Step):
    """What was denied goes its own way, in a request of its own, while the rest is ordered and used."""

    act: Literal["carry_on"]


class Close(_Step):
    act: Literal["close"]


class Order(_Step):
    act: Literal["order"]
    vendor_id: UUID
    number: Line | None = None
    expected_on: CaseDate
    price: Money | None = Field(
        default=None,
        description="When absent, that of the vendor's quotes, of which each item needs one that holds.",
    )
    why_no_quote: Line | None = Field(
        default=None, description="With `price`: why it is not that of quotes."
    )


class Slip(_Step):
    act: Literal["slip"]
    expected_on: CaseDate


class Delivered(Write):
    """What came, as its label says: a recall finds it by maker and model."""

    item_id: UUID
    manufacturer: Line | None = Field(default=None, description="When absent, as it was ordered.")
    model: Line | None = Field(default=None, description="When absent, as it was ordered.")
    serial_number: Line | None = None
    no_maker: Line | None = Field(
        default=None, description="Why it has no maker and model, such as a splint made here."
    )
    owner: Owner


class Deliver(_Step):
    """Everything that was ordered."""

    act: Literal["deliver"]
    items: Annotated[list[Delivered], Field(min_length=1, max_length=MOST_ITEMS)]


class FitCheck(Write):
    point: Line = Field(description="What was looked at, such as hips, feet, tray, brakes.")
    is_good: Flag
    note: Line | None = Field(default=None, description="Needed where it is not good.")


class Fit(_Step):
    act: Literal["fit"]
    checks: Annotated[list[FitCheck], Field(min_length=1, max_length=50)]


class Return(_Step):
    act: Literal["return"]


class Shown(Write):
    """One of `contact_id`, `principal_id` and `name` says who it was."""

    contact_id: UUID | None = None
    principal_id: UUID | None = None
    name: Line | None = Field(default=None, description="Somebody else, such as a day-care aide.")
    is_relative: Flag = Field(
        default=False, description="Of a `name`: of the family; else staff of some place."
    )
    shown_on: CaseDate
    topics: Text
    has_demonstrated: Flag = Field(description="Whether they then did it themselves.")


class Show(_Step):
    """Somebody was shown, before the training closes or after it."""

    act: Literal["show"]
    people: Annotated[list[Shown], Field(min_length=1, max_length=20)]


class Train(_Step):
    """Closes the training: somebody of the family and somebody of the staff have shown it themselves."""

    act: Literal["train"]
    people: Annotated[list[Shown], Field(max_length=20)] = Field(
        default_factory=list, description="Beside those recorded before by `show`."
    )


class StartUse(_Step):
    act: Literal["start_use"]
    follow_up_on: CaseDate
    growth_review_on: CaseDate | None = Field(
        default=None, description="When absent, by the program's policy for the child's age."
    )


class FollowUp(_Step):
    act: Literal["follow_up"]
    found: Text
    follow_up_on: CaseDate | None = Field(default=None, description="The next one; null: none.")


class ReviewGrowth(_Step):
    act: Literal["review_growth"]
    found: Text
    growth_review_on: CaseDate | None = None


class Break(_Step):
    act: Literal["break"]
    problem: Text


class Repaired(_Step):
    act: Literal["repaired"]
    done: Text


class Outgrow(_Step):
    act: Literal["outgrow"]


class Retire(_Step):
    act: Literal["retire"]


AnyStep = Annotated[
    Try | Draft | Drop | Sign | Rework | SendToPrescriber | Prescribe | Submit | RequestInfo
    | Answer | Approve | ApprovePart | Deny | Appeal | NextFunder | CarryOn | Close | Order | Slip | Deliver
    | Fit | Return | Show | Train | StartUse | FollowUp | ReviewGrowth | Break | Repaired | Outgrow | Retire,
    Field(discriminator="act"),
]  # fmt: skip


class EquipmentStep(RootModel[AnyStep]):
    """What was done with the request."""
