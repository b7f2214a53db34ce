"""The log of talks with agencies. Of a child nobody talks without a ground."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.agency import Agency, AgencyPerson, AgencyService
from app.models.agency_contact import AgencyContact
from app.models.history import RecordChange
from app.models.schemas.agency_contact import (
    AgencyContactCreate,
    AgencyContactUpdate,
    ContactFilter,
)
from app.models.schemas.consent import DisclosureCreate
from app.models.words.agency import Channel
from app.models.words.task import TaskSource
from app.services import agency, case, consent, disclosure, record, task
from app.services.queries import agency_contact as queries
from app.services.queries import record as records
from app.services.task import CannotTakeTask


class AgencyContactNotFound(NotFound):
    code, title = "agency-contact-not-found", "There is no such talk in the log"


class AgencyUnknown(Problem):
    status, code, title = 409, "agency-unknown", "This is not in the directory of agencies"
    detail = "Check the ids; people and services must be those of the agency that is named."


class ContactDay(Problem):
    status, code, title = 409, "contact-day", "These days do not fit"
    detail = "What happened lies between the child's birth and today, a follow-up not before today."


CONTACT = record.Kind("agency-contact", AgencyContact, AgencyContactNotFound)
READ_PROBLEMS = (AgencyContactNotFound, *case.OPEN_PROBLEMS)
LOG_PROBLEMS = (*disclosure.DISCLOSE_PROBLEMS, AgencyUnknown, ContactDay, CannotTakeTask)
CHANGE_PROBLEMS = (*READ_PROBLEMS, ContactDay)
BY_HAND = {Channel.VIDEO: "in_person"}
"""How the record of disclosures writes a channel that it does not know."""


async def list_of(
    db: AsyncSession,
    actor: Actor,
    asked: ContactFilter,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[AgencyContact]:
    """Newest first; one more than `limit` when there is more."""
    me = db.info["principal_id"]
    rows = await queries.contacts(db, actor, me, asked, limit, after)
    record.listed(db, actor, CONTACT, [row.student_id for row in rows[:limit]])
    return rows


async def read(db: AsyncSession, actor: Actor, contact_id: UUID) -> AgencyContact:
    """Raises: READ_PROBLEMS."""
    return await record.read(db, actor, CONTACT, contact_id)


async def log(db: AsyncSession, actor: Actor, body: AgencyContactCreate) -> AgencyContact:
    """Raises: LOG_PROBLEMS."""
    named = await require_named(db, actor, body.agency_id, person_id=body.agency_person_id)
    principal_id = body.principal_id or db.info["principal_id"]
    await task.require_assignee(db, actor, principal_id, body.student_id)
    on = body.on or actor.today()
    _check_days(actor, on, body.follow_up_on)
    disclosure_id = await _ground(db, actor, body, named, on)
    row = AgencyContact(
        tenant_id=actor.tenant_id, on_date=on, principal_id=principal_id, disclosure_id=disclosure_id,
        **body.model_dump(exclude={"on", "purpose", "told", "principal_id"}),
    )  # fmt: skip
    record.add(db, actor, CONTACT, row)
    await _follow_up(db, actor, row)
    return row


async def _ground(
    db: AsyncSession, actor: Actor, body: AgencyContactCreate, named: Agency, on: date
) -> UUID | None:
    """What permits to talk of the child; returns the disclosure, where the record was told from."""
    if body.student_id is None:
        return None
    student = await case.lock_file(db, actor, body.student_id)
    if on < student.born_on:
        raise ContactDay
    if body.told:
        given = DisclosureCreate(
            recipient_id=named.organisation_id, agency_id=named.id, recipient_name=named.name,
            purpose=body.purpose, covers=body.told, consent_id=body.consent_id, exception=body.exception,
            disclosed_on=on, channel=BY_HAND.get(body.channel, body.channel.value),  # type: ignore[arg-type]
        )  # fmt: skip
        return (await disclosure.disclose(db, actor, body.student_id, given)).id
    if body.consent_id is not None:
        await consent.require_release(
            db, actor, body.student_id, body.consent_id, purpose=body.purpose, covers=(), on=on,
            recipient_id=named.organisation_id, agency_id=named.id,
        )  # fmt: skip
    return None


async def require_named(
    db: AsyncSession,
    actor: Actor,
    agency_id: UUID,
    *,
    person_id: UUID | None = None,
    service_id: UUID | None = None,
) -> Agency:
    """The agency, whose the person and the service must be. Raises: AgencyUnknown."""
    named = await records.one(db, actor, agency.AGENCY.table, agency_id)
    if named is None:
        raise AgencyUnknown
    parts: list[tuple[type[AgencyPerson] | type[AgencyService], UUID | None]] = [
        (AgencyPerson, person_id),
        (AgencyService, service_id),
    ]
    for table, part_id in parts:
        if part_id is None:
            continue
        part = await records.one(db, actor, table, part_id)
        if part is None or part.agency_id != agency_id:
            raise AgencyUnknown
    return named


def _check_days(actor: Actor, on: date, follow_up_on: date | None) -> None:
    if on > actor.today() or (follow_up_on is not None and follow_up_on < actor.today()):
        raise ContactDay


async def change(
    db: AsyncSession, actor: Actor, contact_id: UUID, body: AgencyContactUpdate, if_match: str
) -> AgencyContact:
    """Apply a merge patch; another day of follow-up is another task. Raises: CHANGE_PROBLEMS, VersionStale."""
    row = await record.open_for_change(db, actor, CONTACT, contact_id, if_match)
    _check_days(actor, row.on_date, body.follow_up_on)
    kept = record.change(db, actor, CONTACT, row, body.model_dump(exclude_unset=True))
    if "follow_up_on" in kept or row.entered_in_error:
        await task.close_follow_ups(db, actor, row.id, "The talk has another follow-up, or none.")
    if "follow_up_on" in kept:
        await _follow_up(db, actor, row)
    return row


async def _follow_up(db: AsyncSession, actor: Actor, row: AgencyContact) -> None:
    if row.follow_up_on is not None:
        await task.follow_up(
            db, actor, TaskSource.AGENCY_CONTACT, row.id, f"Follow up: {row.topic}"[:200],
            row.follow_up_on, student_id=row.student_id, assignee_id=row.principal_id,
        )  # fmt: skip


async def history(
    db: AsyncSession, actor: Actor, contact_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, CONTACT, contact_id, limit, after)
