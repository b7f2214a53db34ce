"""The student's file: caseloads, reading it, correcting who the child and the contacts are."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.db import Database
from app.errors import NotFound, Problem, Unprocessable
from app.http import require_version
from app.models.schemas.person import Address
from app.models.schemas.student import ContactCreate, ContactUpdate, StudentUpdate
from app.models.student import Contact, Student
from app.services import case, deadline, rulebook
from app.services.deadline import Cause
from app.services.organisation import DistrictUnknown, require_district
from app.services.queries import case as case_queries
from app.services.queries import student as queries
from app.services.vocabulary import require_known


class ContactNotFound(NotFound):
    code, title = "contact-not-found", "There is no such contact on this file"


class BornAfterEvents(Problem):
    status, code, title = 409, "born-after-events", "Events on the file are before this birth date"
    detail = "Correct the events first, or check the year of the birth date."


class BornInFuture(Problem):
    status, code, title = 409, "born-in-future", "This birth date has not come yet"


UPDATE_PROBLEMS = (*case.OPEN_PROBLEMS, BornAfterEvents, BornInFuture, DistrictUnknown)


async def caseload(
    hot: Database, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> Mapping[str, Any]:
    """One page of the caller's caseload, or of the program for those who see it, as JSON text."""
    return await queries.caseload_page(hot, actor, _soon(actor), limit, after)


async def read_file(hot: Database, actor: Actor, student_id: UUID) -> tuple[str, str]:
    """The file as JSON text, and its entity tag: version and day, since states change overnight.

    Raises: StudentNotFound, NotOnCaseload.
    """
    row = await queries.file(hot, actor, _soon(actor), student_id)
    case.refuse(row["seen"])
    return row["body"], f'"{row["version"]}.{actor.today()}"'


def _soon(actor: Actor) -> int:
    return rulebook.load().soon_days(actor.home.jurisdiction)


async def update(
    db: AsyncSession, actor: Actor, student_id: UUID, body: StudentUpdate, if_match: str
) -> Student:
    """Apply a merge patch. Raises: UPDATE_PROBLEMS, VersionStale, UnknownWord."""
    changes = body.model_dump(mode="json", exclude_unset=True)
    for name in body.facts or {} if "facts" in changes else {}:
        require_known("fact", name, rulebook.load().facts, "/facts")
    student = await case.open_for_change(db, actor, student_id, if_match)
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
    _apply(student, changes)
    await deadline.recompute(db, actor, student, Cause(f"{', '.join(sorted(changes))} changed"))
    audit.record(db, actor, "change", "student", student_id=student.id, fields=sorted(changes))
    return student


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
    student = await case.open_for_change(db, actor, student_id)
    contact = Contact(
        tenant_id=actor.tenant_id, student_id=student.id, **body.model_dump(mode="json")
    )
    db.add(contact)
    audit.record(db, actor, "change", "contact", student_id=student.id, contact_id=str(contact.id))
    return contact


async def update_contact(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    contact_id: UUID,
    body: ContactUpdate,
    if_match: str,
) -> Contact:
    """Apply a merge patch. Raises: StudentNotFound, NotOnCaseload, ContactNotFound, VersionStale."""
    student = await case.open_for_change(db, actor, student_id)
    contact = await queries.contact(db, actor, student_id, contact_id)
    if contact is None:
        raise ContactNotFound
    require_version(contact.version, if_match)
    changes = body.model_dump(mode="json", exclude_unset=True)
    _apply(contact, changes)
    audit.touch(db, contact)
    audit.record(
        db,
        actor,
        "change",
        "contact",
        student_id=student.id,
        contact_id=str(contact.id),
        fields=sorted(changes),
    )
    return contact


def _apply(record: Student | Contact, changes: dict[str, Any]) -> None:
    """Set what a merge patch names; an address is merged itself. Raises: Unprocessable."""
    if changes.get("address") is not None:
        changes["address"] = _merged_address(record.address or {}, changes["address"])
    for name, value in changes.items():
        setattr(record, name, value)


def _merged_address(current: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    try:
        return Address.model_validate({**current, **changes}).model_dump(mode="json")
    except ValidationError as exc:
        missing = [str(e["loc"][0]) for e in exc.errors(include_input=False, include_url=False)]
        raise Unprocessable(
            "The address would not be complete; see `errors`.",
            errors=[{"pointer": f"/address/{name}", "detail": "is required"} for name in missing],
        ) from None
