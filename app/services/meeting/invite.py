"""Who is asked to a meeting, what they answered, and whether they are free."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.agency import AgencyPerson
from app.models.history import RecordChange
from app.models.meeting import Meeting, MeetingInvitee
from app.models.schemas.meeting import InviteeCreate, InviteeUpdate
from app.services import case, program, record
from app.services.meeting.kind import INVITEE, MEETING, CannotInvite, InviteeNotFound, StaffOverlap
from app.services.queries import meeting as queries
from app.services.queries import organisation as people
from app.services.queries import record as records
from app.services.queries import student as students


async def invite(
    db: AsyncSession, actor: Actor, meeting_id: UUID, body: InviteeCreate
) -> MeetingInvitee:
    """Raises: INVITE_PROBLEMS."""
    row = await record.read(db, actor, MEETING, meeting_id)
    if row.student_id is not None:
        await case.lock_file(db, actor, row.student_id)
    asked = await put(db, actor, row, body)
    if body.principal_id is not None:
        span, colleague = (row.starts_at, row.ends_at), {body.principal_id}
        await require_free(db, actor, row.id, span, colleague, row.overlap_reason)
    return asked


async def put(db: AsyncSession, actor: Actor, row: Meeting, body: InviteeCreate) -> MeetingInvitee:
    """Raises: CannotInvite."""
    await _require_known(db, actor, row, body)
    invitee = MeetingInvitee(
        tenant_id=actor.tenant_id, meeting_id=row.id, student_id=row.student_id, **body.model_dump()
    )
    return record.add(db, actor, INVITEE, invitee)


async def _require_known(db: AsyncSession, actor: Actor, row: Meeting, body: InviteeCreate) -> None:
    if body.principal_id is not None:
        person = await people.principal(db, actor, body.principal_id)
        is_known = person is not None and person.kind == "person" and person.is_active
    elif body.contact_id is not None:
        is_known = row.student_id is not None and bool(
            await students.contact(db, actor, row.student_id, body.contact_id)
        )
    elif body.agency_person_id is not None:
        is_known = bool(await records.one(db, actor, AgencyPerson, body.agency_person_id))
    else:
        is_known = True
    if not is_known:
        raise CannotInvite


async def require_free(
    db: AsyncSession,
    actor: Actor,
    meeting_id: UUID,
    span: tuple[datetime, datetime],
    colleagues: Collection[UUID],
    reason: str | None,
) -> None:
    """Raises: StaffOverlap unless the program does not ask, or a reason is given."""
    if not colleagues or reason is not None:
        return
    if not (await program.settled(db, actor)).asks_meeting_overlap:
        return
    others = await queries.overlapping(db, actor, colleagues, *span, meeting_id)
    if others:
        raise StaffOverlap(meetings=[str(m.id) for m in others])


async def answer(
    db: AsyncSession,
    actor: Actor,
    meeting_id: UUID,
    invitee_id: UUID,
    body: InviteeUpdate,
    if_match: str,
) -> MeetingInvitee:
    """Apply a merge patch. Raises: INVITEE_PROBLEMS, VersionStale."""
    await record.read(db, actor, MEETING, meeting_id)
    row = await record.open_for_change(db, actor, INVITEE, invitee_id, if_match)
    if row.meeting_id != meeting_id:
        raise InviteeNotFound
    record.change(db, actor, INVITEE, row, body.model_dump(exclude_unset=True))
    return row


async def read_invitee(
    db: AsyncSession, actor: Actor, meeting_id: UUID, invitee_id: UUID
) -> MeetingInvitee:
    """Raises: INVITEE_PROBLEMS."""
    await record.read(db, actor, MEETING, meeting_id)
    row = await record.read(db, actor, INVITEE, invitee_id)
    if row.meeting_id != meeting_id:
        raise InviteeNotFound
    return row


async def history_of_invitee(
    db: AsyncSession,
    actor: Actor,
    meeting_id: UUID,
    invitee_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: INVITEE_PROBLEMS."""
    await read_invitee(db, actor, meeting_id, invitee_id)
    return await record.history(db, actor, INVITEE, invitee_id, limit, after)
