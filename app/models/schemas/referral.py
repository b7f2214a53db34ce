"""A referral as its sender writes it, as intake works it, and as the sender may follow it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field

from app.models.fields import (
    CaseDate,
    Code,
    Flag,
    Language,
    Line,
    Name,
    Read,
    ReferralState,
    Text,
    Write,
)
from app.models.schemas.person import (
    Address,
    ContactWrite,
    ExternalId,
    Languages,
    RaceEthnicity,
    Sex,
)
from app.models.schemas.record import Warned

Domain = Literal[
    "cognitive", "gross_motor", "fine_motor", "physical", "vision", "hearing", "communication",
    "expressive_communication", "receptive_communication", "social_emotional", "adaptive",
]  # fmt: skip
Channel = Literal["api", "phone", "in_person", "fax", "letter", "email", "web_form", "public_form"]


class DraftChild(Write):
    """What is known so far."""

    first_name: Name | None = None
    middle_name: Name | None = None
    last_name: Name | None = None
    preferred_name: Name | None = None
    born_on: CaseDate | None = None
    sex: Sex | None = None
    gestation_weeks: Annotated[int, Field(strict=True, ge=20, le=45)] | None = None
    birth_weight_grams: Annotated[int, Field(strict=True, ge=200, le=8000)] | None = None
    birth_order: Annotated[int, Field(strict=True, ge=1, le=9)] | None = None
    languages: Languages = Field(default_factory=list)
    interpreter_needed: Flag = False
    race_ethnicity: Annotated[list[RaceEthnicity], Field(max_length=8)] = Field(
        default_factory=list
    )
    address: Address | None = None
    external_ids: Annotated[list[ExternalId], Field(max_length=10)] = Field(default_factory=list)


class ReferredChild(DraftChild):
    first_name: Name
    last_name: Name
    born_on: CaseDate


class ReferralSender(Write):
    """The person who refers; the organisation comes from the access token."""

    name: Name
    role: Line | None = None
    reply_to: Line | None = None


class Concern(Write):
    domain: Domain
    text: Text | None = None


class Screening(Write):
    tool: Line
    on: CaseDate
    result: Line


class Diagnosis(Write):
    system: Literal["icd-10-cm", "snomed-ct", "text"]
    code: Code | None = None
    text: Line
    certainty: Literal["confirmed", "provisional"] = "confirmed"


class ReferralConsent(Write):
    """What the sender says the parent was told and agreed to."""

    parent_informed: Flag
    parent_agreed: Flag | None = None
    report_back: Flag = False


class ReferralDraftWrite(Write):
    """A referral as far as it is written: everything may be absent."""

    program_id: UUID | None = Field(
        default=None, description="The early-intervention program that shall take the child in."
    )
    sender_ref: Code | None = Field(
        default=None, description="The sender's own number. Sent again, it is the same referral."
    )
    received_on: CaseDate | None = Field(
        default=None,
        description="Only for program staff who record a referral taken by phone or in person: the day it was received. Otherwise the day this request arrives.",
    )
    channel: Channel = "api"
    urgency: Literal["routine", "urgent"] = "routine"
    child: DraftChild | None = None
    contacts: Annotated[list[ContactWrite], Field(max_length=10)] | None = None
    sender: ReferralSender | None = None
    reason: Text | None = None
    concerns: Annotated[list[Concern], Field(max_length=20)] = Field(default_factory=list)
    screenings: Annotated[list[Screening], Field(max_length=20)] = Field(default_factory=list)
    diagnoses: Annotated[list[Diagnosis], Field(max_length=20)] = Field(default_factory=list)
    insurance: Line | None = None
    prior_services: Text | None = None
    language_of_contact: Language | None = None
    consent: ReferralConsent | None = None


class ReferralCreate(ReferralDraftWrite):
    """A whole referral."""

    program_id: UUID = Field(
        description="The early-intervention program that shall take the child in."
    )
    child: ReferredChild
    contacts: Annotated[list[ContactWrite], Field(min_length=1, max_length=10)]
    reason: Text
    consent: ReferralConsent


class ReferralDraftRow(Read):
    """A draft in its sender's list."""

    id: UUID
    version: int
    created_at: datetime
    updated_at: datetime


class ReferralDraftRead(ReferralDraftRow):
    """A draft, and what keeps it from being sent."""

    state: Literal["draft"] = "draft"
    content: dict[str, Any] = Field(description="What is written so far, as it was written.")
    missing: list[dict[str, str]] = Field(description="By `pointer`, what is lacking or wrong.")

    @classmethod
    def of(cls, row: Any, missing: list[dict[str, str]]) -> Self:
        said = {n: getattr(row, n) for n in cls.model_fields if n not in {"missing", "state"}}
        return cls(**said, missing=missing)


class ReferralReceipt(Read):
    """What the sender gets at once, and again for the same key or `sender_ref`."""

    id: UUID
    receipt_number: str
    state: Literal["submitted"]
    received_on: date
    sender_ref: str | None


class ReferralRead(Read):
    """A referral as the receiving program sees it."""

    id: UUID
    version: int
    state: ReferralState
    received_on: date
    channel: str
    urgency: str
    sender_id: UUID | None
    sender_ref: str | None
    child_first_name: str
    child_last_name: str
    born_on: date
    ifsp_due_on: date | None = Field(
        description="Day by which the first IFSP meeting is owed, should the child be found eligible."
    )
    submitted: dict[str, Any] = Field(description="The sender's words, as received.")
    may_report_back: bool
    reason_code: str | None
    comment: str | None
    decided_at: datetime | None
    student_id: UUID | None
    interim_coordinator_id: UUID | None = Field(
        description="Who answers for the child until there is a file."
    )
    wanted: list[str] = Field(description="What the sender was asked for.")
    question: str | None
    answer_due_on: date | None = Field(
        description="Day until which the sender may answer; the child's clock runs on."
    )
    additions: list[dict[str, Any]] = Field(
        description="What came in after the referral, by whom and on which day."
    )
    contact_attempts: list[dict[str, Any]] = Field(description="Tries to reach the family.")
    redirected_to_id: UUID | None
    redirected_to: str | None
    possible_duplicates: int = Field(
        description="Students who looked like this child when the referral came, by identifier or by name and birth date."
    )
    duplicates_reviewed: list[UUID] = Field(
        description="Students whom intake looked at before the child was taken in; the history says who did."
    )


class ReferralWarned(ReferralRead):
    """A referral, and what should be looked at."""

    warnings: list[Warned]


class ReferralRow(Read):
    """One line of intake's worklist."""

    id: UUID
    version: int
    state: ReferralState
    received_on: date
    urgency: str
    sender_id: UUID | None
    child_first_name: str
    child_last_name: str
    born_on: date
    ifsp_due_on: date | None
    answer_due_on: date | None
    interim_coordinator_id: UUID | None
    student_id: UUID | None
    possible_duplicates: int = Field(
        description="Students who looked like this child when the referral came; see `GET /v1/referrals/{id}/possible-duplicates`."
    )


class ReferralOwed(ReferralRow):
    """A line, and until when somebody must be named for the child."""

    coordinator_due_on: date | None = Field(
        description="By the State's rule; where that is as soon as possible, the day of receipt. Null once somebody is named, and when the referral has ended."
    )


class ReferralStatusRead(Read):
    """All that a sender may know: the state, and outcome and milestones as far as a live consent allows."""

    id: UUID
    version: int
    program_id: UUID
    sender_ref: str | None
    received_on: date
    state: ReferralState
    outcome: str | None = Field(
        description="`not_shared` without a live consent to report back, whatever happened."
    )
    milestones: list[dict[str, str]] = Field(
        description="Each `state` or coded `milestone` that was told, and its day `on`."
    )
    wanted: list[str] = Field(description="What the program asks the sender for.")
    question: str | None
    answer_due_on: date | None
    contact_attempts: list[dict[str, str]] = Field(
        description="Day and channel of each try, where the family could not be reached and that may be told."
    )


class PossibleDuplicate(Read):
    """A student who may be the referred child. Nothing is merged: a person decides."""

    student_id: UUID
    first_name: str
    last_name: str
    born_on: date
    score: int = Field(ge=0, le=100)
    reasons: list[str]


AnyReferral = ReferralWarned | ReferralStatusRead
"""The program reads the referral, its sender only the status."""
AnyReferralRow = ReferralOwed | ReferralStatusRead
