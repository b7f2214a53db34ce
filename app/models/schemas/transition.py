"""The hand-over to the school district: notice, packet."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.models.fields import (
    CaseDate,
    Code,
    Flag,
    Line,
    PacketItem,
    Read,
    Text,
    Write,
    may_be_absent,
)
from app.models.words.transition import (
    PacketResultKind,
    Population,
    TransitionBranch,
    TransitionState,
)


class LeaNotificationCreate(Write):
    """Tell the district: name, birth date and parents' contact data, nothing else (34 CFR 303.401(d))."""

    district_id: UUID | None = Field(
        default=None, description="The student's district of residence when absent."
    )


class ParentContact(Read):
    name: str
    relationship: str
    phone: str | None
    address: dict[str, Any] | None


class LeaNoticeRead(Read):
    id: UUID
    version: int
    program_id: UUID
    child_first_name: str
    child_last_name: str
    born_on: date
    parents: list[ParentContact]
    notified_on: date


class PacketRelease(Write):
    consent_id: UUID = Field(
        description="Live consent that names the district and what it may receive."
    )
    note: Line | None = Field(default=None, description="Cover note; no clinical content.")


class PacketRead(Read):
    """A released packet as the program keeps it."""

    id: UUID
    version: int
    student_id: UUID
    district_id: UUID
    consent_id: UUID
    number: int
    released_on: date
    sha256: str
    withdrawn_at: datetime | None
    pulled_at: datetime | None
    received_on: date | None = Field(description="The day the district acknowledged it.")


class PacketFilter(Write):
    only_unpulled: Flag = False
    released_from: CaseDate | None = None
    program_id: UUID | None = None
    withdrawn: Flag | None = None


class PacketRow(Read):
    """A packet in the district's list."""

    id: UUID
    version: int
    program_id: UUID
    student_id: UUID | None = Field(
        description="In the program's file; the `id` of the child's notice in `GET /v1/lea-notices`."
        " null: the packet is withdrawn."
    )
    number: int
    released_at: datetime
    sha256: str
    withdrawn_at: datetime | None
    first_pulled_at: datetime | None
    received_on: date | None = Field(description="The day this district acknowledged it.")

    @model_validator(mode="after")
    def _names_no_child_once_withdrawn(self) -> Self:
        if self.withdrawn_at is not None:
            self.student_id = None
        return self


class ManifestLine(Read):
    item: PacketItem
    state: Literal["included", "missing", "withheld_by_parent", "not_applicable"]
    reason: str | None
    sha256: str | None


class PacketContent(Read):
    """The frozen snapshot: byte for byte what was released."""

    packet_id: UUID
    number: int
    released_on: date
    program: dict[str, str]
    district: dict[str, str | None]
    student_id: UUID
    note: str | None
    consent: dict[str, Any]
    manifest: list[ManifestLine]
    items: dict[str, Any]
    family_brings: list[str]


class PacketReceipt(Write):
    """The district has the packet and somebody who works on it."""

    received_on: CaseDate | None = Field(default=None, description="Today when absent.")


class PacketResultCreate(Write):
    """What the district found; the program's file and its clocks follow at once."""

    result: PacketResultKind
    on: CaseDate
    note: Line | None = Field(default=None, description="No clinical content.")


class PacketResultRead(Read):
    id: UUID
    packet_id: UUID
    result: PacketResultKind
    on_date: date
    note: str | None


class PlanStep(Write):
    """One thing to do until the third birthday, by whom and until when."""

    text: Line
    who: Line
    due_on: CaseDate | None = None
    done_on: CaseDate | None = None


class TransitionPlanUpdate(Write):
    """Merge patch of the plan; `steps` is replaced whole."""

    is_potentially_eligible: Flag | None = Field(
        default=None, description="The team's judgement; the rules read it from the plan."
    )
    options_reviewed: Text | None = Field(
        default=None,
        description="Program options from the third birthday to the end of that school year.",
    )
    family_part: Text | None = Field(default=None, description="How the family took part.")
    future_placement: Text | None = Field(
        default=None, description="Discussions with and training of the parents."
    )
    preparation: Text | None = Field(default=None, description="How the child is prepared.")
    services: Text | None = Field(default=None, description="Transition services needed.")
    steps: Annotated[list[PlanStep], Field(max_length=60)] = may_be_absent()


class TransitionPlanEstablish(Write):
    established_on: CaseDate | None = Field(default=None, description="Today when absent.")


class TransitionPlanRead(Read):
    id: UUID
    version: int
    student_id: UUID
    state: Literal["draft", "established", "replaced"]
    is_potentially_eligible: bool | None
    options_reviewed: str | None
    family_part: str | None
    future_placement: str | None
    preparation: str | None
    services: str | None
    steps: list[dict[str, Any]]
    established_on: date | None
    missing: list[str] = Field(description="What the law wants in the plan and is not there yet.")


class OptOutCreate(Write):
    """The parent objects in writing to the notice, after having been told of the right to."""

    contact_id: UUID
    notice_sent_on: CaseDate = Field(description="The day the parent was told of the right.")
    objected_on: CaseDate


class OptOutWithdrawal(Write):
    contact_id: UUID
    withdrawn_on: CaseDate | None = Field(default=None, description="Today when absent.")
    comment: Line | None = None


class ConferenceDeclineCreate(Write):
    """The family does not want the transition conference, which needs its approval (34 CFR 303.209(c))."""

    contact_id: UUID
    declined_on: CaseDate
    reason: Line | None = Field(
        default=None,
        description="In the family's words, where they give one; nobody owes a reason.",
    )
    delay_reason: Code | None = Field(
        default=None,
        description="Why the family was asked after the due date, where it was: a code of `GET /v1/indicators`.",
    )


class ConferenceDeclineWithdrawal(Write):
    contact_id: UUID
    withdrawn_on: CaseDate | None = Field(default=None, description="Today when absent.")


class TransitionClock(Read):
    """A duty of the way out that still runs, or ran."""

    rule_id: str
    title: str
    state: str
    due_on: date | None
    window_opens_on: date | None
    satisfied_on: date | None


class TransitionOverview(Read):
    """Where one child's transition stands: derived from the file, nobody types it."""

    student_id: UUID
    state: TransitionState
    population: Population
    branch: TransitionBranch
    third_birthday: date
    part_c_ends_on: date = Field(
        description="The third birthday, or the end of the State's extension where the family chose it."
    )
    days_left: int = Field(description="Until `part_c_ends_on`.")
    is_summer_birthday: bool = Field(
        description="The birthday lies outside the district's school year: the team sets the start."
    )
    district_id: UUID | None
    steps: list[dict[str, Any]] = Field(description="What was done, by its day.")
    clocks: list[TransitionClock]
    next_acts: list[str] = Field(description="What to do next, in the order in which it is due.")


class ReadinessLine(Read):
    item: PacketItem
    state: Literal["ready", "missing", "withheld_by_parent", "not_applicable", "family_brings"]
    reason: str | None


class PacketReadiness(Read):
    """The packet's checklist before its release, against the consent that would cover it."""

    consent_id: UUID | None
    percent: int = Field(description="Ready items of those that could be.")
    items: list[ReadinessLine]
    family_brings: list[str]


class TransitionSettingUpdate(Write):
    notify_lead_days: Annotated[int, Field(strict=True, ge=0, le=180)] | None = Field(
        default=None,
        description="Days before the due date on which the district is notified by itself; null: never.",
    )
    state_agency_id: UUID | None = Field(
        default=None,
        description="The State educational agency, a partner that reads notices as a district does: it is told with each district; null: it is told in another way.",
    )


class TransitionSettingRead(Read):
    version: int
    notify_lead_days: int | None
    state_agency_id: UUID | None


class ArrivalMonth(Read):
    """Children who turn three in one month, as far as this district was told."""

    month: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}$")
    program_id: UUID
    postal_code: str | None = Field(
        description="Where the children live, when asked for `by_postal_code`; null: no open address was told."
    )
    school: str | None = Field(
        description="By the district's own map, when asked for `by_school`; null: the map has no school for where they live, or no open address was told."
    )
    children: int
    with_packet: int
    pulled: int
    acknowledged: int
