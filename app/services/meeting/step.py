"""A meeting on its way: notice sent, moved, held on the file, called off, reopened."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.auth import Actor
from app.models.meeting import Meeting
from app.models.schemas.event import EventCorrection
from app.models.schemas.meeting import (
    CancelMeeting,
    ConfirmMeeting,
    HoldMeeting,
    MeetingStep,
    MissMeeting,
    ReopenMeeting,
    RescheduleMeeting,
)
from app.models.words.meeting import InviteeRole, MeetingKind
from app.services import case, conference, event, program, record
from app.services.meeting.invite import require_free
from app.services.meeting.kind import (
    HELD,
    INVITED,
    INVITEE,
    MEETING,
    MeetingDay,
    NotAsked,
    NoticeTooShort,
    day_of,
    tell,
)
from app.services.meeting.machine import MACHINE, MeetingFacts
from app.services.meeting.whole import require_whole
from app.services.queries import meeting as queries
from app.services.workflow import Action


async def actions(db: AsyncSession, actor: Actor, meeting_id: UUID) -> list[Action]:
    """Raises: READ_PROBLEMS."""
    row = await record.read(db, actor, MEETING, meeting_id)
    return MACHINE.actions(actor, row.state, await _facts(db, actor, row))


async def move(
    db: AsyncSession, actor: Actor, meeting_id: UUID, body: MeetingStep, if_match: str
) -> Meeting:
    """Raises: MOVE_PROBLEMS, Forbidden, VersionStale."""
    row = await record.open_for_change(db, actor, MEETING, meeting_id, if_match)
    facts = await _facts(db, actor, row)
    step = MACHINE.require(actor, row.state, body.act, facts, body.reason_code)
    changes = await _changes(db, actor, row, body)
    record.move(
        db, actor, MEETING, row, step, changes=changes, reason_code=body.reason_code, comment=body.comment
    )  # fmt: skip
    tell(db, actor, row)
    return row


async def _facts(db: AsyncSession, actor: Actor, row: Meeting) -> MeetingFacts:
    asked = await queries.invitees(db, actor, row.id)
    return MeetingFacts(is_anybody_asked=bool(asked), has_begun=row.starts_at <= clock.now())


async def _changes(
    db: AsyncSession, actor: Actor, row: Meeting, body: MeetingStep
) -> dict[str, Any]:
    """What a step sets beside the state, and what it records on the file."""
    match body:
        case ConfirmMeeting():
            return await _confirm(db, actor, row, body)
        case RescheduleMeeting():
            return await _reschedule(db, actor, row, body)
        case HoldMeeting():
            return await _hold(db, actor, row, body)
        case CancelMeeting() | MissMeeting():
            return {"called_off_by": body.called_off_by}
        case ReopenMeeting():
            return await _reopen(db, actor, row, body)


async def _confirm(
    db: AsyncSession, actor: Actor, row: Meeting, body: ConfirmMeeting
) -> dict[str, Any]:
    """Raises: MeetingDay, NoticeTooShort, ConferenceNotApproved."""
    day = day_of(actor, row.starts_at)
    if body.notice_sent_on > min(day, actor.today()):
        raise MeetingDay
    asks = (await program.settled(db, actor)).meeting_notice_days.get(MeetingKind(row.kind), 0)
    if (day - body.notice_sent_on).days < asks and body.short_notice_reason is None:
        raise NoticeTooShort(f"The program asks for {asks} days before a meeting of this kind.")
    await _note_invitation(db, actor, row, body.notice_sent_on)
    return {
        "notice_sent_on": body.notice_sent_on, "short_notice_reason": body.short_notice_reason,
    }  # fmt: skip


async def _note_invitation(db: AsyncSession, actor: Actor, row: Meeting, on: date) -> None:
    """The district's invitation starts and stops clocks of its own."""
    type_ = INVITED.get(MeetingKind(row.kind))
    roles = {i.role for i in await queries.invitees(db, actor, row.id)}
    if type_ is not None and InviteeRole.DISTRICT in roles:
        await _note(db, actor, row, type_, on)


async def _reschedule(
    db: AsyncSession, actor: Actor, row: Meeting, body: RescheduleMeeting
) -> dict[str, Any]:
    """Raises: StaffOverlap."""
    former = {
        "starts_at": row.starts_at.isoformat(), "ends_at": row.ends_at.isoformat(),
        "reason_code": body.reason_code, "comment": body.comment,
    }  # fmt: skip
    asked = await queries.invitees(db, actor, row.id)
    colleagues = {i.principal_id for i in asked if i.principal_id is not None}
    span = (body.starts_at, body.ends_at)
    await require_free(db, actor, row.id, span, colleagues, body.overlap_reason)
    return {
        "starts_at": body.starts_at, "ends_at": body.ends_at, "earlier": [*row.earlier, former],
        "overlap_reason": body.overlap_reason, "notice_sent_on": None, "short_notice_reason": None,
        "called_off_by": None,
    }  # fmt: skip


async def _hold(db: AsyncSession, actor: Actor, row: Meeting, body: HoldMeeting) -> dict[str, Any]:
    """Raises: MeetingDay, NotAsked, MeetingIncomplete, ConferenceNotApproved, event.RECORD_PROBLEMS, UnknownWord."""
    on = body.held_on or day_of(actor, row.starts_at)
    if on > actor.today():
        raise MeetingDay
    asked = await queries.invitees(db, actor, row.id)
    came = set(body.attended)
    if not came <= {i.id for i in asked}:
        raise NotAsked
    require_whole(row, {InviteeRole(i.role) for i in asked if i.id in came}, body.gaps_reason)
    for invitee in asked:
        record.change(db, actor, INVITEE, invitee, {"attended": invitee.id in came})
    type_ = HELD.get(MeetingKind(row.kind))
    event.require_delay_reason(body.delay_reason, "/delay_reason")
    why = {"delay_reason": body.delay_reason} if body.delay_reason else {}
    event_id = await _note(db, actor, row, type_, on, **why) if type_ is not None else None
    return {
        "held_on": on, "decisions": body.decisions or row.decisions, "event_id": event_id,
        "gaps_reason": body.gaps_reason,
    }  # fmt: skip


async def _note(
    db: AsyncSession, actor: Actor, row: Meeting, type_: str, on: date, **more: str
) -> UUID | None:
    """Record it on the file, unless the file or a plan on record says so; returns the event that is this meeting's.

    A plan tells its own events: what was held there is a step of the plan, whatever the calendar says.
    """
    assert row.student_id is not None  # noqa: S101 - a meeting of the law is a student's
    student = await case.open_for_change(db, actor, row.student_id)
    if on < student.born_on:
        raise MeetingDay
    if await event.is_told_by_plan(db, actor, row.student_id, type_):
        return None
    if await queries.same_event(db, actor, row.student_id, type_, on):
        return None
    if type_ in conference.ASKS_APPROVAL:
        await event.require_approval(db, actor, row.student_id, on)
    data = {"meeting_id": str(row.id), **more}
    return (await event.add(db, actor, student, type_, on, data)).id


async def _reopen(
    db: AsyncSession, actor: Actor, row: Meeting, body: ReopenMeeting
) -> dict[str, Any]:
    """Raises: event.CORRECT_PROBLEMS."""
    if row.event_id is not None and row.student_id is not None:
        said = EventCorrection(
            reason=body.comment or f"The meeting was not held: {body.reason_code}"
        )
        await event.correct(db, actor, row.student_id, row.event_id, said)
    return {"held_on": None, "event_id": None, "gaps_reason": None}
