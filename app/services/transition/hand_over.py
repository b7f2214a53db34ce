"""The hand-over: the notice every district gets, and the packet a parent lets it have."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.db import Database
from app.directory import Directory
from app.errors import NotFound, Problem
from app.files import Files, key_of
from app.models.deadline import CaseEvent
from app.models.fields import FIRST_DAY, LAST_DAY
from app.models.schemas.transition import LeaNotificationCreate, PacketFilter, PacketRelease
from app.models.student import Contact, Student
from app.models.transition import LeaNotice, Packet, TransitionPacket
from app.models.words.consent import ReleasePurpose
from app.services import case, enrolment, event, packet, rulebook, withdrawal
from app.services.consent import ConsentNotFound, ConsentNotLive, is_live
from app.services.organisation import DistrictUnknown, require_district
from app.services.packet.archive import build
from app.services.queries import case as case_queries
from app.services.queries import consent as consents
from app.services.queries import student as student_queries
from app.services.queries import transition as queries
from app.services.rules import CaseFacts, derived, named_day

RIGHT_TOLD = "transition.optout.notice_sent"
POTENTIALLY_ELIGIBLE = "child.potentially_eligible_partb"
LEA_TOLD, SEA_TOLD = "transition.notified.lea", "transition.notified.sea"
PARENTS = {"mother", "father", "parent", "foster_parent", "guardian", "surrogate_parent"}


class DistrictMissing(Problem):
    status, code, title = 409, "district-missing", "The student's school district is not known"
    detail = "Give `district_id`, or record the district of residence on the student."


class OptedOut(Problem):
    status, code, title = 409, "opted-out", "The parent has objected to telling the district"
    detail = "An opt-out is on the file. If it was taken back, correct that event first (34 CFR 303.401(e))."


class ParentMissing(Problem):
    status, code, title = 409, "parent-missing", "No parent is on the file"
    detail = (
        "The notice names a parent and how to reach them; add a contact first (34 CFR 303.401(d))."
    )


class NotNotified(Problem):
    status, code, title = (
        409,
        "district-not-notified",
        "The district has not been notified of this student",
    )
    detail = "Notify the district first: POST /v1/students/{id}/lea-notifications."


class NotPotentiallyEligible(Problem):
    status, code, title = 409, "not-potentially-eligible", "This child is not headed to Part B"
    detail = "The team judged that the child may not be eligible; only of those who may be is a district told without consent (34 CFR 303.209(b))."


class ChildOfAnotherDistrict(Problem):
    status, code, title = (
        409,
        "child-of-another-district",
        "The child lives in another district than this consent names",
    )
    detail = "Notify the district of residence and ask the parent for a consent to it; or correct the district on the student."


class PotentialEligibilityUnknown(Problem):
    status, code, title = (
        409,
        "potential-eligibility-unknown",
        "The team has not said whether this child may be eligible for Part B",
    )
    detail = "State it in the transition plan (`is_potentially_eligible`); only of those who may be is a district told without consent (34 CFR 303.209(b))."


class NoLongerWithProgram(Problem):
    status, code, title = 409, "no-longer-with-program", "The child has left the program"
    detail = "No district is told of a child whose stay is over; what was sent stays on the record of access."


class ObjectionWindowOpen(Problem):
    status, code, title = 409, "objection-window-open", "The parent may still object to the notice"
    detail = "Record when the parent was told of the right (`transition.optout.notice_sent`), and wait as long as the State asks (34 CFR 303.401(e))."


class PacketNotFound(NotFound):
    code, title = "packet-not-found", "There is no such packet"
    detail = "Check the id. A packet of another district, or one that was withdrawn, cannot be seen; GET /v1/packets says which were."


NOTIFY_PROBLEMS = (
    *event.RECORD_PROBLEMS,
    DistrictMissing,
    DistrictUnknown,
    OptedOut,
    ParentMissing,
    NotPotentiallyEligible,
    PotentialEligibilityUnknown,
    ObjectionWindowOpen,
    NoLongerWithProgram,
)
RELEASE_PROBLEMS = (
    *event.RECORD_PROBLEMS,
    OptedOut,
    NotNotified,
    ChildOfAnotherDistrict,
    ConsentNotLive,
    ConsentNotFound,
    DistrictUnknown,
)
PULL_PROBLEMS = (PacketNotFound,)
READ_PROBLEMS = (*case.OPEN_PROBLEMS, PacketNotFound)


async def notify(
    db: AsyncSession, actor: Actor, student_id: UUID, body: LeaNotificationCreate
) -> CaseEvent:
    """Publish name, birth date and parents' contact data to the district; no consent is needed.

    The State educational agency is told with it, where the program has named it. A child who stays past the third
    birthday by the State's extended option is told of once more.

    Raises: NOTIFY_PROBLEMS. Source: 34 CFR 303.209(b)(1), 303.401(d).
    """
    student = await case.open_for_change(db, actor, student_id)
    await require_may_be_told(db, actor, student)
    district_id = body.district_id or student.district_id
    if district_id is None:
        raise DistrictMissing
    await require_district(db, actor, district_id)
    told = await _tell(db, actor, student, LEA_TOLD, {"district_id": str(district_id)}, district_id)
    await tell_state(db, actor, student)
    return told


async def require_may_be_told(db: AsyncSession, actor: Actor, student: Student) -> None:
    """Raises: what keeps a notice back, of NOTIFY_PROBLEMS."""
    if (problem := await kept_back(db, actor, student)) is not None:
        raise problem


async def kept_back(db: AsyncSession, actor: Actor, student: Student) -> Problem | None:
    """What of the child and the parents' rights keeps a notice back; None: nothing does.

    Source: 34 CFR 303.209(b), 303.401(e) and the State's parameter `partc_optout`.
    """
    stay = await student_queries.latest_enrolment(db, actor, student.id)
    if enrolment.has_left(student, stay):
        return NoLongerWithProgram()
    events = [e for e in await case_queries.events(db, actor, student.id) if not e.entered_in_error]
    if withdrawal.opted_out(events):
        return OptedOut()
    judged = student.facts.get(POTENTIALLY_ELIGIBLE)
    if judged is not True:
        return NotPotentiallyEligible() if judged is False else PotentialEligibilityUnknown()
    policy = rulebook.load().jurisdictions[student.jurisdiction].params["partc_optout"]
    if policy.get("value") is not True:
        return None
    told = [e.on_date for e in events if e.type == RIGHT_TOLD]
    if not told:
        return ObjectionWindowOpen()
    ends_on = min(told) + timedelta(days=int(policy.get("notice_days_before", 0)))
    return ObjectionWindowOpen(ends_on=str(ends_on)) if actor.today() < ends_on else None


def districts_told(events: list[CaseEvent]) -> set[str]:
    """Ids, as text, of the districts that these events of a file say were notified."""
    return {str(e.data.get("district_id")) for e in events if e.type == LEA_TOLD}


async def tell_state(db: AsyncSession, actor: Actor, student: Student) -> None:
    """Publish the same notice to the State educational agency, once a transition. Raises: ParentMissing."""
    setting = await queries.setting(db, actor)
    if setting is None or setting.state_agency_id is None:
        return
    if SEA_TOLD in await told_already(db, actor, student):
        return
    agency_id = setting.state_agency_id
    await _tell(db, actor, student, SEA_TOLD, {"state_agency_id": str(agency_id)}, agency_id)


async def told_already(db: AsyncSession, actor: Actor, student: Student) -> set[str]:
    """Types of the events of this transition: past the third birthday an extension has one of its own.

    Source: 34 CFR 303.211(b)(6)(iv).
    """
    facts = await case.facts_of(db, actor, student)
    third = derived(rulebook.load(), facts)["third_birthday"]
    is_repeated = actor.today() >= third and extension_end(facts) is not None
    since = third if is_repeated else FIRST_DAY
    return {e.type for e in facts.events if e.on >= since}


def extension_end(facts: CaseFacts) -> date | None:
    """When the State's extended option ends for a child whose family chose it; None: three ends Part C."""
    book = rulebook.load()
    policy = book.jurisdictions[facts.jurisdiction].params.get("extended_option", {})
    if policy.get("value") is not True or facts.facts.get(enrolment.EXTENDED) is not True:
        return None
    return named_day(book, facts, "extension_end")


async def _tell(
    db: AsyncSession, actor: Actor, student: Student, type_: str, data: dict[str, Any], to: UUID
) -> CaseEvent:
    """Raises: ParentMissing."""
    parents = parents_of(await student_queries.contacts(db, actor, student.id))
    if not parents:
        raise ParentMissing
    today = actor.today()
    told = await event.add(db, actor, student, type_, today, data)
    await db.flush()  # publishing changes the tenant of this transaction, and back
    await queries.publish_notice(db, student, to, parents, today)
    audit.record(db, actor, "disclose", "lea-notice", student_id=student.id, recipient_id=str(to))
    return told


def parents_of(contacts: list[Contact]) -> list[dict[str, Any]]:
    """Names and how to reach them; an address marked confidential stays with the program."""
    return [
        {
            "name": " ".join(filter(None, (contact.first_name, contact.last_name))),
            "relationship": contact.relationship,
            "phone": contact.phone,
            "address": packet.open_address(contact.address),
        }
        for contact in contacts
        if contact.relationship in PARENTS
    ]


async def release(
    db: AsyncSession, directory: Directory, actor: Actor, student_id: UUID, body: PacketRelease
) -> Packet:
    """Freeze what the consent covers, hash it, and publish it to the district. Raises: RELEASE_PROBLEMS."""
    student = await case.open_for_change(db, actor, student_id)
    frozen = await _frozen(db, directory, actor, student, body.consent_id, body.note)
    district_id, number = frozen.district_id, frozen.number
    db.add(frozen)
    await event.add(
        db, actor, student, "transition.packet.sent", actor.today(),
        {"packet_id": str(frozen.id), "district_id": str(district_id), "number": number},
    )  # fmt: skip
    await db.flush()  # publishing reads the stored packet, changes the tenant, and back
    await db.execute(select(func.eb.publish_packet(frozen.id)))
    audit.record(
        db, actor, "disclose", "packet", student_id=student_id,
        packet_id=str(frozen.id), recipient_id=str(district_id), sha256=frozen.sha256,
    )  # fmt: skip
    return frozen


async def preview(
    db: AsyncSession, directory: Directory, actor: Actor, student_id: UUID, consent_id: UUID
) -> str:
    """The text that a release on this consent would freeze now; nothing is kept and nobody told.

    Raises: RELEASE_PROBLEMS.
    """
    student = await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "packet-preview", student_id=student_id)
    return (await _frozen(db, directory, actor, student, consent_id, None)).content


async def _frozen(
    db: AsyncSession,
    directory: Directory,
    actor: Actor,
    student: Student,
    consent_id: UUID,
    note: str | None,
) -> Packet:
    """Raises: RELEASE_PROBLEMS."""
    events = await _require_no_objection(db, actor, student)
    consent = await consents.one(db, actor, student.id, consent_id)
    if consent is None:
        raise ConsentNotFound
    if consent.purpose != ReleasePurpose.TRANSITION or not is_live(consent, actor.today()):
        raise ConsentNotLive
    district = await directory.find(consent.recipient_id) if consent.recipient_id else None
    if district is None:
        raise DistrictUnknown
    await require_district(db, actor, district.id)
    if student.district_id not in {None, district.id}:
        raise ChildOfAnotherDistrict
    if str(district.id) not in districts_told(events):
        raise NotNotified
    number = await queries.next_number(db, actor, student.id, district.id)
    file = await packet.gather(db, actor, student, events)
    return packet.freeze(file, consent, actor.home, district, number, actor.today(), note)


async def _require_no_objection(
    db: AsyncSession, actor: Actor, student: Student
) -> list[CaseEvent]:
    events = [e for e in await case_queries.events(db, actor, student.id) if not e.entered_in_error]
    if withdrawal.opted_out(events):
        raise OptedOut
    return events


async def list_packets(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[Packet]:
    """Packets released of one student. Raises: StudentNotFound, NotOnCaseload."""
    await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "packets", student_id=student_id)
    return await queries.packets(db, actor, student_id, limit, after)


async def notices(
    db: AsyncSession,
    actor: Actor,
    born_from: date | None,
    born_until: date | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> Sequence[LeaNotice]:
    """What programs told this district, of children born in a span, both ends inside."""
    rows = await queries.notices(
        db, actor, born_from or FIRST_DAY, born_until or LAST_DAY, limit, after
    )
    audit.record(db, actor, "list", "lea-notice", student_ids=[n.id for n in rows[:limit]])
    return rows


async def received(
    db: AsyncSession, actor: Actor, asked: PacketFilter, limit: int, after: tuple[Any, ...] | None
) -> Sequence[TransitionPacket]:
    """Packets released to this district, also those withdrawn since, as far as they are asked for."""
    rows = await queries.received_packets(db, actor, asked, limit, after)
    audit.record(db, actor, "list", "packet", student_ids=[p.student_id for p in rows[:limit]])
    return rows


async def pull(hot: Database, actor: Actor, packet_id: UUID) -> tuple[str, str]:
    """The packet's frozen text and its hash; the pull goes on the student's record of access.

    Raises: PULL_PROBLEMS.
    """
    row = await queries.pull_packet(hot, actor, packet_id)
    if row["outcome"] == "missing":
        raise PacketNotFound
    return row["content"], row["sha256"]


async def pull_archive(
    hot: Database, files: Files, actor: Actor, packet_id: UUID
) -> tuple[bytes, str]:
    """The same pull, as an archive and its hash. Raises: PULL_PROBLEMS."""
    content, _ = await pull(hot, actor, packet_id)
    return await _archived(files, content)


async def read_packet(db: AsyncSession, actor: Actor, student_id: UUID, packet_id: UUID) -> Packet:
    """A packet as the program released it, also one withdrawn since. Raises: READ_PROBLEMS."""
    await case.open_file(db, actor, student_id)
    released = await queries.packet_of(db, actor, student_id, packet_id)
    if released is None:
        raise PacketNotFound
    audit.record(db, actor, "read", "packet", student_id=student_id, packet_id=str(packet_id))
    return released


async def read_archive(
    db: AsyncSession, files: Files, actor: Actor, student_id: UUID, packet_id: UUID
) -> tuple[bytes, str]:
    """What the district gets as an archive, and its hash. Raises: READ_PROBLEMS."""
    released = await read_packet(db, actor, student_id, packet_id)
    return await _archived(files, released.content)


async def _archived(files: Files, content: str) -> tuple[bytes, str]:
    """With the papers that the frozen text names, from the store of the program that released it."""
    program_id = UUID(json.loads(content)["program"]["id"])

    async def fetch(sha256: str, length: int) -> bytes | None:
        try:
            portions = await files.store.read(key_of(program_id, sha256), 0, length)
            return b"".join([portion async for portion in portions])
        except FileNotFoundError:
            return None

    archive = await build(content, fetch)
    return archive, hashlib.sha256(archive).hexdigest()
