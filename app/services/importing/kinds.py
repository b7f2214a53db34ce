"""How a line of each kind becomes a record."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.directory import Directory
from app.errors import NotFound, Problem
from app.models.fields import new_id
from app.models.schemas.event import EventCreate
from app.models.schemas.importing import ContactImport, EventImport, StudentImport
from app.models.schemas.referral import ReferralCreate
from app.models.schemas.student import ContactCreate
from app.models.student import Enrolment, Student
from app.services import duplicate, event, student
from app.services.age import Warned
from app.services.duplicate import Child, Named
from app.services.organisation import require_district
from app.services.queries import importing as queries
from app.services.referral.receive import arriving

REFERRALS = "referrals"


class Taken(NamedTuple):
    id: UUID
    warnings: tuple[Warned, ...] = ()
    is_known: bool = False
    """Whether it was on record before, by another way than an import."""


class StudentUnclear(Problem):
    status, code, title = 409, "student-unclear", "The line does not say whose it is"
    detail = "Give either `student_ref` or `student_id`."


class StudentRefUnknown(NotFound):
    code, title = "student-ref-unknown", "No student of this number was imported"
    detail = "Import the students first, then what belongs to them."


class ImportDates(Problem):
    status, code, title = 409, "import-dates", "The days of this line do not fit"
    detail = "A birth lies before the referral, and neither lies after today."


async def put_student(db: AsyncSession, _: Directory, actor: Actor, body: StudentImport) -> Taken:
    """A new file; children it may be a second file of are told, nothing is merged."""
    referred = body.referred_on
    if body.born_on > (referred or actor.today()) or (referred or body.born_on) > actor.today():
        raise ImportDates
    if body.district_id is not None:
        await require_district(db, actor, body.district_id)
    warnings = await _lookalikes(db, actor, body)
    row = Student(
        tenant_id=actor.tenant_id, jurisdiction=actor.home.jurisdiction, born_on=body.born_on,
        district_id=body.district_id,
        **body.model_dump(mode="json", exclude={"born_on", "district_id", "referred_on"}),
    )  # fmt: skip
    db.add(row)
    await db.flush()  # the enrolment and the events point at it
    audit.record(db, actor, "create", "student", student_id=row.id, imported=True)
    if referred is not None:
        db.add(Enrolment(tenant_id=actor.tenant_id, student_id=row.id, referred_on=referred))
        await db.flush()  # the event's state is that of this enrolment
        await event.add(db, actor, row, "referral.received", referred)
    return Taken(row.id, warnings)


async def _lookalikes(db: AsyncSession, actor: Actor, body: StudentImport) -> tuple[Warned, ...]:
    found = await duplicate.like(
        db,
        actor,
        Child((Named(body.first_name, body.last_name),), body.born_on, body.birth_order),
        phones=[],
        address=body.address.model_dump(mode="json") if body.address else None,
        identifiers=[i.value for i in body.external_ids],
    )
    return tuple(
        Warned(
            "possible-duplicate",
            f"Student {d.student_id} may be the same child ({d.score} of 100): {', '.join(d.reasons)}.",
        )
        for d in found[:5]
    )


async def put_contact(db: AsyncSession, _: Directory, actor: Actor, body: ContactImport) -> Taken:
    student_id = await _student(db, actor, body)
    said = body.model_dump(mode="json", exclude={"student_ref", "student_id"}, exclude_unset=True)
    row = await student.add_contact(db, actor, student_id, ContactCreate.model_validate(said))
    return Taken(row.id)


async def put_event(db: AsyncSession, _: Directory, actor: Actor, body: EventImport) -> Taken:
    student_id = await _student(db, actor, body)
    said = EventCreate(type=body.type, on=body.on, data=body.data)
    row = await event.record(db, actor, student_id, said, imported=True)
    return Taken(row.id)


async def _student(db: AsyncSession, actor: Actor, body: ContactImport | EventImport) -> UUID:
    if (body.student_ref is None) == (body.student_id is None):
        raise StudentUnclear
    if body.student_id is not None:
        return body.student_id
    known = await queries.line(db, actor, "students", body.student_ref or "")
    if known is None:
        raise StudentRefUnknown
    return known.record_id


async def put_referral(
    db: AsyncSession, directory: Directory, actor: Actor, body: ReferralCreate
) -> Taken:
    """As its sender would send it; one whose `sender_ref` the program knows is that referral."""
    to = await arriving(directory, actor, body)
    new = new_id()
    found = await queries.receive(
        db, actor, to.program_id, to.body, to.fingerprint, new, to.received_on, to.due_on
    )
    return Taken(found, is_known=found != new)


Put = Callable[[AsyncSession, Directory, Actor, Any], Awaitable[Taken]]
KINDS: dict[str, tuple[type[BaseModel], Put]] = {
    "students": (StudentImport, put_student),
    "contacts": (ContactImport, put_contact),
    "events": (EventImport, put_event),
    REFERRALS: (ReferralCreate, put_referral),
}
