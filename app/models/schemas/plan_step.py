"""Steps of a plan, each with exactly the evidence it needs."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.models.fields import CaseDate, Flag, Instant, Language, Line, Text, Write
from app.models.schemas.record import OutsideSigner, Reasoned, SignatureGiven
from app.models.words.plan import Attendance, Role


class Invitee(Write):
    """Somebody invited: a contact of the child, a colleague, or somebody else by name."""

    role: Role
    contact_id: UUID | None = None
    principal_id: UUID | None = None
    name: Line | None = None

    @model_validator(mode="after")
    def _one_person(self) -> Self:
        if sum(v is not None for v in (self.contact_id, self.principal_id, self.name)) != 1:
            raise ValueError("name exactly one of contact_id, principal_id and name")
        return self


class Excusal(Write):
    """A written agreement that somebody need not come (34 CFR 300.321(e))."""

    agreed_on: CaseDate
    area_is_discussed: Flag = Field(
        description="Whether their area is changed or discussed; then they give written input."
    )
    written_input_on: CaseDate | None = None


class Participant(Invitee):
    attendance: Attendance
    excusal: Excusal | None = None


Invitees = Annotated[list[Invitee], Field(min_length=1, max_length=30)]
Participants = Annotated[list[Participant], Field(min_length=1, max_length=30)]


class SetMeeting(Reasoned):
    """Invite, with written notice, to a time and place that suit the family (34 CFR 303.342(d))."""

    act: Literal["set_meeting"]
    starts_at: Instant
    place: Line
    suits_family: Literal[True]
    notice_sent_on: CaseDate
    notice_language: Language
    invitees: Invitees


class MoveMeeting(Reasoned):
    """Another time or place; the earlier date stays on record with the reason."""

    act: Literal["move_meeting"]
    starts_at: Instant
    place: Line
    suits_family: Literal[True]
    notice_sent_on: CaseDate


class CancelMeeting(Reasoned):
    act: Literal["cancel_meeting"]


class HoldMeeting(Reasoned):
    """The meeting took place: who was there, how, and who was excused."""

    act: Literal["hold_meeting"]
    held_on: CaseDate
    participants: Participants
    findings: Text | None = None


class Present(Reasoned):
    """Explain the version to the parent; its text stands from now on.

    The coordinator named in an IFSP signs it, and whoever stood for the LEA at the meeting on an IEP.
    """

    act: Literal["present"]
    signature: SignatureGiven
    signed_by: OutsideSigner | None = Field(
        default=None,
        description="Of an IEP, where the LEA's representative has no account here: the name as at the meeting.",
    )


class LineDecision(Write):
    line_id: UUID
    is_consented: Flag


class CourtOrder(Write):
    """A dated order that says whose decision holds where those who may sign disagree."""

    ordered_on: CaseDate


Decisions = Annotated[list[LineDecision], Field(max_length=60)]


class Decide(Reasoned):
    """A parent decides on some services; the plan waits until each is decided."""

    act: Literal["decide"]
    contact_id: UUID
    signature: SignatureGiven
    decisions: Annotated[list[LineDecision], Field(min_length=1, max_length=60)]
    court_order: CourtOrder | None = None


class ParentSigns(Reasoned):
    contact_id: UUID
    signature: SignatureGiven
    decisions: Decisions = Field(default_factory=list)
    court_order: CourtOrder | None = None


class Sign(ParentSigns):
    """A parent signs the version, with a decision on each service not decided before."""

    act: Literal["sign"]


class SignInPart(ParentSigns):
    """A parent signs an IEP and declines some of its services."""

    act: Literal["sign_in_part"]


class Decline(Reasoned):
    """A parent declines the whole version; the services in force go on."""

    act: Literal["decline"]
    contact_id: UUID
    declined_on: CaseDate


class WithdrawPlan(Reasoned):
    """Take a version back that nobody signed for the family; what is in force goes on."""

    act: Literal["withdraw"]


class Countersign(Reasoned):
    """Another who took part in the meeting signs the presented text, in the same part."""

    act: Literal["countersign"]
    signature: SignatureGiven


class PutInEffect(Reasoned):
    act: Literal["put_in_effect"]
    on: CaseDate


class BeginReview(Reasoned):
    act: Literal["begin_review"]


class CloseReview(Reasoned):
    """A review that changes nothing: dated all the same, and it need not be a meeting (34 CFR 303.342(b))."""

    act: Literal["close_review"]
    reviewed_on: CaseDate
    participants: Participants
    findings: Text


class EndPlan(Reasoned):
    act: Literal["end"]
    ended_on: CaseDate = Field(description="Last day of the plan and of its services.")


class MarkPlanInError(Reasoned):
    """It should never have been on this file; what it took the place of is in force again."""

    act: Literal["mark_entered_in_error"]


PlanStep = Annotated[
    SetMeeting
    | MoveMeeting
    | CancelMeeting
    | HoldMeeting
    | Present
    | Decide
    | Sign
    | SignInPart
    | Decline
    | WithdrawPlan
    | Countersign
    | PutInEffect
    | BeginReview
    | CloseReview
    | EndPlan
    | MarkPlanInError,
    Field(discriminator="act"),
]
