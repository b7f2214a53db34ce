"""Intake's decisions: the steps of a referral, and its acceptance, which opens the child's file."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, clock, outbox
from app.auth import Actor
from app.models.fields import ReferralState
from app.models.referral import Referral
from app.models.schemas.referral import (
    ReferralAcceptance,
    ReferralCreate,
    ReferralDecision,
)
from app.models.student import Contact, Enrolment, Student
from app.services import case, event
from app.services.organisation import require_district
from app.services.queries import referral as queries
from app.services.queries import student as student_queries
from app.services.referral.duplicates import lookalikes
from app.services.referral.problems import (
    DuplicatesNotReviewed,
    ReasonMissing,
    ReferralNotFound,
    StepNotAllowed,
    StudentStillEnrolled,
)
from app.services.referral.sealed import shown
from app.services.referral.told import NEEDS_REASON, S, told_outcome

NEXT: dict[ReferralState, set[ReferralState]] = {
    S.SUBMITTED: {S.ACKNOWLEDGED, S.DUPLICATE, S.WITHDRAWN},
    S.ACKNOWLEDGED: {
        S.INFO_REQUESTED,
        S.ACCEPTED,
        S.DECLINED,
        S.REDIRECTED,
        S.DUPLICATE,
        S.WITHDRAWN,
    },
    S.INFO_REQUESTED: {S.ACKNOWLEDGED, S.LAPSED, S.WITHDRAWN},
    S.ACCEPTED: {S.CLOSED},
    S.DECLINED: {S.ACKNOWLEDGED},
    S.DUPLICATE: {S.ACKNOWLEDGED},
    S.LAPSED: {S.ACKNOWLEDGED},
    S.WITHDRAWN: {S.ACKNOWLEDGED},
    S.CLOSED: {S.ACKNOWLEDGED},
    S.REDIRECTED: set(),
}


DECIDED = NEEDS_REASON | {S.ACCEPTED, S.DUPLICATE}


async def decide(
    db: AsyncSession, actor: Actor, referral_id: UUID, body: ReferralDecision
) -> Referral:
    """Take any step but acceptance. Raises: DECIDE_PROBLEMS."""
    referral = await _locked(db, actor, referral_id)
    state = ReferralState(body.state)
    if state in NEEDS_REASON and body.reason_code is None:
        raise ReasonMissing
    if state is S.DUPLICATE:
        if body.student_id is None:
            raise ReasonMissing("Say in `student_id` whose duplicate this is.")
        await case.open_file(db, actor, body.student_id)
        referral.student_id = body.student_id
    await _step(db, actor, referral, state, body.reason_code, body.comment)
    return (await shown(db, actor, [referral]))[0]


async def accept(
    db: AsyncSession, actor: Actor, referral_id: UUID, body: ReferralAcceptance
) -> Referral:
    """Open the child's file and an enrolment; the deadlines are owed from the same commit.

    Raises: ACCEPT_PROBLEMS.
    """
    referral = await _locked(db, actor, referral_id)
    _require_step(referral, S.ACCEPTED)
    if body.district_id is not None:
        await require_district(db, actor, body.district_id)
    unseen = [
        d
        for d in await lookalikes(db, actor, referral)
        if d.student_id not in body.duplicates_reviewed
    ]
    if unseen:
        raise DuplicatesNotReviewed(
            "Look at GET /v1/referrals/{id}/possible-duplicates, then name the ids you looked at in `duplicates_reviewed`.",
            student_ids=[str(d.student_id) for d in unseen],
        )
    student = await _file_for(db, actor, referral, body)
    referral.student_id = student.id
    db.add(
        Enrolment(
            tenant_id=actor.tenant_id,
            student_id=student.id,
            referral_id=referral.id,
            referred_on=referral.received_on,
        )
    )
    await _step(db, actor, referral, S.ACCEPTED, None, body.comment)
    await event.add(
        db,
        actor,
        student,
        "referral.received",
        referral.received_on,
        {"referral_id": str(referral.id)},
    )
    return (await shown(db, actor, [referral]))[0]


async def _file_for(
    db: AsyncSession, actor: Actor, referral: Referral, body: ReferralAcceptance
) -> Student:
    if body.existing_student_id is not None:
        student = await case.open_for_change(db, actor, body.existing_student_id)
        enrolment = await student_queries.latest_enrolment(db, actor, student.id)
        if enrolment is not None and enrolment.exited_on is None:
            raise StudentStillEnrolled
        return student
    sent = ReferralCreate.model_validate(referral.submitted)
    student = Student(
        tenant_id=actor.tenant_id,
        jurisdiction=actor.home.jurisdiction,
        district_id=body.district_id,
        **sent.child.model_dump(mode="json", exclude={"born_on"}),
        born_on=sent.child.born_on,
    )
    db.add(student)
    await db.flush()  # contacts, enrolment and events point at it
    for contact in sent.contacts:
        db.add(
            Contact(
                tenant_id=actor.tenant_id, student_id=student.id, **contact.model_dump(mode="json")
            )
        )
    audit.record(
        db, actor, "create", "student", student_id=student.id, referral_id=str(referral.id)
    )
    return student


async def _locked(db: AsyncSession, actor: Actor, referral_id: UUID) -> Referral:
    referral = await queries.one(db, actor, referral_id, lock=True)
    if referral is None:
        raise ReferralNotFound
    return referral


def _require_step(referral: Referral, state: ReferralState) -> None:
    allowed = NEXT[ReferralState(referral.state)]
    if state not in allowed:
        steps = ", ".join(sorted(allowed)) or "none"
        raise StepNotAllowed(f"It is {referral.state}; from there it may become: {steps}.")


async def _step(
    db: AsyncSession,
    actor: Actor,
    referral: Referral,
    state: ReferralState,
    reason: str | None,
    comment: str | None,
) -> None:
    _require_step(referral, state)
    before, referral.state = referral.state, state.value
    referral.reason_code, referral.comment = reason, comment
    referral.decided_at = clock.now() if state in DECIDED else None
    audit.touch(db, referral)
    audit.record(
        db, actor, "change", "referral", student_id=referral.student_id,
        referral_id=str(referral.id), from_state=before, to_state=state.value,
    )  # fmt: skip
    outbox.tell(
        db, actor, f"referral.{state.value}",
        referral_id=referral.id, state=state.value, version=referral.version,
    )  # fmt: skip
    if referral.sender_id is not None:
        told = told_outcome(state, reason, may_report_back=referral.may_report_back)
        await queries.publish_status(db, referral, *told)
