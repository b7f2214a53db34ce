"""Plans: opened, written, compared."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from app.models.fields import CaseDate, Language, Read, Text, Write, may_be_absent
from app.models.schemas import plan_content as parts
from app.models.words.plan import (
    Attendance,
    LineState,
    MeetingKind,
    MeetingState,
    PlanState,
    PlanType,
    Program,
    Role,
)


class PlanCreate(Write):
    """A first plan, or an interim one. Later versions are made of the plan in force: `POST .../versions`."""

    program: Program
    type: PlanType = PlanType.INITIAL
    language: Language | None = Field(
        default=None, description="In which the family reads the plan."
    )
    coordinator_id: UUID | None = Field(
        default=None,
        description="The service coordinator named in the plan; the student's when absent.",
    )
    starts_on: CaseDate | None = None
    ends_on: CaseDate | None = Field(default=None, description="Last day of the plan.")


class PlanUpdate(Write):
    """Merge patch; a list is replaced whole. `goals`, `placement`, `accommodations`, `strategies` are an IEP's;
    `family`, `outcomes`, `other_services`, `transition` an IFSP's."""

    language: Language | None = None
    coordinator_id: UUID | None = None
    starts_on: CaseDate | None = None
    ends_on: CaseDate | None = None
    reason: Text | None = Field(default=None, description="Why the plan is amended.")
    levels: parts.Levels = may_be_absent()
    family: parts.FamilyView | None = None
    outcomes: parts.Outcomes = may_be_absent()
    goals: parts.Goals = may_be_absent()
    other_services: parts.OtherServices = may_be_absent()
    transition: parts.TransitionItems = may_be_absent()
    placement: parts.Placement | None = None
    accommodations: parts.Accommodations = may_be_absent()
    strategies: parts.Strategies = may_be_absent()


class VersionCreate(Write):
    """The next version of a plan in force: it starts as a copy, services included."""

    type: PlanType
    reason: Text | None = Field(default=None, description="Why the plan is amended.")
    asked_by_parent_on: CaseDate | None = Field(
        default=None, description="The day on which the parent asked for it."
    )


class PlanRow(Read):
    """One version in the list."""

    id: UUID
    version: int
    program: Program
    type: PlanType
    number: int
    base_id: UUID | None
    state: PlanState
    starts_on: date | None
    ends_on: date | None
    held_on: date | None
    reviewed_on: date | None
    signed_on: date | None
    ended_on: date | None


class PlanRead(PlanRow):
    """One version, whole. Its services: `GET .../services`."""

    student_id: UUID
    language: str | None
    coordinator_id: UUID | None
    reason: str | None
    asked_by_parent_on: date | None
    levels: list[parts.LevelRead]
    family: parts.FamilyViewRead | None
    outcomes: list[parts.OutcomeRead]
    goals: list[parts.GoalRead]
    other_services: list[parts.OtherServiceRead]
    transition: list[parts.TransitionItemRead]
    placement: parts.PlacementRead | None
    accommodations: list[parts.AccommodationRead]
    strategies: list[parts.StrategyRead]
    text_sha256: str | None = Field(description="Hash of the text presented for signature.")


class PlanText(Read):
    """The exact text that was presented and is signed, and its hash."""

    text_sha256: str
    text: str


class PartMissing(Read):
    pointer: str = Field(description="Where it is missing: a part of the plan, or a service line.")
    detail: str


class ChecklistItem(Read):
    """One element that the law asks of the plan."""

    code: str
    text: str
    citation: str
    is_complete: bool
    missing: list[PartMissing]


class CompletenessRead(Read):
    is_complete: bool
    items: list[ChecklistItem]


class Difference(Read):
    """One field that differs. Outcomes, goals and services are told apart by their numbers."""

    pointer: str
    before: Any = Field(description="As it is in the earlier version; null when it was not there.")
    after: Any = Field(description="As it is in this version; null when it is gone.")


class ComparisonRead(Read):
    from_id: UUID
    to_id: UUID
    differences: list[Difference]


class ExcusalRead(Read):
    agreed_on: date
    area_is_discussed: bool
    written_input_on: date | None


class ParticipantRead(Read):
    role: Role
    contact_id: UUID | None
    principal_id: UUID | None
    name: str | None
    attendance: Attendance | None
    excusal: ExcusalRead | None


class EarlierDate(Read):
    """A date the meeting was moved from."""

    starts_at: datetime | None
    place: str | None
    reason_code: str
    comment: str | None


class MeetingRead(Read):
    id: UUID
    version: int
    plan_id: UUID
    kind: MeetingKind
    state: MeetingState
    starts_at: datetime | None
    place: str | None
    notice_sent_on: date | None
    notice_language: str | None
    participants: list[ParticipantRead]
    earlier: list[EarlierDate]
    held_on: date | None
    findings: str | None


class DecisionRead(Read):
    """What one parent decided on one service, under which signature."""

    id: UUID
    line_id: UUID
    contact_id: UUID
    signature_id: UUID
    is_consented: bool
    decided_on: date
    court_order_on: date | None
    created_at: datetime


class PlanInForce(Read):
    """The plan that holds today, in the file."""

    id: UUID
    program: Program
    type: PlanType
    number: int
    state: PlanState
    starts_on: date | None
    ends_on: date | None
    signed_on: date | None
    reviewed_on: date | None


class ServiceInForce(Read):
    """A service to be given now, in the file."""

    id: UUID
    plan_id: UUID
    service: str
    state: LineState
    sessions: int
    per: str
    minutes: int
    starts_on: date
    ends_on: date
