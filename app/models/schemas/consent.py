"""Consents, disclosures, a parent's requests about the record, emergency access."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.models.fields import (
    CaseDate,
    Code,
    Flag,
    Language,
    Line,
    PacketItem,
    Read,
    Text,
    Write,
    may_be_absent,
)
from app.models.schemas.record import Reasoned
from app.models.words.consent import (
    Authority,
    ConsentDecision,
    ConsentKind,
    DisclosureException,
    RecordRequestKind,
    RecordRequestState,
    ReleasePurpose,
)

Covers = Annotated[list[PacketItem], Field(min_length=1, max_length=len(PacketItem))]
Channel = Literal["in_person", "phone", "letter", "email", "portal", "fax"]


class ConsentCreate(Write):
    """A parent's written decision: consent to one act, or its refusal.

    A release needs `covers` and one recipient, `recipient_id`, `agency_id` or
    `recipient_name`; a refusal needs `refused_reason`.
    """

    kind: ConsentKind = ConsentKind.RELEASE
    decision: ConsentDecision = ConsentDecision.GIVEN
    contact_id: UUID = Field(
        description="Who signed; must hold educational rights and be recorded as one who may sign."
    )
    authority: Authority = Field(
        description="By what right they decide for the child; it must fit their relationship."
    )
    recipient_id: UUID | None = Field(
        default=None, description="Of a release: the partner that receives the records."
    )
    agency_id: UUID | None = Field(
        default=None, description="Of a release: an agency of the directory that receives them."
    )
    recipient_name: Line | None = Field(
        default=None, description="Of a release to somebody who is no partner here."
    )
    purpose: ReleasePurpose = Field(
        default=ReleasePurpose.TRANSITION, description="Of a release: what the records are for."
    )
    covers: Covers | None = Field(default=None, description="Of a release: the data it covers.")
    language: Language = Field(description="Language in which it was given.")
    interpreter_used: Flag = False
    method: Literal["paper", "electronic"]
    scan_id: UUID | None = Field(
        default=None,
        description="The scan of the signed paper: a version of a document of the same student.",
    )
    witness: Line | None = None
    signed_on: CaseDate
    expires_on: CaseDate | None = None
    refused_reason: Line | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        """Raises: ValueError naming what the kind asks for."""
        named = (self.recipient_id, self.agency_id, self.recipient_name)
        recipients = sum(name is not None for name in named)
        if self.kind is ConsentKind.RELEASE and (recipients != 1 or self.covers is None):
            raise ValueError(
                "a release needs `covers` and one of recipient_id, agency_id, recipient_name"
            )
        if self.kind is not ConsentKind.RELEASE and (recipients or self.covers is not None):
            raise ValueError("only a release has a recipient and covers data")
        if (self.decision is ConsentDecision.REFUSED) != (self.refused_reason is not None):
            raise ValueError("a refusal, and nothing else, has a refused_reason")
        if self.scan_id is not None and self.method != "paper":
            raise ValueError("only a paper has a scan")
        return self


class ConsentRevocation(Write):
    revoked_on: CaseDate | None = Field(
        default=None, description="Today when absent. Not retroactive."
    )
    reason: Text | None = None


class ConsentUpdate(Write):
    """Merge patch of what stands beside a decision; what was decided is corrected and signed anew."""

    language: Language = may_be_absent()
    interpreter_used: Flag = may_be_absent()
    witness: Line | None = None


class ConsentRead(Read):
    id: UUID
    version: int
    student_id: UUID
    contact_id: UUID
    kind: ConsentKind
    decision: ConsentDecision
    authority: str
    recipient_id: UUID | None
    agency_id: UUID | None
    recipient_name: str | None
    purpose: str
    covers: list[str]
    language: str
    interpreter_used: bool
    method: str
    scan_id: UUID | None
    witness: str | None
    signed_on: date
    expires_on: date | None
    refused_reason: str | None
    revoked_on: date | None
    revoked_reason: str | None
    entered_in_error: bool


class DisclosureCreate(Write):
    """Records given out by hand. Exactly one ground: a live consent, or a named exception of the law."""

    recipient_id: UUID | None = Field(default=None, description="A partner, where it is one.")
    agency_id: UUID | None = Field(
        default=None, description="The entry of the directory, where it has one."
    )
    recipient_name: Line
    purpose: ReleasePurpose
    covers: Covers
    consent_id: UUID | None = None
    exception: DisclosureException | None = None
    disclosed_on: CaseDate | None = Field(default=None, description="Today when absent.")
    channel: Channel
    note: Line | None = None

    @model_validator(mode="after")
    def _has_one_ground(self) -> Self:
        """Raises: ValueError for none or two."""
        if (self.consent_id is None) == (self.exception is None):
            raise ValueError("give either consent_id or exception")
        return self


class DisclosureRead(Read):
    id: UUID
    version: int
    student_id: UUID
    recipient_id: UUID | None
    agency_id: UUID | None
    recipient_name: str
    purpose: str
    covers: list[str]
    consent_id: UUID | None
    exception: str | None
    disclosed_on: date
    channel: str
    note: str | None
    entered_in_error: bool


class DisclosureLine(Read):
    """One line of the record that a parent may read (34 CFR 303.406): who, when, what for."""

    id: UUID = Field(
        description="Of the line: what was recorded by hand, or given out by the service."
    )
    party: str
    given_on: date
    purpose: str
    records: list[str]
    ground: str = Field(description="The consent, or the exception with its source.")


class RecordRequestCreate(Write):
    """A parent asks to see, copy, amend or destroy the record; the clock runs from `received_on`."""

    contact_id: UUID
    kind: RecordRequestKind
    received_on: CaseDate | None = Field(default=None, description="Today when absent.")
    channel: Channel
    asks: Text = Field(description="What the parent asks for, in the parent's words.")


class RecordRequestRead(Read):
    id: UUID
    version: int
    student_id: UUID
    contact_id: UUID
    kind: RecordRequestKind
    state: RecordRequestState
    received_on: date
    channel: str
    asks: str
    answered_on: date | None
    answer: str | None


class _Answer(Reasoned):
    answered_on: CaseDate | None = Field(default=None, description="Today when absent.")
    answer: Text = Field(description="What was shown, given, changed or refused, and why.")


class ProvideRecords(_Answer):
    """The parent saw the record, or has the copies."""

    act: Literal["provide"]


class AmendRecord(_Answer):
    """The record was amended as asked, or in part."""

    act: Literal["amend"]


class RefuseRequest(_Answer):
    """Refused, with the reason and the right to a hearing told (34 CFR 303.410, 303.411)."""

    act: Literal["refuse"]
    reason_code: Code


class AttachStatement(_Answer):
    """The parent's statement stays with the disputed part, and goes wherever it goes (34 CFR 303.412)."""

    act: Literal["attach_statement"]


class ConfirmDestruction(_Answer):
    """Every copy was destroyed by people; `answer` says which and what is kept for good (34 CFR 303.416)."""

    act: Literal["confirm_destruction"]


class WithdrawRequest(_Answer):
    """The parent took the request back."""

    act: Literal["withdraw"]


RecordRequestStep = Annotated[
    ProvideRecords
    | AmendRecord
    | RefuseRequest
    | AttachStatement
    | ConfirmDestruction
    | WithdrawRequest,
    Field(discriminator="act"),
]


class EmergencyAccessCreate(Write):
    reason: Text = Field(description="Why it cannot wait for an assignment.")


class EmergencyAccessReview(Write):
    finding: Literal["justified", "not_justified"]
    comment: Text | None = None


class EmergencyAccessRead(Read):
    id: UUID
    version: int
    student_id: UUID
    principal_id: UUID
    reason: str
    created_at: datetime
    ends_at: datetime
    finding: str | None
    finding_comment: str | None
    reviewed_at: datetime | None
    reviewed_by: UUID | None
