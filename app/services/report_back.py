"""What a sender may learn of its referral: never clinical, no outcome without consent, and never that a child was known."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.consent import Consent
from app.models.fields import ReferralState
from app.models.referral import Referral
from app.models.words.consent import ConsentKind, ReleasePurpose
from app.models.words.referral import Milestone, ReferralOutcome, ReferralReason
from app.services.consent import is_live
from app.services.queries import consent as consents
from app.services.queries import referral as queries

S, R, Out = ReferralState, ReferralReason, ReferralOutcome
SHOWN_WITHOUT_CONSENT = {S.SUBMITTED, S.ACKNOWLEDGED, S.INFO_REQUESTED, S.WITHDRAWN}
"""What says nothing of the child; all else is told as closed."""
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
    decided = [
        c
        for c in await consents.of(db, actor, referral.student_id)
        if _is_about(c, referral.sender_id)
    ]
    if not decided:
        return referral.may_report_back
    return any(is_live(c, actor.today()) for c in decided)


def _is_about(consent: Consent, sender_id: UUID) -> bool:
    return (
        consent.kind == ConsentKind.RELEASE
        and consent.purpose == ReleasePurpose.REPORT_BACK
        and consent.recipient_id == sender_id
    )


async def tell_sender(db: AsyncSession, actor: Actor, referral: Referral) -> None:
    """Publish to the sender how its referral stands, as far as it may know."""
    if referral.sender_id is None:
        return
    may = await may_report_back(db, actor, referral)
    told = told_outcome(ReferralState(referral.state), referral.reason_code, may_report_back=may)
    shown: dict[str, Any] = {
        **told._asdict(), "on": str(actor.today()), "wanted": referral.wanted,
        "question": referral.question,
        "answer_due_on": str(referral.answer_due_on) if referral.answer_due_on else None,
        "contact_attempts": _attempts(referral) if told.outcome == Out.NO_CONTACT else [],
    }  # fmt: skip
    await queries.publish_status(db, referral, shown)


def _attempts(referral: Referral) -> list[dict[str, str]]:
    return [{"on": a["on"], "channel": a["channel"]} for a in referral.contact_attempts]


async def tell_milestone(
    db: AsyncSession, actor: Actor, referral: Referral, milestone: Milestone, on: date
) -> None:
    """Tell the sender how far the child has come, once, should a consent allow it."""
    if referral.sender_id is None or not await may_report_back(db, actor, referral):
        return
    await queries.publish_milestone(db, referral, milestone.value, on)
