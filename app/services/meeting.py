"""Meetings: set with notice, moved with every earlier hour kept, held on the file, called off by somebody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock, outbox
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.agency import AgencyPerson
from app.models.history import RecordChange
from app.models.meeting import Meeting, MeetingInvitee
from app.models.schemas.event import EventCorrection
from app.models.schemas.meeting import (
    CancelMeeting,
    ConfirmMeeting,
    HoldMeeting,
    InviteeCreate,
    InviteeUpdate,
    MeetingCreate,
    MeetingFilter,
    MeetingStep,
    MeetingUpdate,
    MissMeeting,
    ReopenMeeting,
    RescheduleMeeting,
)
from app.models.words.meeting import InviteeRole, MeetingKind
from app.services import case, conference, event, program, record
from app.services.queries import meeting as queries
from app.services.queries import organisation as people
from app.services.queries import record as records
from app.services.queries import student as students
from app.services.workflow import STEP_PROBLEMS, Action, Machine, Step, states


class MeetingNotFound(NotFound):
    code, title = "meeting-not-found", "There is no such meeting"


class InviteeNotFound(NotFound):
    code, title = "invitee-not-found", "Nobody with this id is asked to the meeting"


class CannotInvite(Problem):
    status, code, title = 409, "cannot-invite", "This person cannot be asked to the meeting"
    detail = (
        "Name an active colleague, a contact of the student, or a person of the agency directory."
    )


class StaffOverlap(Problem):
    status, code, title = 409, "staff-overlap", "Somebody of the staff has another meeting then"
    detail = "Choose another hour, or say why in `overlap_reason`; `meetings` names the others."


class NoticeTooShort(Problem):
    status, code, title = (
        409,
        "notice-too-short",
        "The written notice is shorter than the program asks for",
    )
    detail = "Move the meeting, or record in `short_notice_reason` why the family agrees."


class MeetingDay(Problem):
    status, code, title = 409, "meeting-day", "This day does not fit the meeting"
    detail = "Notice goes out before the meeting and not in the future; a meeting is held by today."


class NotAsked(Problem):
    status, code, title = 409, "not-asked", "Somebody who came is not among the invitees"
    detail = "Add them to the invitees first: POST /v1/meetings/{id}/invitees."


HELD = {
    MeetingKind.IFSP_INITIAL: "ifsp.initial.held",
    MeetingKind.IFSP_REVIEW: "ifsp.review.held",
    MeetingKind.IFSP_ANNUAL: "ifsp.annual.held",
    MeetingKind.TRANSITION_CONFERENCE: conference.HELD,
    MeetingKind.TRANSITION_FINAL_REVIEW: "transition.final_review.held",
    MeetingKind.IEP: "partb.iep.held",
    MeetingKind.RESOLUTION: "dueprocess.resolution_meeting.held",
}
"""What the file says of a meeting that was held; other kinds move no clock."""
INVITED = {MeetingKind.TRANSITION_CONFERENCE: conference.INVITED}
"""What the file says when the district is asked and the notice has gone out."""


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """Whether anybody is asked, and whether its hour has come."""

    is_anybody_asked: bool
    has_begun: bool


def _somebody_is_asked(facts: MeetingFacts) -> str | None:
    return None if facts.is_anybody_asked else "Nobody is asked yet."


def _hour_has_come(facts: MeetingFacts) -> str | None:
    return None if facts.has_begun else "Its hour has not come yet."


AHEAD = states("proposed", "confirmed")
WRITE = "meeting:write"
MACHINE: Machine[MeetingFacts] = Machine.of(
    Step("confirm", "Written notice has gone out", states("proposed"), "confirmed", WRITE, (_somebody_is_asked,)),
    Step("reschedule", "Move it to another hour", AHEAD | states("not_held"), "proposed", WRITE, is_reasoned=True),
    Step("hold", "It was held", AHEAD, "held", WRITE, (_somebody_is_asked, _hour_has_come)),
    Step("miss", "It was not held", AHEAD, "not_held", WRITE, (_hour_has_come,), is_reasoned=True),
    Step("cancel", "Call it off", AHEAD | states("not_held"), "cancelled", WRITE, is_reasoned=True),
    Step("reopen", "It was not held after all", states("held"), "confirmed", WRITE, is_reasoned=True),
)  # fmt: skip
MEETING = record.Kind("meeting", Meeting, MeetingNotFound)
INVITEE = record.Kind("meeting-invitee", MeetingInvitee, InviteeNotFound)
READ_PROBLEMS = (MeetingNotFound, *case.OPEN_PROBLEMS)
SET_PROBLEMS = (*case.OPEN_PROBLEMS, CannotInvite, StaffOverlap)
INVITE_PROBLEMS = (*READ_PROBLEMS, CannotInvite, StaffOverlap)
INVITEE_PROBLEMS = (*READ_PROBLEMS, InviteeNotFound)
MOVE_PROBLEMS = (
    MeetingNotFound, *event.RECORD_PROBLEMS, *event.CORRECT_PROBLEMS, *STEP_PROBLEMS, StaffOverlap, NoticeTooShort,
    MeetingDay, NotAsked, conference.ConferenceNotApproved,
)  # fmt: skip


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
        await _put(db, actor, row, invitee)
    colleagues = {i.principal_id for i in body.invitees if i.principal_id is not None}
    span = (row.starts_at, row.ends_at)
    await _require_free(db, actor, row.id, span, colleagues, body.overlap_reason)
    _tell(db, actor, row)
    return row


async def change(
    db: AsyncSession, actor: Actor, meeting_id: UUID, body: MeetingUpdate, if_match: str
) -> Meeting:
    """Apply a merge patch. Raises: READ_PROBLEMS, VersionStale."""
    row = await record.open_for_change(db, actor, MEETING, meeting_id, if_match)
    record.change(db, actor, MEETING, row, body.model_dump(exclude_unset=True))
    return row


async def invite(
    db: AsyncSession, actor: Actor, meeting_id: UUID, body: InviteeCreate
) -> MeetingInvitee:
    """Raises: INVITE_PROBLEMS."""
    row = await record.read(db, actor, MEETING, meeting_id)
    if row.student_id is not None:
        await case.lock_file(db, actor, row.student_id)
    asked = await _put(db, actor, row, body)
    if body.principal_id is not None:
        span, colleague = (row.starts_at, row.ends_at), {body.principal_id}
        await _require_free(db, actor, row.id, span, colleague, row.overlap_reason)
    return asked


async def _put(db: AsyncSession, actor: Actor, row: Meeting, body: InviteeCreate) -> MeetingInvitee:
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


async def _require_free(
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
    _tell(db, actor, row)
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
    await _require_free(db, actor, row.id, span, colleagues, body.overlap_reason)
    return {
        "starts_at": body.starts_at, "ends_at": body.ends_at, "earlier": [*row.earlier, former],
        "overlap_reason": body.overlap_reason, "notice_sent_on": None, "short_notice_reason": None,
        "called_off_by": None,
    }  # fmt: skip


async def _hold(db: AsyncSession, actor: Actor, row: Meeting, body: HoldMeeting) -> dict[str, Any]:
    """Raises: MeetingDay, NotAsked, ConferenceNotApproved, event.RECORD_PROBLEMS, UnknownWord."""
    on = body.held_on or day_of(actor, row.starts_at)
    if on > actor.today():
        raise MeetingDay
    asked = await queries.invitees(db, actor, row.id)
    came = set(body.attended)
    if not came <= {i.id for i in asked}:
        raise NotAsked
    for invitee in asked:
        record.change(db, actor, INVITEE, invitee, {"attended": invitee.id in came})
    type_ = HELD.get(MeetingKind(row.kind))
    event.require_delay_reason(body.delay_reason, "/delay_reason")
    why = {"delay_reason": body.delay_reason} if body.delay_reason else {}
    event_id = await _note(db, actor, row, type_, on, **why) if type_ is not None else None
    return {"held_on": on, "decisions": body.decisions or row.decisions, "event_id": event_id}


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
    return {"held_on": None, "event_id": None}


def day_of(actor: Actor, moment: datetime) -> date:
    """The civil day at the program."""
    return clock.day_of(moment, actor.home.time_zone)


def begins(actor: Actor, day: date) -> datetime:
    """When a civil day begins at the program."""
    return clock.start_of(day, actor.home.time_zone)


def _tell(db: AsyncSession, actor: Actor, row: Meeting) -> None:
    outbox.tell(
        db, actor, "meeting.changed", meeting_id=row.id, student_id=row.student_id, state=row.state,
        starts_at=row.starts_at,
    )  # fmt: skip


async def history(
    db: AsyncSession, actor: Actor, meeting_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, MEETING, meeting_id, limit, after)
