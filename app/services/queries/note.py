"""Notes of a student."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.fields import MOST_ON_FILE
from app.models.note import Note
from app.models.student import Assignment
from app.models.words.document import DocumentPart
from app.models.words.note import NoteState
from app.services.queries import record


async def page(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    filters: Mapping[str, Any],
    limit: int,
    after: tuple[Any, ...] | None,
    *,
    sees_medical: bool,
    sees_drafts: bool,
) -> list[Note]:
    """Newest first; drafts of others only where `sees_drafts`."""
    me = db.info["principal_id"]
    query = select(Note).where(
        col(Note.tenant_id) == actor.tenant_id,
        record.of_child(Note.student_id, student_id),
        true() if sees_medical else col(Note.part) != DocumentPart.MEDICAL.value,
        true()
        if sees_drafts
        else or_(
            col(Note.signed_on).is_not(None),
            col(Note.author_id) == me,
            (col(Note.co_signer_id) == me) & (col(Note.state) != NoteState.DRAFT.value),
        ),
    )
    for name, value in filters.items():
        if value is not None:
            query = query.where(getattr(Note, name) == value)
    return await record.page(db, query, (col(Note.id),), limit, after, newest_first=True)


async def addenda(db: AsyncSession, actor: Actor, note_id: UUID) -> list[Note]:
    """What was added to a note and signed, oldest first."""
    query = select(Note).where(
        col(Note.tenant_id) == actor.tenant_id,
        col(Note.addendum_to_id) == note_id,
        col(Note.state) == NoteState.SIGNED.value,
    )
    return await record.page(db, query, (col(Note.id),), MOST_ON_FILE, None)


async def of_client(
    db: AsyncSession, actor: Actor, author_id: UUID, client_id: UUID
) -> Note | None:
    """What a device sent under its own id."""
    query = select(Note).where(
        col(Note.tenant_id) == actor.tenant_id,
        col(Note.author_id) == author_id,
        col(Note.client_id) == client_id,
    )
    return await db.scalar(query)


async def was_assigned(
    db: AsyncSession, actor: Actor, student_id: UUID, day: date, moment: datetime
) -> bool:
    """Whether the caller had the student on that day, or until an end that was recorded after that moment."""
    query = select(
        exists().where(
            col(Assignment.tenant_id) == actor.tenant_id,
            col(Assignment.principal_id) == db.info["principal_id"],
            col(Assignment.student_id) == student_id,
            col(Assignment.from_on) <= day,
            or_(col(Assignment.to_on) >= day, col(Assignment.updated_at) >= moment),
        )
    )
    return bool(await db.scalar(query))
