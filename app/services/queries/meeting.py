"""Meetings and who is asked to them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.deadline import CaseEvent
from app.models.fields import MOST_ON_FILE
from app.models.meeting import Meeting, MeetingInvitee
from app.models.schemas.meeting import MeetingFilter
from app.models.words.meeting import MeetingState
from app.services.queries import record

AHEAD = (MeetingState.PROPOSED.value, MeetingState.CONFIRMED.value)


async def page(
    db: AsyncSession,
    actor: Actor,
    me: UUID,
    asked: MeetingFilter,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Meeting]:
    """By their start; one more than `limit` when there is more."""
    query = select(Meeting).where(
        col(Meeting.tenant_id) == actor.tenant_id, _seen(actor, me), *_asked(actor, asked)
    )
    return await record.page(db, query, (col(Meeting.starts_at), col(Meeting.id)), limit, after)


def _seen(actor: Actor, me: UUID) -> ColumnElement[bool]:
    """Of one's caseload, and those about nobody in particular."""
    if actor.sees_program:
        return true()
    return or_(col(Meeting.student_id).is_(None), record.on_caseload(actor, me, Meeting.student_id))


def _asked(actor: Actor, asked: MeetingFilter) -> list[ColumnElement[bool]]:
    narrowed: list[ColumnElement[bool]] = []
    if asked.student_id is not None:
        narrowed.append(record.of_child(Meeting.student_id, asked.student_id))
    if asked.kind is not None:
        narrowed.append(col(Meeting.kind) == asked.kind.value)
    if asked.state is not None:
        narrowed.append(col(Meeting.state) == asked.state.value)
    if asked.starts_from is not None:
        narrowed.append(col(Meeting.starts_at) >= asked.starts_from)
    if asked.starts_until is not None:
        narrowed.append(col(Meeting.starts_at) < asked.starts_until)
    if asked.principal_id is not None:
        narrowed.append(col(Meeting.id).in_(_with(actor, [asked.principal_id])))
    return narrowed


def _with(actor: Actor, principal_ids: Collection[UUID]) -> Any:
    return select(col(MeetingInvitee.meeting_id)).where(
        col(MeetingInvitee.tenant_id) == actor.tenant_id,
        col(MeetingInvitee.principal_id).in_(principal_ids),
    )


async def invitees(db: AsyncSession, actor: Actor, meeting_id: UUID) -> list[MeetingInvitee]:
    """In the order in which they were asked."""
    query = (
        select(MeetingInvitee)
        .where(
            col(MeetingInvitee.tenant_id) == actor.tenant_id,
            col(MeetingInvitee.meeting_id) == meeting_id,
        )
        .order_by(col(MeetingInvitee.id))
        .limit(MOST_ON_FILE)
    )
    return list(await db.scalars(query))


async def overlapping(
    db: AsyncSession,
    actor: Actor,
    principal_ids: Collection[UUID],
    starts_at: datetime,
    ends_at: datetime,
    but: UUID,
) -> list[Meeting]:
    """Other meetings ahead, of any of these people, that share a minute with the span."""
    query = (
        select(Meeting)
        .where(
            col(Meeting.tenant_id) == actor.tenant_id,
            col(Meeting.id).in_(_with(actor, principal_ids)),
            col(Meeting.id) != but,
            col(Meeting.state).in_(AHEAD),
            col(Meeting.starts_at) < ends_at,
            col(Meeting.ends_at) > starts_at,
        )
        .order_by(col(Meeting.starts_at))
        .limit(MOST_ON_FILE)
    )
    return list(await db.scalars(query))


async def ahead_of(
    db: AsyncSession, actor: Actor, principal_id: UUID, starts_at: datetime, ends_at: datetime
) -> list[Meeting]:
    """Meetings ahead to which one person is asked, that begin in the span."""
    query = (
        select(Meeting)
        .where(
            col(Meeting.tenant_id) == actor.tenant_id,
            col(Meeting.id).in_(_with(actor, [principal_id])),
            col(Meeting.state).in_(AHEAD),
            col(Meeting.starts_at) >= starts_at,
            col(Meeting.starts_at) < ends_at,
        )
        .order_by(col(Meeting.starts_at))
        .limit(MOST_ON_FILE)
    )
    return list(await db.scalars(query))


async def same_event(
    db: AsyncSession, actor: Actor, student_id: UUID, type_: str, on: Any
) -> CaseEvent | None:
    """The event that says the same of this day, should the file have it already."""
    query = select(CaseEvent).where(
        col(CaseEvent.tenant_id) == actor.tenant_id,
        col(CaseEvent.student_id) == student_id,
        col(CaseEvent.type) == type_,
        col(CaseEvent.on_date) == on,
        col(CaseEvent.entered_in_error).is_(False),
    )
    return await db.scalar(query.limit(1))
