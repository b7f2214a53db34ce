"""What a sender may learn of its referral: never clinical, no outcome without consent, and never that a child was known."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.deadline import CaseEvent
from app.models.fields import ReferralState
from app.models.referral import Referral
from app.models.words.referral import Milestone, ReferralOutcome, ReferralReason
from app.services.queries import case as cases
from app.services.queries import consent as consents
from app.services.queries import referral as queries

S, R, Out = ReferralState, ReferralReason, ReferralOutcome
SHOWN_WITHOUT_CONSENT = {S.SUBMITTED, S.ACKNOWLEDGED, S.INFO_REQUESTED, S.WITHDRAWN}
"""What says nothing of the child; all else is told as closed, and so is what the program withdrew."""
TOLD_OF_NOBODY = frozenset(SHOWN_WITHOUT_CONSENT | {S.REDIRECTED, S.CLOSED})
"""What a sender's history may hold without a consent; the twin of `eb.told_of_nobody`."""
DECIDED = {S.DECLINED, S.CLOSED, S.LAPSED, S.REDIRECTED}
OUTCOMES: dict[str, ReferralOutcome] = {
    R.ALREADY_ENROLLED: Out.ENROLLED,
    R.DECEASED: Out.DECEASED,
    R.ENROLLED: Out.ENROLLED,
    R.MISDIRECTED: Out.OTHER_AREA,
    R.MOVED: Out.OTHER_AREA,
    R.NOT_ELIGIBLE: Out.NOT_ELIGIBLE,
    R.NO_ANSWER: Out.NO_CONTACT,
    R.NO_CONTACT: Out.NO_CONTACT,
    R.OTHER_AREA: Out.OTHER_AREA,
    R.OVER_AGE: Out.OVER_AGE,
    R.PARENT_ASKED: Out.PARENT_DECLINED,
    R.PARENT_DECLINED: Out.PARENT_DECLINED,
}
"""The outcome that each reason is told as; any other is `other`."""


M = Milestone
DECIDED_ELIGIBILITY = "eligibility.partc.decided"
MILESTONES: dict[str, tuple[Milestone, ...]] = {
    "consent.evaluation.signed": (M.CONTACTED, M.EVALUATION_SET),
    "evaluation.completed": (M.EVALUATION_DONE,),
    "ifsp.consent.signed": (M.PLAN_IN_PLACE,),
}
"""Milestones that an event of the file is. Eligibility has two answers."""


class Told(NamedTuple):
    state: str
    outcome: str | None


def told_outcome(state: ReferralState, reason_code: str | None, *, may_report_back: bool) -> Told:
    """State and outcome that the sender may see."""
    if not may_report_back:
        if state in SHOWN_WITHOUT_CONSENT:
            return Told(state.value, None)
        return Told(S.CLOSED.value, Out.NOT_SHARED.value)
    if state in {S.ACCEPTED, S.DUPLICATE}:
        # A child who was known is told as any child who is taken in.
        return Told(S.ACCEPTED.value, Out.ENROLLED.value)
    if state not in DECIDED:
        return Told(state.value, None)
    return Told(state.value, OUTCOMES.get(reason_code or "", Out.OTHER).value)


async def may_report_back(db: AsyncSession, actor: Actor, referral: Referral) -> bool:
    """Whether a consent to report back to the sender is live.

    Until the parents decided here themselves, what the sender said that they
    agreed to counts; afterwards their last decision on file does.
    """
    if referral.student_id is None or referral.sender_id is None:
        return referral.may_report_back
    decided = await consents.reports_back(db, actor, referral.student_id, referral.sender_id)
    return referral.may_report_back if decided is None else decided


async def tell_sender(
    db: AsyncSession, actor: Actor, referral: Referral, passing: ReferralState | None = None
) -> None:
    """Publish to the sender how its referral stands, as far as it may know.

    `passing`: a state that any other child's referral goes through here.
    """
    if referral.sender_id is None:
        return
    may = await may_report_back(db, actor, referral)
    state = passing or await _as_told(db, actor, referral)
    told = told_outcome(state, referral.reason_code, may_report_back=may)
    shown: dict[str, Any] = {
        **told._asdict(), "is_shared": may, "on": str(actor.today()), "wanted": referral.wanted,
        "question": referral.question,
        "answer_due_on": str(referral.answer_due_on) if referral.answer_due_on else None,
        "contact_attempts": _attempts(referral) if told.outcome == Out.NO_CONTACT else [],
    }  # fmt: skip
    await queries.publish_status(db, referral, shown)


async def _as_told(db: AsyncSession, actor: Actor, referral: Referral) -> ReferralState:
    """What the program itself took back is over like any other: only the sender's own withdrawal is no news to it."""
    state = ReferralState(referral.state)
    if state is S.WITHDRAWN and not await queries.withdrawn_by_sender(db, actor, referral.id):
        return S.CLOSED
    return state


def _attempts(referral: Referral) -> list[dict[str, str]]:
    return [{"on": a["on"], "channel": a["channel"]} for a in referral.contact_attempts]


async def tell_milestone(
    db: AsyncSession, actor: Actor, referral: Referral, milestone: Milestone, on: date
) -> None:
    """Tell the sender how far the child has come, once, should a consent allow it."""
    if referral.sender_id is None or not await may_report_back(db, actor, referral):
        return
    await queries.publish_milestone(db, referral, milestone.value, on)


async def follow(
    db: AsyncSession, actor: Actor, student_id: UUID, events: Iterable[CaseEvent]
) -> None:
    """Tell the stay's senders the milestones that these events of the file are, each once."""
    reached = dict(_reached(events))
    if not reached:
        return
    referral = await queries.of_stay(db, actor, student_id)
    if referral is not None:
        await _tell_reached(db, actor, referral, reached)
    for known in await queries.duplicates_of(db, actor, student_id):
        if await _all_lies_ahead(db, actor, known, student_id):
            await _tell_reached(db, actor, known, reached)


async def _tell_reached(
    db: AsyncSession, actor: Actor, referral: Referral, reached: dict[Milestone, date]
) -> None:
    if not await may_report_back(db, actor, referral):
        return
    for milestone, on in reached.items():
        if on >= referral.received_on:
            await queries.publish_milestone(db, referral, milestone.value, on)


async def _all_lies_ahead(
    db: AsyncSession, actor: Actor, referral: Referral, student_id: UUID
) -> bool:
    """Whether the child had come no way at all by the day of receipt: a milestone amid the way would tell that it had."""
    on_file = await cases.events(db, actor, student_id)
    return all(
        on > referral.received_on
        for _, on in _reached(e for e in on_file if not e.entered_in_error)
    )


def _reached(events: Iterable[CaseEvent]) -> Iterator[tuple[Milestone, date]]:
    """In the order of the days."""
    for event in sorted(events, key=lambda e: (e.on_date, str(e.id))):
        if event.type == DECIDED_ELIGIBILITY and event.data.get("eligible") is not None:
            yield (M.ELIGIBLE if event.data["eligible"] else M.NOT_ELIGIBLE), event.on_date
        for milestone in MILESTONES.get(event.type, ()):
            yield milestone, event.on_date


async def follow_consent(db: AsyncSession, actor: Actor, student_id: UUID) -> None:
    """After the parents decided on reporting back: what the senders may see follows in the same commit."""
    await db.flush()  # the decision is read back
    for referral in await queries.of_student(db, actor, student_id):
        await tell_sender(db, actor, referral)
    on_file = await cases.events(db, actor, student_id)
    await follow(db, actor, student_id, [e for e in on_file if not e.entered_in_error])
