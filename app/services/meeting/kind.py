"""What a meeting and those asked to it are called, what may be wrong with them, and on which day they are."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock, outbox
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.meeting import Meeting, MeetingInvitee
from app.models.words.meeting import MeetingKind
from app.services import case, conference, event, record
from app.services.workflow import STEP_PROBLEMS


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


class MeetingIncomplete(Problem):
    status, code, title = (
        409,
        "meeting-incomplete",
        "This meeting lacks what the law asks of one of its kind",
    )


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
MEETING = record.Kind("meeting", Meeting, MeetingNotFound)
INVITEE = record.Kind("meeting-invitee", MeetingInvitee, InviteeNotFound)
READ_PROBLEMS = (MeetingNotFound, *case.OPEN_PROBLEMS)
SET_PROBLEMS = (*case.OPEN_PROBLEMS, CannotInvite, StaffOverlap)
INVITE_PROBLEMS = (*READ_PROBLEMS, CannotInvite, StaffOverlap)
INVITEE_PROBLEMS = (*READ_PROBLEMS, InviteeNotFound)
MOVE_PROBLEMS = (
    MeetingNotFound, *event.RECORD_PROBLEMS, *event.CORRECT_PROBLEMS, *STEP_PROBLEMS, StaffOverlap, NoticeTooShort,
    MeetingDay, NotAsked, MeetingIncomplete, conference.ConferenceNotApproved,
)  # fmt: skip


def day_of(actor: Actor, moment: datetime) -> date:
    """The civil day at the program."""
    return clock.day_of(moment, actor.home.time_zone)


def begins(actor: Actor, day: date) -> datetime:
    """When a civil day begins at the program."""
    return clock.start_of(day, actor.home.time_zone)


def tell(db: AsyncSession, actor: Actor, row: Meeting) -> None:
    outbox.tell(
        db, actor, "meeting.changed", meeting_id=row.id, student_id=row.student_id, state=row.state,
        starts_at=row.starts_at,
    )  # fmt: skip
