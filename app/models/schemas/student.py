"""The student's file as staff read and change it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from app.models.fields import (
    CaseDate,
    EnrolmentState,
    Flag,
    Language,
    Line,
    Name,
    Phone,
    Read,
    Text,
    Write,
    may_be_absent,
)
from app.models.schemas.person import (
    AddressRead,
    AddressUpdate,
    ContactWrite,
    Email,
    ExternalId,
    Languages,
    RaceEthnicity,
    Relationship,
    Sex,
)
from app.models.schemas.plan import PlanInForce, ServiceInForce
from app.models.schemas.record import Warned
from app.models.schemas.rule import FactName, FactValue
from app.models.words.staff import Discipline
from app.models.words.student import Forbidden

DeadlineState = Literal[
    "waiting_for_trigger",
    "open",
    "due_soon",
    "met",
    "met_late",
    "overdue",
    "tolled",
    "excused",
    "waived_by_family",
]


class ExternalIdRead(Read):
    system: str
    value: str
    period: str | None


class StudentUpdate(Write):
    """Merge patch (RFC 7396): absent keeps, null clears, lists are replaced whole."""

    first_name: Name = may_be_absent()
    middle_name: Name | None = None
    last_name: Name = may_be_absent()
    preferred_name: Name | None = None
    born_on: CaseDate = may_be_absent()
    sex: Sex | None = None
    gestation_weeks: Annotated[int, Field(strict=True, ge=20, le=45)] | None = None
    birth_weight_grams: Annotated[int, Field(strict=True, ge=200, le=8000)] | None = None
    birth_order: Annotated[int, Field(strict=True, ge=1, le=9)] | None = None
    languages: Languages = may_be_absent()
    interpreter_needed: Flag = may_be_absent()
    race_ethnicity: Annotated[list[RaceEthnicity], Field(max_length=8)] = may_be_absent()
    address: AddressUpdate | None = Field(
        default=None,
        description="While no residence is on record; a move has its day: POST .../residences.",
    )
    external_ids: Annotated[list[ExternalId], Field(max_length=10)] = may_be_absent()
    district_id: UUID | None = None
    facts: Annotated[dict[FactName, FactValue], Field(max_length=50)] = may_be_absent(
        description="Facts the rules ask for, by their names in the rulebook; null clears one.",
    )


class CourtLimit(Write):
    """What a court forbids a contact, from when until when, by which paper."""

    forbids: Annotated[list[Forbidden], Field(min_length=1, max_length=3)]
    from_on: CaseDate
    to_on: CaseDate | None = Field(default=None, description="Last day; null while it holds.")
    document: Line = Field(description="The order: court, number, day.")
    text: Text | None = None


class CourtLimitRead(Read):
    forbids: list[Forbidden]
    from_on: date
    to_on: date | None
    document: str
    text: str | None


Channel = Literal["phone", "text_message", "email", "letter", "in_person", "video"]
CourtLimits = Annotated[list[CourtLimit], Field(max_length=10)]


class ContactUpdate(Write):
    """Merge patch of a contact."""

    first_name: Name = may_be_absent()
    last_name: Name | None = None
    relationship: Relationship = may_be_absent()
    lives_with: Flag | None = None
    holds_educational_rights: Flag | None = None
    may_sign: Flag | None = None
    may_receive_information: Flag | None = None
    language: Language | None = None
    interpreter_needed: Flag = may_be_absent()
    phone: Phone | None = None
    email: Email | None = None
    address: AddressUpdate | None = None
    court_limits: CourtLimits = may_be_absent()
    preferred_channel: Channel | None = None
    preferred_hours: Line | None = None
    accessibility_needs: Line | None = None


class ContactCreate(ContactWrite):
    court_limits: CourtLimits = Field(default_factory=list)
    preferred_channel: Channel | None = None
    preferred_hours: Line | None = Field(default=None, description="When to call, in words.")
    accessibility_needs: Line | None = Field(
        default=None, description="Such as large print, relay service, step-free access."
    )


class NextDeadline(Read):
    id: UUID
    rule_id: str
    due_on: date | None
    state: DeadlineState


class StudentRow(Read):
    """One line of a caseload, with the next three things the law asks for."""

    id: UUID
    first_name: str
    last_name: str
    preferred_name: str | None
    born_on: date
    version: int
    enrolment_state: EnrolmentState | None
    next_deadlines: list[NextDeadline]


class ContactRead(Read):
    id: UUID
    version: int
    first_name: str
    last_name: str | None
    relationship: str
    lives_with: bool | None
    holds_educational_rights: bool | None
    may_sign: bool | None
    may_receive_information: bool | None
    language: str | None
    interpreter_needed: bool
    phone: str | None
    email: str | None
    address: AddressRead | None
    court_limits: list[CourtLimitRead]
    preferred_channel: str | None
    preferred_hours: str | None
    accessibility_needs: str | None
    entered_in_error: bool


class EnrolmentRead(Read):
    id: UUID
    state: EnrolmentState
    referral_id: UUID | None
    referred_on: date
    exited_on: date | None
    exit_reason: str | None


class TeamMember(Read):
    id: UUID = Field(description="Of the assignment.")
    version: int
    principal_id: UUID
    name: str
    role: Literal["coordinator", "therapist"]
    from_on: date
    grounds: str | None


class FileDeadline(Read):
    id: UUID
    rule_id: str
    title: str | None
    occurrence: str
    stage: str
    kind: str
    actor: str
    due_on: date | None
    due_on_unadjusted: date | None
    window_opens_on: date | None
    satisfied_on: date | None
    missing: list[str]
    state: DeadlineState


class StudentRead(Read):
    """The file: who the child is, who is around them, where they stand, what is owed."""

    id: UUID
    version: int
    first_name: str
    middle_name: str | None
    last_name: str
    preferred_name: str | None
    born_on: date
    sex: str | None
    gestation_weeks: int | None
    birth_weight_grams: int | None
    birth_order: int | None
    languages: list[str]
    interpreter_needed: bool
    race_ethnicity: list[str]
    address: AddressRead | None
    external_ids: list[ExternalIdRead]
    district_id: UUID | None
    jurisdiction: str
    facts: dict[str, Any]
    updated_at: datetime
    enrolment: EnrolmentRead | None
    contacts: list[ContactRead]
    team: list[TeamMember]
    plans: list[PlanInForce] = Field(description="The IFSP or IEP in force, none or one of each.")
    services: list[ServiceInForce] = Field(description="What is to be given now.")
    deadlines: list[FileDeadline]


class StudentVersion(Read):
    """A file after a change; read it again for the rest."""

    id: UUID
    version: int
    updated_at: datetime


class AssignmentCreate(Write):
    principal_id: UUID
    role: Literal["coordinator", "therapist"]
    discipline: Discipline | None = Field(
        default=None, description="Of a therapist: what the student is seen for."
    )
    from_on: CaseDate | None = Field(default=None, description="First day; today when absent.")
    grounds: Text = Field(description="Why this person: what the child needs, what the team found.")
    assessment_id: UUID | None = Field(
        default=None, description="Of a therapist: the assessment of this file it follows from."
    )


class AssignmentEnd(Write):
    to_on: CaseDate = Field(description="Last day on this caseload. Access ends with this request.")
    grounds: Text | None = None


class AssignmentRead(Read):
    id: UUID
    version: int
    student_id: UUID
    principal_id: UUID
    role: Literal["coordinator", "therapist"]
    from_on: date
    to_on: date | None
    discipline: Discipline | None
    grounds: str | None
    assessment_id: UUID | None
    entered_in_error: bool


class AssignmentMade(AssignmentRead):
    """An assignment, and what should be looked at: `no-signed-report` of a therapist no signed report speaks for."""

    warnings: list[Warned]
