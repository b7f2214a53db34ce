"""Puts the demo's two counties into an empty database, as the API's role wherever that role may write."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlmodel import SQLModel

from app import clock
from app.db import as_sqlalchemy_url
from app.demo.agency import play_agencies
from app.demo.county import County, StudentFile, make_county, make_neighbour, plan_shape
from app.demo.county import shape as shapes
from app.demo.equipment import play_equipment
from app.demo.evaluations import papers
from app.demo.iep import play_iep
from app.demo.papers import play_papers
from app.demo.people import people_of, write_people
from app.demo.plans import gathered, transition_plan
from app.demo.rights import play_rights
from app.demo.shared_work import play_shared_work
from app.demo.staff_checks import checks, required
from app.demo.team_reports import play_team_reports
from app.demo.visits import play_visits
from app.directory import Home
from app.files import open_files
from app.models.assessment import Assessment, EligibilityDecision
from app.models.consent import Consent
from app.models.deadline import CaseEvent, CasePause, Deadline
from app.models.fields import PacketItem, ReferralState, new_id
from app.models.organisation import (
    ClientCredential,
    Holiday,
    Organisation,
    Partnership,
    Principal,
    SchoolCalendar,
)
from app.models.plan import Plan, PlanDecision, PlanMeeting
from app.models.profile import DistrictArea, HealthEntry, Residence
from app.models.referral import Referral, ReferralStatus
from app.models.service_line import ServiceDelivery, ServiceLine
from app.models.signature import Signature
from app.models.student import Assignment, Contact, Enrolment, Student, StudentName
from app.models.transition import LeaNotice, Packet, TransitionPacket, TransitionPlan
from app.services import deadline, duty, packet, referral, report_back, rulebook, transition
from app.services.calendar.holiday import public_holidays
from app.services.case import calendar_from, facts_from
from app.services.packet.sections import timeline
from app.services.rules import Calendar, CaseFacts, derived, situation_of
from app.settings import Settings

SEED = 20
TABLES: dict[type[Any], type[SQLModel]] = {
    shapes.Organisation: Organisation,
    shapes.Principal: Principal,
    shapes.Partnership: Partnership,
    shapes.SchoolCalendar: SchoolCalendar,
    shapes.Closure: Holiday,
    shapes.Student: Student,
    shapes.StudentName: StudentName,
    shapes.Residence: Residence,
    shapes.HealthEntry: HealthEntry,
    shapes.DistrictArea: DistrictArea,
    shapes.Contact: Contact,
    shapes.Referral: Referral,
    shapes.Enrolment: Enrolment,
    shapes.Assignment: Assignment,
    shapes.CaseEvent: CaseEvent,
    shapes.CasePause: CasePause,
    shapes.Consent: Consent,
    plan_shape.Plan: Plan,
    plan_shape.PlanMeeting: PlanMeeting,
    plan_shape.ServiceLine: ServiceLine,
    plan_shape.ServiceDelivery: ServiceDelivery,
    plan_shape.Signature: Signature,
    plan_shape.PlanDecision: PlanDecision,
}
WRITTEN_BY_THE_DATABASE = {"created_at", "created_by", "updated_at", "updated_by"}
Rows = dict[type[SQLModel], list[dict[str, Any]]]


async def load_demo(settings: Settings, *, say: Callable[[str], None] = lambda _: None) -> bool:
    """Load both counties unless some organisation exists already; returns whether it did."""
    assert settings.database_url is not None  # noqa: S101 - the caller starts or names one
    engine = create_async_engine(
        as_sqlalchemy_url(settings.database_url.get_secret_value()), hide_parameters=True
    )
    today = clock.today("America/Los_Angeles")
    try:
        async with engine.begin() as connection:
            await connection.execute(
                text("select pg_advisory_xact_lock(hashtext('earlybridge.demo'))")
            )
            await connection.execute(text("set local role eb_owner"))
            if await connection.scalar(select(func.count()).select_from(Organisation)):
                return False
            say("making the demo county")
            county, neighbour = make_county(SEED, today), make_neighbour(SEED, today)
            people = people_of(county, neighbour)
            for one in (county, neighbour):
                say(f"loading {one.program.name}: {len(one.files)} students")
                await load_county(connection, one, people, today)
            await befriend(connection, county, neighbour)
            say(f"playing equipment requests of {county.program.name}")
            await play_equipment(connection, county, SEED, today)
            await play_agencies(connection, county, SEED, today)
            await play_papers(connection, county, open_files(settings).store, today)
            await play_visits(connection, county)
            await play_team_reports(connection, county, today)
            await play_rights(connection, county, today)
            await play_iep(connection, county, today)
            await play_shared_work(connection, county, neighbour, today)
            # Nobody listened while this past was made.
            await connection.execute(text("set local role eb_relay"))
            await connection.execute(text("update eb.outbox set done_at = now()"))
            write_people(settings.state_dir, people)
    finally:
        await engine.dispose()
    return True


async def befriend(connection: AsyncConnection, county: County, neighbour: County) -> None:
    """Two programs name each other as partners, so that a child may be transferred."""
    for one, other in ((county, neighbour), (neighbour, county)):
        await connection.execute(
            select(func.set_config("app.tenant_id", str(one.program.id), True))
        )
        partner = {"tenant_id": one.program.id, "id": new_id(), "partner_id": other.program.id}
        await _insert(connection, {Partnership: [partner]})


async def load_county(
    connection: AsyncConnection,
    county: County,
    people: Mapping[str, Mapping[str, Any]],
    today: date,
) -> None:
    """Write a county's rows tenant by tenant, with the deadlines its files owe on `today`."""
    await connection.execute(text("set local role eb_owner"))
    await _insert(connection, {Organisation: [shapes.columns(o) for o in county.organisations]})
    await connection.execute(text("set local role eb_app"))
    rows = rows_of(county, people, today)
    for tenant_id, found in rows.items():
        await connection.execute(select(func.set_config("app.tenant_id", str(tenant_id), True)))
        await _insert(connection, found)


def rows_of(
    county: County, people: Mapping[str, Mapping[str, Any]], today: date
) -> dict[UUID, Rows]:
    """Everything of a county by tenant and table, with what follows from its files."""
    rows: dict[UUID, Rows] = defaultdict(lambda: defaultdict(list))
    for row in county.rows():
        if not isinstance(row, shapes.Organisation):
            rows[row.tenant_id][TABLES[type(row)]].append(shapes.columns(row))
    for paper in (*papers(county), *checks(county, today), required(county)):
        rows[paper.tenant_id][type(paper)].append(paper.model_dump(exclude=WRITTEN_BY_THE_DATABASE))
    _add_credentials(rows, county, people)
    _add_holidays(rows, county, today)
    _add_published(rows, county, today)
    return rows


async def _insert(connection: AsyncConnection, rows: Rows) -> None:
    """Parents before children: the metadata knows the order of the tables."""
    by_table = {table.__table__: found for table, found in rows.items()}  # type: ignore[attr-defined]
    for table in SQLModel.metadata.sorted_tables:
        if by_table.get(table):
            await connection.execute(insert(table), by_table[table])


def _add_credentials(
    rows: dict[UUID, Rows], county: County, people: Mapping[str, Mapping[str, Any]]
) -> None:
    by_client = {p["client_id"]: p["client_secret"] for p in people.values() if p["client_id"]}
    for principal in county.principals:
        secret = by_client.get(f"{principal.tenant_id}.{principal.id}")
        if secret:
            rows[principal.tenant_id][ClientCredential].append(
                {
                    "tenant_id": principal.tenant_id,
                    "id": new_id(),
                    "principal_id": principal.id,
                    "secret_sha256": hashlib.sha256(secret.encode()).hexdigest(),
                }
            )


def _add_holidays(rows: dict[UUID, Rows], county: County, today: date) -> None:
    """Federal and state holidays of the years around today; the program's own closures come with it."""
    own = {row.on_date for row in county.closures}
    years = range(today.year - 4, today.year + 5)
    for year in years:
        for day, name in public_holidays(county.program.jurisdiction, year).items():
            if day not in own:
                rows[county.program.id][Holiday].append(
                    {
                        "tenant_id": county.program.id,
                        "id": new_id(),
                        "on_date": day,
                        "name": name,
                        "is_public": True,
                    }
                )


def _add_published(rows: dict[UUID, Rows], county: County, today: date) -> None:
    """What follows from the files: deadlines, and what partners may see."""
    program = rows[county.program.id]
    closed = [Holiday(**row) for row in program[Holiday]]
    years: dict[UUID, list[SchoolCalendar]] = defaultdict(list)
    for row in program[SchoolCalendar]:
        years[row["district_id"]].append(SchoolCalendar(**row))
    homes = {
        o.id: Home(o.id, o.kind, o.name, o.jurisdiction, o.time_zone, o.number)
        for o in county.organisations
    }
    calendars: dict[UUID | None, Calendar] = {
        district: calendar_from(closed, own) for district, own in years.items()
    }
    nowhere = calendar_from(closed, [])
    known = _known(program)
    for file in county.files:
        facts = _facts(file, calendars.get(file.student.district_id, nowhere))
        _add_referral_status(rows, file.referral)
        program[Deadline] += _deadlines(file, facts, today)
        if (plan := transition_plan(file)) is not None:
            program[TransitionPlan].append(plan.model_dump(exclude=WRITTEN_BY_THE_DATABASE))
        _add_handover(rows, file, facts, homes, known[file.student.id])
    for waiting in county.worklist:
        _add_referral_status(rows, waiting)
    home = homes[county.program.id]
    for row in program[Referral]:
        row["ifsp_due_on"] = referral.first_plan_due(home, row["born_on"], row["received_on"])


def _known(program: Rows) -> Mapping[UUID, list[HealthEntry | Assessment | EligibilityDecision]]:
    """Health, reports and decisions of each student, as the packet's own queries would find them."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    for table in (HealthEntry, Assessment, EligibilityDecision):
        for row in program[table]:
            found[row["student_id"]].append(table(**row))
    return found


def _facts(file: StudentFile, calendar: Calendar) -> CaseFacts:
    return facts_from(
        Student(**shapes.columns(file.student)),
        [CaseEvent(**shapes.columns(e)) for e in file.events],
        [CasePause(**shapes.columns(p)) for p in file.pauses],
        calendar,
    )


def _deadlines(file: StudentFile, facts: CaseFacts, today: date) -> Iterable[dict[str, Any]]:
    book = rulebook.load()
    for (rule_id, occurrence), draft in duty.owed(book, facts, today).items():
        yield {
            "tenant_id": file.student.tenant_id, "id": new_id(), "student_id": file.student.id,
            "rule_id": rule_id, "occurrence": occurrence,
            **deadline.columns(duty.kept(draft, today.toordinal())),
        }  # fmt: skip


def _add_referral_status(rows: dict[UUID, Rows], sent: shapes.Referral) -> None:
    if sent.sender_id is None:
        return
    state, outcome = report_back.told_outcome(
        ReferralState(sent.state), sent.reason_code, may_report_back=sent.may_report_back
    )
    rows[sent.sender_id][ReferralStatus].append(
        {
            "tenant_id": sent.sender_id, "id": sent.id, "program_id": sent.tenant_id, "sender_ref": sent.sender_ref,
            "state": state, "outcome": outcome, "received_on": sent.received_on, "milestones": [],
        }
    )  # fmt: skip


def _add_handover(
    rows: dict[UUID, Rows],
    file: StudentFile,
    facts: CaseFacts,
    homes: Mapping[UUID, Home],
    known: Iterable[HealthEntry | Assessment | EligibilityDecision],
) -> None:
    """The notice and the packet, where the file says they were sent and nobody objected."""
    student = Student(**shapes.columns(file.student))
    contacts = [Contact(**shapes.columns(c)) for c in file.contacts]
    events = {e.type: e for e in file.events}
    if student.district_id is None or "transition.optout.recorded" in events:
        return
    told = events.get("transition.notified.lea")
    if told is not None:
        rows[student.district_id][LeaNotice].append(
            {
                "tenant_id": student.district_id, "id": student.id, "program_id": student.tenant_id,
                "child_first_name": student.first_name, "child_last_name": student.last_name,
                "born_on": student.born_on, "parents": transition.parents_of(contacts), "notified_on": told.on_date,
            }
        )  # fmt: skip
    sent = events.get("transition.packet.sent")
    if told is None or sent is None or not file.consents:
        return
    stored, consent = CaseEvent(**shapes.columns(sent)), Consent(**shapes.columns(file.consents[0]))
    frozen = packet.freeze(
        packet.File(
            student, contacts, Enrolment(**shapes.columns(file.enrolment)), [Assignment(**shapes.columns(a)) for a in file.assignments],
            [CaseEvent(**shapes.columns(e)) for e in file.events if e.on_date <= stored.on_date],
            {PacketItem.TIMELINE: _clock(facts, stored.on_date), **gathered(file, known, stored.on_date)},
        ),
        consent, homes[student.tenant_id], homes[student.district_id], 1, stored.on_date, None,
    )  # fmt: skip
    frozen.withdrawn_at = (
        _at(consent.expires_on) if consent.is_expired and consent.expires_on else None
    )
    rows[student.tenant_id][Packet].append(frozen.model_dump(exclude={"created_at", "updated_at"}))
    rows[student.district_id][TransitionPacket].append(
        {
            "tenant_id": student.district_id, "id": frozen.id, "program_id": student.tenant_id, "student_id": student.id,
            "number": 1, "released_at": _at(stored.on_date), "sha256": frozen.sha256, "withdrawn_at": frozen.withdrawn_at,
            "content": None if frozen.withdrawn_at else frozen.content,
        }
    )  # fmt: skip


def _at(day: date) -> datetime:
    """A moment of that day in California, and none to come."""
    return min(datetime.combine(day, time(8), UTC), clock.now())


def _clock(facts: CaseFacts, as_of: date) -> dict[str, Any]:
    """What the packet's picture of the timeline is drawn from."""
    book = rulebook.load()
    situation = situation_of(book, facts, as_of)
    owed = duty.explained(book, situation, duty.owed_in(book, situation)).values()
    third = derived(book, facts)["third_birthday"]
    return timeline.clock(owed, facts.born_on, third, as_of)
