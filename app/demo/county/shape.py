"""What a county is made of. One class per table, and each field a column of it."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID


def columns(row: Any) -> dict[str, Any]:
    """A row's fields by name, an address as its own; values are not copied, which for a county takes seconds."""
    found = {f.name: getattr(row, f.name) for f in fields(row)}
    return {
        k: asdict(v) if is_dataclass(v) and not isinstance(v, type) else v for k, v in found.items()
    }


@dataclass(frozen=True, slots=True)
class Address:
    lines: tuple[str, ...]
    city: str
    state: str
    postal_code: str
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    id: UUID
    kind: str
    name: str
    number: str | None = None
    jurisdiction: str = "us-ca"
    time_zone: str = "America/Los_Angeles"
    letterhead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A tenant's record."""

    tenant_id: UUID
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal(Row):
    kind: str
    subject: str
    name: str
    roles: tuple[str, ...]
    discipline: str | None = None
    languages: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership(Row):
    partner_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolCalendar(Row):
    """Breaks are `from_on` and `to_on` as ISO dates, both inside."""

    district_id: UUID
    starts_on: date
    ends_on: date
    breaks: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure(Row):
    """A day the program's offices close of their own accord: a row of `holiday`.

    Federal and state holidays are not among them.
    """

    on_date: date
    name: str
    is_public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Student(Row):
    first_name: str
    last_name: str
    born_on: date
    middle_name: str | None = None
    preferred_name: str | None = None
    sex: str | None = None
    gestation_weeks: int | None = None
    birth_weight_grams: int | None = None
    birth_order: int | None = None
    languages: tuple[str, ...] = ()
    interpreter_needed: bool = False
    race_ethnicity: tuple[str, ...] = ()
    address: Address | None = None
    external_ids: tuple[Mapping[str, str], ...] = ()
    district_id: UUID | None = None
    jurisdiction: str = "us-ca"
    facts: Mapping[str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Row):
    """A None right is one nobody has established."""

    student_id: UUID
    first_name: str
    last_name: str | None
    relationship: str
    lives_with: bool | None = None
    holds_educational_rights: bool | None = None
    may_sign: bool | None = None
    may_receive_information: bool | None = None
    language: str | None = None
    interpreter_needed: bool = False
    phone: str | None = None
    email: str | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentName(Row):
    student_id: UUID
    use: str
    first_name: str
    last_name: str
    to_on: date | None = None
    is_sealed: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Residence(Row):
    """`to_on` is the last day, None while it lasts."""

    student_id: UUID
    use: str
    address: Address
    from_on: date
    to_on: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthEntry(Row):
    student_id: UUID
    kind: str
    system: str | None
    code: str | None
    text: str
    certainty: str | None
    on_date: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictArea(Row):
    postal_code: str
    district_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(Row):
    """`submitted` is the body of the referral as its sender wrote it, ready for JSON."""

    state: str
    received_on: date
    channel: str
    urgency: str
    sender_id: UUID | None
    sender_ref: str | None
    child_first_name: str
    child_last_name: str
    born_on: date
    submitted: Mapping[str, Any]
    may_report_back: bool
    reason_code: str | None = None
    comment: str | None = None
    decided_at: datetime | None = None
    student_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment(Row):
    student_id: UUID
    referral_id: UUID
    state: str
    referred_on: date
    exited_on: date | None = None
    exit_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Row):
    """`to_on` is the last day, None while it lasts."""

    student_id: UUID
    principal_id: UUID
    role: str
    from_on: date
    to_on: date | None = None
    grounds: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent(Row):
    student_id: UUID
    type: str
    on_date: date
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePause(Row):
    """Both ends inside; `to_on` None while it lasts."""

    student_id: UUID
    reason: str
    from_on: date
    to_on: date | None
    evidence: str
    attempts: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Row):
    student_id: UUID
    contact_id: UUID
    authority: str
    recipient_id: UUID
    covers: tuple[str, ...]
    language: str
    method: str
    signed_on: date
    expires_on: date | None = None
    is_expired: bool = False
    revoked_on: date | None = None
    revoked_reason: str | None = None
    kind: str = "release"
    purpose: str = "transition"


@dataclass(frozen=True, slots=True)
class StudentFile:
    """Everything the program holds about one student; events in the order they happened."""

    student: Student
    referral: Referral
    enrolment: Enrolment
    contacts: tuple[Contact, ...]
    assignments: tuple[Assignment, ...]
    events: tuple[CaseEvent, ...]
    pauses: tuple[CasePause, ...]
    consents: tuple[Consent, ...]
    plans: tuple[Row, ...] = ()
    """Versions of the plan with their services, meetings, signatures and sessions, each after what it points to."""

    def rows(self) -> Iterator[Row]:
        """Every row, each after those it points to."""
        yield from (self.student, self.referral, self.enrolment)
        for several in (
            self.contacts,
            self.assignments,
            self.events,
            self.pauses,
            self.consents,
            self.plans,
        ):
            yield from several


@dataclass(frozen=True, slots=True)
class County:
    """One program, its partners, and all it holds on one day.

    `people` names the accounts to sign in with: coordinator, therapist,
    supervisor, intake, district, agency.
    """

    program: Organisation
    partners: tuple[Organisation, ...]
    partnerships: tuple[Partnership, ...]
    principals: tuple[Principal, ...]
    people: Mapping[str, Principal]
    school_calendars: tuple[SchoolCalendar, ...]
    closures: tuple[Closure, ...]
    files: tuple[StudentFile, ...]
    worklist: tuple[Referral, ...]
    profile: tuple[Row, ...]
    """Homes, names and health of every student, and the map of districts."""

    def rows(self) -> Iterator[Organisation | Row]:
        """Every row of the county, each after those it points to."""
        yield from self.organisations
        yield from self.principals
        yield from (*self.partnerships, *self.school_calendars, *self.closures)
        for file in self.files:
            yield from file.rows()
        yield from self.worklist
        yield from self.profile

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        return (self.program, *self.partners)

    @property
    def students(self) -> tuple[Student, ...]:
        return tuple(file.student for file in self.files)
