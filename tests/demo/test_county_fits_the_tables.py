"""A loader may write `Model(**asdict(row))`: fields are columns, values what the API would accept."""

from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import SQLModel

from app.demo.county import County
from app.demo.county.shape import Row
from app.models.consent import Consent
from app.models.deadline import CaseEvent, CasePause
from app.models.fields import CaseDate, Code, PacketItem
from app.models.organisation import Holiday, Organisation, Partnership, Principal, SchoolCalendar
from app.models.plan import Plan, PlanDecision, PlanMeeting
from app.models.profile import DistrictArea, HealthEntry, Residence
from app.models.referral import Referral
from app.models.schemas.event import EventData
from app.models.schemas.event_data import SHAPES
from app.models.schemas.person import ContactWrite
from app.models.schemas.referral import ReferralCreate
from app.models.schemas.student import StudentUpdate
from app.models.service_line import ServiceDelivery, ServiceLine
from app.models.signature import Signature
from app.models.student import Assignment, Contact, Enrolment, Student, StudentName
from app.services.enrolment import standing
from tests.demo.counties import BOTH, every, made

every_county = every(BOTH)

TABLES: dict[str, type[SQLModel]] = {
    "Organisation": Organisation,
    "Principal": Principal,
    "Partnership": Partnership,
    "SchoolCalendar": SchoolCalendar,
    "Closure": Holiday,
    "Student": Student,
    "StudentName": StudentName,
    "Residence": Residence,
    "HealthEntry": HealthEntry,
    "DistrictArea": DistrictArea,
    "Contact": Contact,
    "Enrolment": Enrolment,
    "Assignment": Assignment,
    "Referral": Referral,
    "CaseEvent": CaseEvent,
    "CasePause": CasePause,
    "Consent": Consent,
    "Plan": Plan,
    "PlanMeeting": PlanMeeting,
    "PlanDecision": PlanDecision,
    "ServiceLine": ServiceLine,
    "ServiceDelivery": ServiceDelivery,
    "Signature": Signature,
}


def written(row: Row, *but: str) -> dict[str, Any]:
    """Fields as a sender of JSON would write them."""
    fields = {k: v for k, v in asdict(row).items() if k not in {"tenant_id", "id", *but}}
    return TypeAdapter(dict[str, Any]).dump_python(fields, mode="json")  # type: ignore[no-any-return]


def test_every_field_is_a_column_and_every_needed_column_a_field() -> None:
    seen = {type(row).__name__: asdict(row) for row in made(*BOTH["county"]).rows()}
    assert seen.keys() == TABLES.keys()
    for name, fields in seen.items():
        columns = list(TABLES[name].__table__.columns)  # type: ignore[attr-defined]
        assert fields.keys() <= {c.name for c in columns}, name
        needed = {c.name for c in columns if not c.nullable and not c.server_default}
        assert needed - {c.name for c in columns if c.computed or c.default} <= fields.keys(), name


@every_county
def test_every_row_belongs_to_a_tenant_and_points_to_rows_that_exist(county: County) -> None:
    organisations = {o.id for o in county.organisations}
    people = {p.id for p in county.principals if p.tenant_id == county.program.id}
    for row in county.rows():
        assert getattr(row, "tenant_id", county.program.id) in organisations
    for file in county.files:
        assert file.student.district_id in organisations
        assert file.enrolment.referral_id == file.referral.id
        assert {a.principal_id for a in file.assignments} <= people
        for row in file.rows():
            assert getattr(row, "student_id", file.student.id) == file.student.id


@every_county
def test_each_enrolment_stands_where_its_events_have_brought_it(county: County) -> None:
    for file in county.files:
        events = [CaseEvent(**asdict(event)) for event in file.events]
        enrolment = file.enrolment
        found = (enrolment.state, enrolment.exited_on, enrolment.exit_reason)
        assert found == standing(events)


@every_county
def test_events_carry_what_the_rules_and_the_file_read_of_them(county: County) -> None:
    for file in county.files:
        for event in file.events:
            if event.type in SHAPES:
                SHAPES[event.type].model_validate(event.data)
            if event.type == "transition.notified.lea":
                assert event.data["district_id"] == str(file.student.district_id)
            if event.type == "release.signed":
                assert event.data["consent_id"] == str(file.consents[0].id)
            if event.type == "service_coordinator.assigned":
                assert event.data["principal_id"] == str(file.assignments[0].principal_id)


@every_county
def test_people_and_files_are_what_the_api_would_accept(county: County) -> None:
    code, data, day = (TypeAdapter[Any](t) for t in (Code, EventData, CaseDate))
    for file in county.files:
        StudentUpdate.model_validate(written(file.student, "jurisdiction"))
        for contact in file.contacts:
            ContactWrite.model_validate(written(contact, "student_id"))
        for event in file.events:
            code.validate_python(event.type)
            data.validate_python(dict(event.data))
            day.validate_python(event.on_date)
        for consent in file.consents:
            assert set(consent.covers) == set(PacketItem)


@every_county
def test_each_referral_is_one_a_sender_could_have_sent(county: County) -> None:
    referrals = [*county.worklist, *(file.referral for file in county.files)]
    partners = {o.id for o in county.partners if o.kind == "agency"} | {None}
    numbers = [(r.sender_id, r.sender_ref) for r in referrals if r.sender_ref]
    assert len(set(numbers)) == len(numbers)
    for referral in referrals:
        sent = ReferralCreate.model_validate(referral.submitted)
        assert sent.program_id == county.program.id
        assert sent.child.first_name == referral.child_first_name
        assert sent.child.born_on == referral.born_on
        assert sent.sender_ref == referral.sender_ref
        assert sent.consent.report_back == referral.may_report_back
        assert referral.sender_id in partners


@every_county
def test_nobody_can_be_reached_for_real(county: County) -> None:
    for file in county.files:
        for contact in file.contacts:
            assert contact.phone is not None
            assert "-555-01" in contact.phone
            assert contact.email is not None
            assert contact.email.endswith("@example.org")


@every_county
def test_account_names_are_plain_and_the_demo_finds_its_people(county: County) -> None:
    subjects = [p.subject for p in county.principals]
    assert len(set(subjects)) == len(subjects)
    for subject in subjects:
        TypeAdapter(Code).validate_python(subject)
    for key, role in {
        "coordinator": "coordinator",
        "therapist": "therapist",
        "supervisor": "supervisor",
        "intake": "intake",
        "district": "district-system",
        "agency": "agency-system",
    }.items():
        assert county.people[key].roles == (role,)
