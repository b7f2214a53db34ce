"""A child's move to another program: offered on a ground, accepted or declined by the receiver."""

from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.models.fields import Code, Line, PacketItem, Read, Write
from app.models.schemas.consent import Covers
from app.models.schemas.record import Reasoned
from app.models.schemas.transition import ManifestLine
from app.models.words.consent import DisclosureException
from app.models.words.transfer import PlanTaken, TransferState

Exception_ = Literal[
    DisclosureException.PARTICIPATING_AGENCY,
    DisclosureException.COURT_ORDER,
    DisclosureException.CHILD_WELFARE,
]


class TransferCreate(Write):
    """Offer the child to another program, on a live consent given for it or on a named exception of the law.

    The consent is a release for the purpose `transfer`. Profile, household and
    timeline always go along: without them the file could not be opened, nor
    the clock go on.
    """

    receiver_id: UUID = Field(description="A partner of the kind `program`.")
    consent_id: UUID | None = None
    exception: Exception_ | None = None
    covers: Covers | None = Field(
        default=None, description="Parts of the file that go along; all of them when absent."
    )
    reason: Line = Field(description="Such as a move; no clinical content.")

    @model_validator(mode="after")
    def _has_one_ground(self) -> Self:
        """Raises: ValueError for none or two."""
        if (self.consent_id is None) == (self.exception is None):
            raise ValueError("give either consent_id or exception")
        return self

    @property
    def items(self) -> list[PacketItem]:
        return self.covers or list(PacketItem)


class TransferRead(Read):
    """A transfer as the sending program keeps it."""

    id: UUID
    version: int
    student_id: UUID
    receiver_id: UUID
    state: TransferState
    consent_id: UUID | None
    exception: str | None
    disclosure_id: UUID
    covers: list[str]
    reason: str
    offered_on: date
    answered_on: date | None
    answer_reason: str | None
    sha256: str


class WithdrawTransfer(Reasoned):
    """Take the offer back; nothing of the child stays with the receiver."""

    act: Literal["withdraw"]
    reason_code: Code


class IncomingTransferRow(Read):
    """A transfer as the receiving program lists it."""

    id: UUID
    version: int
    sender_id: UUID
    state: TransferState
    reason: str
    offered_on: date
    child_first_name: str | None = Field(description="Null once declined or withdrawn.")
    child_last_name: str | None
    born_on: date | None
    referred_on: date = Field(description="The day from which the clock runs, here as there.")
    answered_on: date | None
    answer_reason: str | None
    plan_taken: PlanTaken | None
    student_id: UUID | None = Field(description="The child's file here, once accepted.")
    sha256: str


class TransferContent(Read):
    """What a person reads of the offer, in the parts of a packet."""

    ground: dict[str, Any]
    manifest: list[ManifestLine]
    items: dict[str, Any]


class IncomingTransferRead(IncomingTransferRow):
    duplicates_reviewed: list[UUID] = Field(
        description="Students whom somebody looked at before the child was taken in; the history says who did."
    )
    offer: TransferContent | None = Field(description="Null once declined or withdrawn.")


class AcceptTransfer(Reasoned):
    """Open the child's file with what came along. `duplicates_reviewed` lists every possible duplicate looked at."""

    act: Literal["accept"]
    duplicates_reviewed: Annotated[list[UUID], Field(max_length=50)] = Field(default_factory=list)
    existing_student_id: UUID | None = Field(
        default=None,
        description="The child is this student, who left before the present referral: a new stay in the same file.",
    )
    district_id: UUID | None = Field(
        default=None, description="School district of the new address; the sender's when absent."
    )
    plan: PlanTaken = Field(
        default=PlanTaken.ADOPTED,
        description="Adopt the plan, or call a meeting on it; services go on meanwhile.",
    )


class DeclineTransfer(Reasoned):
    act: Literal["decline"]
    reason_code: Code


IncomingStep = Annotated[AcceptTransfer | DeclineTransfer, Field(discriminator="act")]
