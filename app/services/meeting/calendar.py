"""Meetings in their order, proposed and corrected."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.history import RecordChange
from app.models.meeting import Meeting
from app.models.schemas.meeting import MeetingCreate, MeetingFilter, MeetingUpdate
from app.services import case, record
from app.services.meeting.invite import put, require_free
from app.services.meeting.kind import MEETING, tell
from app.services.queries import meeting as queries


async def list_of(
    db: AsyncSession,
    actor: Actor,
    asked: MeetingFilter,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Meeting]:
    """By their start; one more than `limit` when there is more."""
    rows = await queries.page(db, actor, db.info["principal_id"], asked, limit, after)
    record.listed(db, actor, MEETING, [row.student_id for row in rows[:limit]])
    return rows


async def read(db: AsyncSession, actor: Actor, meeting_id: UUID) -> dict[str, Any]:
    """A meeting with its invitees. Raises: READ_PROBLEMS."""
    row = await record.read(db, actor, MEETING, meeting_id)
    return {"meeting": row, "invitees": await queries.invitees(db, actor, row.id)}


async def propose(db: AsyncSession, actor: Actor, body: MeetingCreate) -> Meeting:
    """Raises: SET_PROBLEMS."""
    if body.student_id is not None:
        await case.lock_file(db, actor, body.student_id)
    row = Meeting(tenant_id=actor.tenant_id, **body.model_dump(exclude={"invitees"}))
    record.add(db, actor, MEETING, row)
    await db.flush()  # the invitees' rows speak of the meeting's
    for invitee in body.invitees:
        await put(db, actor, row, invitee)
    colleagues = {i.principal_id for i in body.invitees if i.principal_id is not None}
    span = (row.starts_at, row.ends_at)
    await require_free(db, actor, row.id, span, colleagues, body.overlap_reason)
    tell(db, actor, row)
    return row


async def change(
    db: AsyncSession, actor: Actor, meeting_id: UUID, body: MeetingUpdate, if_match: str
) -> Meeting:
    """Apply a merge patch. Raises: READ_PROBLEMS, VersionStale."""
    row = await record.open_for_change(db, actor, MEETING, meeting_id, if_match)
    record.change(db, actor, MEETING, row, body.model_dump(exclude_unset=True))
    return row


async def history(
    db: AsyncSession, actor: Actor, meeting_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, MEETING, meeting_id, limit, after)
