"""The student's file: caseloads, reading it, correcting who the child and the contacts are."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.db import Database
from app.errors import NotFound, Problem, Unprocessable
from app.http import answer_tag, require_version
from app.models.history import RecordChange
from app.models.schemas.person import Address
from app.models.schemas.record import Correction
from app.models.schemas.student import ContactCreate, ContactUpdate, StudentUpdate
from app.models.student import Contact, Student
from app.models.words.student import Forbidden, ResidenceUse
from app.services import case, correction, deadline, record, rulebook, upkeep
from app.services.deadline import Cause
from app.services.organisation import DistrictUnknown, require_district
from app.services.queries import case as case_queries
from app.services.queries import consent as consents
from app.services.queries import profile as profile_queries
from app.services.queries import student as queries
from app.services.search import SEALED
from app.services.vocabulary import require_known
from app.services.workflow import Action


class ContactNotFound(NotFound):
    code, title = "contact-not-found", "There is no such contact on this file"


class BornAfterEvents(Problem):
    status, code, title = 409, "born-after-events", "Events on the file are before this birth date"
    detail = "Correct the events first, or check the year of the birth date."


class BornInFuture(Problem):
    status, code, title = 409, "born-in-future", "This birth date has not come yet"


class AddressIsDated(Problem):
    status, code, title = 409, "address-is-dated", "This student's address has its days on record"
    detail = (
        "A move is a new residence: POST /v1/students/{id}/residences; a correction goes to the one that holds "
        "(`residence_id`). The file's address follows."
    )


DECISION_STANDS = "A decision of this person stands; correct that one first."
STUDENT = record.Kind("student", Student, case.StudentNotFound)
CONTACT = record.Kind("contact", Contact, ContactNotFound)
CONTACT_PROBLEMS = (*case.OPEN_PROBLEMS, ContactNotFound, correction.InErrorAlready)
MARK_PROBLEMS = (*correction.MARK_PROBLEMS, ContactNotFound)
UPDATE_PROBLEMS = (
    *case.OPEN_PROBLEMS, BornAfterEvents, BornInFuture, AddressIsDated, DistrictUnknown,
)  # fmt: skip


async def caseload(
    hot: Database, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> Mapping[str, Any]:
    """One page of the caller's caseload, or of the program for those who see it, as JSON text."""
    return await queries.caseload_page(hot, actor, _soon(actor), limit, after)


async def read_file(hot: Database, actor: Actor, student_id: UUID) -> tuple[bytes, str]:
    """The file as JSON text, and its entity tag.

    Raises: StudentNotFound, NotOnCaseload.
    """
    row = await queries.file(hot, actor, _soon(actor), student_id)
    case.refuse(row["seen"])
    body: bytes = row["body"].encode()
    return body, answer_tag(row["version"], body)


async def actions(db: AsyncSession, actor: Actor, student_id: UUID) -> list[Action]:
    """What may be done with the child's own particulars. Raises: StudentNotFound, NotOnCaseload."""
    row = await record.read(db, actor, STUDENT, student_id, student_id)
    return upkeep.actions(actor, upkeep.STUDENT, row, student_id)


def _soon(actor: Actor) -> int:
    return rulebook.load().soon_days(actor.home.jurisdiction)


async def update(
    db: AsyncSession, actor: Actor, student_id: UUID, body: StudentUpdate, if_match: str
) -> Student:
    """Apply a merge patch. Raises: UPDATE_PROBLEMS, VersionStale, UnknownWord."""
    changes = body.model_dump(mode="json", exclude_unset=True)
    for name in body.facts or {} if "facts" in changes else {}:
        require_known("fact", name, rulebook.load().facts, "/facts")
    student = await case.lock_file(db, actor, student_id)
    require_version(student.version, if_match)
    if "born_on" in changes:
        changes["born_on"] = body.born_on
        await _check_birth(db, actor, student, body)
    if body.district_id is not None:
        await require_district(db, actor, body.district_id)
    if "facts" in changes:
        changes["facts"] = {
            k: v for k, v in {**student.facts, **changes["facts"]}.items() if v is not None
        }
    if "district_id" in changes:
        changes["district_id"] = body.district_id
    if "address" in changes:
        await _require_undated(db, actor, student_id)
    if changes.get("address") is not None:
        changes["address"] = _merged_address(student.address or {}, changes["address"])
    if kept := record.change(db, actor, STUDENT, student, changes):
        await deadline.recompute(db, actor, student, Cause(f"{', '.join(sorted(kept))} changed"))
    return student


async def _require_undated(db: AsyncSession, actor: Actor, student_id: UUID) -> None:
    """An address with days is changed where its days are. Raises: AddressIsDated."""
    homes = [
        r
        for r in await profile_queries.residences(db, actor, student_id)
        if r.use == ResidenceUse.HOME and not r.entered_in_error
    ]
    if homes:
        raise AddressIsDated(residence_id=str(homes[-1].id))


async def history(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Every change of the profile, oldest first. Raises: OPEN_PROBLEMS.

    Where a name is sealed, its history is as well, but for those who may see it.
    """
    await case.open_file(db, actor, student_id)
    rows = await record.history(db, actor, STUDENT, student_id, limit, after)
    if SEALED in actor.scopes or not await profile_queries.has_sealed(db, actor, student_id):
        return rows
    return [_without_names(row) for row in rows]


def _without_names(row: RecordChange) -> RecordChange:
    kept = {k: v for k, v in row.changes.items() if not k.endswith("_name")}
    return RecordChange(**{**row.model_dump(), "changes": kept})


async def _check_birth(
    db: AsyncSession, actor: Actor, student: Student, body: StudentUpdate
) -> None:
    if body.born_on > actor.today():
        raise BornInFuture
    events = await case_queries.events(db, actor, student.id)
    if any(e.on_date < body.born_on for e in events if not e.entered_in_error):
        raise BornAfterEvents


async def add_contact(
    db: AsyncSession, actor: Actor, student_id: UUID, body: ContactCreate
) -> Contact:
    """Raises: StudentNotFound, NotOnCaseload."""
    student = await case.lock_file(db, actor, student_id)
    contact = Contact(
        tenant_id=actor.tenant_id, student_id=student.id, **body.model_dump(mode="json")
    )
    audit.touch(db, student)
    return record.add(db, actor, CONTACT, contact)


async def list_contacts(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[Contact]:
    """Raises: OPEN_PROBLEMS."""
    await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "contacts", student_id=student_id)
    return await queries.contacts(db, actor, student_id, limit, after, with_errors=True)


async def read_contact(
    db: AsyncSession, actor: Actor, student_id: UUID, contact_id: UUID
) -> Contact:
    """Raises: OPEN_PROBLEMS, ContactNotFound."""
    return await record.read(db, actor, CONTACT, contact_id, student_id)


async def contact_actions(
    db: AsyncSession, actor: Actor, student_id: UUID, contact_id: UUID
) -> list[Action]:
    """Raises: StudentNotFound, NotOnCaseload, ContactNotFound."""
    row = await read_contact(db, actor, student_id, contact_id)
    is_giver = await consents.is_giver(db, actor, row.id, row.student_id)
    hindered = {correction.ACT: DECISION_STANDS} if is_giver else {}
    return upkeep.actions(actor, upkeep.CONTACT, row, student_id, hindered)


async def contact_history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    contact_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: OPEN_PROBLEMS, ContactNotFound."""
    return await record.history(db, actor, CONTACT, contact_id, limit, after, student_id)


async def update_contact(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    contact_id: UUID,
    body: ContactUpdate,
    if_match: str,
) -> Contact:
    """Apply a merge patch. Raises: CONTACT_PROBLEMS, VersionStale."""
    contact = await correction.open_standing(db, actor, CONTACT, student_id, contact_id, if_match)
    changes = body.model_dump(mode="json", exclude_unset=True)
    if "court_limits" in changes:
        changes["court_limits"] = [limit.model_dump(mode="json") for limit in body.court_limits]
    if changes.get("address") is not None:
        changes["address"] = _merged_address(contact.address or {}, changes["address"])
    if record.change(db, actor, CONTACT, contact, changes):
        await case.open_for_change(db, actor, student_id)  # the file shows its contacts
    return contact


async def mark_contact(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    contact_id: UUID,
    body: Correction,
    if_match: str,
) -> Contact:
    """Raises: MARK_PROBLEMS, ContactNotFound, VersionStale."""
    contact = await correction.open_standing(db, actor, CONTACT, student_id, contact_id, if_match)
    if await consents.is_giver(db, actor, contact.id, contact.student_id):
        raise correction.StillReliedOn(DECISION_STANDS)
    return await correction.mark(db, actor, CONTACT, contact, body)


def barred(contact: Contact, what: Forbidden, on: date) -> bool:
    """Whether a court forbids this contact something on a day, whatever rights are recorded."""
    return any(
        what in limit["forbids"]
        and limit["from_on"] <= on.isoformat()
        and (limit["to_on"] is None or on.isoformat() <= limit["to_on"])
        for limit in contact.court_limits
    )


def is_kept_from(contact: Contact, on: date) -> bool:
    """Whether nothing of the child may be told this contact on a day: the file says so, or a court."""
    return contact.may_receive_information is False or barred(contact, Forbidden.INFORMATION, on)


def _merged_address(current: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    try:
        return Address.model_validate({**current, **changes}).model_dump(mode="json")
    except ValidationError as exc:
        missing = [str(e["loc"][0]) for e in exc.errors(include_input=False, include_url=False)]
        raise Unprocessable(
            "The address would not be complete; see `errors`.",
            errors=[{"pointer": f"/address/{name}", "detail": "is required"} for name in missing],
        ) from None
