"""The meeting on a plan: set, moved, cancelled, held; and a review without a change."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.models.plan import PlanMeeting
from app.models.schemas import plan_step as steps
from app.models.words.plan import MeetingKind, MeetingState, PlanType, Program
from app.services.plan.kind import PlanDates, Version, not_future
from app.services.plan.people import kept, require_invited, require_known, require_took_part
from app.services.plan.tell import about, tell
from app.services.record import plain

NOTICE = {Program.PARTC: "ifsp.notice.sent", Program.PARTB: "partb.iep.notice.sent"}
HELD = {
    (Program.PARTC, PlanType.INITIAL): "ifsp.initial.held",
    (Program.PARTC, PlanType.ANNUAL): "ifsp.annual.held",
    (Program.PARTC, PlanType.PERIODIC_REVIEW): "ifsp.review.held",
    (Program.PARTB, PlanType.INITIAL): "partb.iep.held",
    (Program.PARTB, PlanType.ANNUAL): "partb.iep.reviewed",
}
"""An amendment between reviews restarts no clock."""
Changes = dict[str, Any]


async def set_meeting(
    db: AsyncSession, actor: Actor, version: Version, body: steps.SetMeeting
) -> Changes:
    """Raises: PEOPLE_PROBLEMS, PlanDates."""
    plan = version.plan
    not_future(actor, body.notice_sent_on, "The day of the notice")
    if body.starts_at.date() < body.notice_sent_on:
        raise PlanDates("The notice is sent before the meeting (34 CFR 303.342(d)(2)).")
    require_invited(plan, body.invitees)
    await require_known(db, actor, plan, body.invitees)
    db.add(
        PlanMeeting(
            tenant_id=actor.tenant_id, student_id=plan.student_id, plan_id=plan.id,
            kind=MeetingKind.PLAN, state=MeetingState.SET, starts_at=body.starts_at, place=body.place,
            notice_sent_on=body.notice_sent_on, notice_language=body.notice_language,
            participants=[kept(i) for i in body.invitees],
        )
    )  # fmt: skip
    notice = about(plan, NOTICE[version.program], body.notice_sent_on)
    await tell(db, actor, version.student, [notice])
    return {}


async def move_meeting(
    db: AsyncSession, actor: Actor, version: Version, body: steps.MoveMeeting
) -> Changes:
    """Raises: PlanDates."""
    meeting = _set(version)
    not_future(actor, body.notice_sent_on, "The day of the notice")
    if body.starts_at.date() < body.notice_sent_on:
        raise PlanDates("The notice is sent before the meeting (34 CFR 303.342(d)(2)).")
    was = {
        "starts_at": plain(meeting.starts_at), "place": meeting.place,
        "reason_code": body.reason_code, "comment": body.comment,
    }  # fmt: skip
    meeting.earlier = [*meeting.earlier, was]
    meeting.starts_at, meeting.place = body.starts_at, body.place
    if meeting.notice_sent_on != body.notice_sent_on:
        meeting.notice_sent_on = body.notice_sent_on
        notice = about(version.plan, NOTICE[version.program], body.notice_sent_on)
        await tell(db, actor, version.student, [notice])
    audit.touch(db, meeting)
    return {}


async def cancel_meeting(
    db: AsyncSession, _: Actor, version: Version, __: steps.CancelMeeting
) -> Changes:
    meeting = _set(version)
    meeting.state = MeetingState.CANCELLED.value
    audit.touch(db, meeting)
    return {}


async def hold_meeting(
    db: AsyncSession, actor: Actor, version: Version, body: steps.HoldMeeting
) -> Changes:
    """Raises: PEOPLE_PROBLEMS, PlanDates, TELL_PROBLEMS."""
    plan, meeting = version.plan, _set(version)
    not_future(actor, body.held_on, "The day of the meeting")
    if meeting.notice_sent_on is not None and body.held_on < meeting.notice_sent_on:
        raise PlanDates("The meeting stands before its notice (34 CFR 303.342(d)(2)).")
    require_took_part(plan, body.participants, body.held_on)
    await require_known(db, actor, plan, body.participants)
    meeting.state, meeting.held_on = MeetingState.HELD.value, body.held_on
    meeting.participants = [kept(p) for p in body.participants]
    meeting.findings = body.findings
    audit.touch(db, meeting)
    if held := HELD.get((version.program, PlanType(plan.type))):
        await tell(db, actor, version.student, [about(plan, held, body.held_on)])
    return {"held_on": body.held_on}


async def close_review(
    db: AsyncSession, actor: Actor, version: Version, body: steps.CloseReview
) -> Changes:
    """Raises: PEOPLE_PROBLEMS, PlanDates, TELL_PROBLEMS."""
    plan = version.plan
    not_future(actor, body.reviewed_on, "The day of the review")
    if plan.signed_on is not None and body.reviewed_on < plan.signed_on:
        raise PlanDates("The review stands before the plan's signature.")
    await require_known(db, actor, plan, body.participants)
    require_took_part(
        plan.model_copy(update={"type": PlanType.PERIODIC_REVIEW}),
        body.participants,
        body.reviewed_on,
    )
    db.add(
        PlanMeeting(
            tenant_id=actor.tenant_id, student_id=plan.student_id, plan_id=plan.id,
            kind=MeetingKind.REVIEW, state=MeetingState.HELD, held_on=body.reviewed_on,
            participants=[kept(p) for p in body.participants], findings=body.findings,
        )
    )  # fmt: skip
    await tell(db, actor, version.student, [about(plan, "ifsp.review.held", body.reviewed_on)])
    return {"reviewed_on": body.reviewed_on}


def _set(version: Version) -> PlanMeeting:
    assert version.meeting is not None  # noqa: S101 - the machine asked for it
    return version.meeting
