"""Referrals in: a receipt at once, a decision by intake, a status for the sender and nothing else."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, clock, outbox
from app.auth import Actor
from app.db import Database
from app.directory import Directory, Home
from app.errors import NotAPartner, NotFound, Problem
from app.idempotency import KeyReused
from app.models.fields import ReferralState, new_id
from app.models.referral import Referral, ReferralStatus
from app.models.schemas.referral import (
    PossibleDuplicate,
    ReferralAcceptance,
    ReferralCreate,
    ReferralDecision,
)
from app.models.student import Contact, Enrolment, Student
from app.services import case, event, rulebook
from app.services.queries import referral as queries
from app.services.queries import student as student_queries
from app.services.queries import transition as partner_queries
from app.services.rules import CaseFacts, Event, evaluate

S = ReferralState
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
NEEDS_REASON = {S.DECLINED, S.CLOSED, S.LAPSED, S.WITHDRAWN, S.REDIRECTED}
DECIDED = NEEDS_REASON | {S.ACCEPTED, S.DUPLICATE}
LIKELY = 70
"""Score from which a student is shown as a possible duplicate."""


class ReferralNotFound(NotFound):
    code, title = "referral-not-found", "There is no such referral"
    detail = "Check the id. Referrals of other organisations cannot be seen here."


class ProgramNotFound(NotFound):
    code, title = "program-not-found", "There is no program of this id"


class ReferralBeforeBirth(Problem):
    status, code, title = 409, "referral-before-birth", "The referral is before the child's birth"
    detail = "Check the birth date; it is after the day of the referral."


class ReceivedOnNotYours(Problem):
    status, code, title = (
        409,
        "received-on-not-yours",
        "Only the program's own staff may give `received_on`",
    )
    detail = "A referral sent here is received on the day it arrives."


class ReceivedInFuture(Problem):
    status, code, title = 409, "received-in-future", "This day has not come yet"


class StepNotAllowed(Problem):
    status, code, title = (
        409,
        "step-not-allowed",
        "The referral cannot take this step from where it stands",
    )


class ReasonMissing(Problem):
    status, code, title = 409, "reason-missing", "This decision needs a reason code"


class DuplicatesNotReviewed(Problem):
    status, code, title = (
        409,
        "duplicates-not-reviewed",
        "Possible duplicates must be looked at first",
    )


class StudentStillEnrolled(Problem):
    status, code, title = 409, "student-still-enrolled", "This student is enrolled already"
    detail = "Mark the referral as a duplicate instead."


class DistrictUnknown(Problem):
    status, code, title = (
        409,
        "district-not-a-partner",
        "This school district is not one of the program's partners",
    )


RECEIVE_PROBLEMS = (
    ProgramNotFound, NotAPartner, ReferralBeforeBirth, ReceivedOnNotYours, ReceivedInFuture, KeyReused,
)  # fmt: skip
DECIDE_PROBLEMS = (ReferralNotFound, StepNotAllowed, ReasonMissing, case.StudentNotFound)
ACCEPT_PROBLEMS = (
    ReferralNotFound, StepNotAllowed, DuplicatesNotReviewed, StudentStillEnrolled, DistrictUnknown, case.StudentNotFound,
)  # fmt: skip


class Receipt(NamedTuple):
    body: str
    location: str
    is_replay: bool


async def receive(
    hot: Database,
    directory: Directory,
    actor: Actor,
    body: ReferralCreate,
    key: str,
    fingerprint: str,
) -> Receipt:
    """Take a referral in: one statement, one commit, and the sender's receipt. Raises: RECEIVE_PROBLEMS."""
    program = await directory.find(body.program_id)
    if program is None or program.kind != "program":
        raise ProgramNotFound
    received_on = _received_on(actor, program, body)
    if body.child.born_on > received_on:
        raise ReferralBeforeBirth
    row = await queries.receive(
        hot,
        actor,
        body,
        key,
        fingerprint,
        new_id(),
        received_on,
        first_plan_due(program, body.child.born_on, received_on),
    )
    if row["outcome"] == "key_reused":
        raise KeyReused
    return Receipt(row["answer"], row["location"], row["outcome"] == "replayed")


def _received_on(actor: Actor, program: Home, body: ReferralCreate) -> date:
    if body.received_on is None:
        return program.today()
    if actor.tenant_id != program.id:
        raise ReceivedOnNotYours
    if body.received_on > program.today():
        raise ReceivedInFuture
    return body.received_on


def first_plan_due(program: Home, born_on: date, received_on: date) -> date | None:
    """Day by which the law wants the first plan, for intake's worklist; None when no such duty arises."""
    facts = CaseFacts(
        program.jurisdiction, born_on, (Event("referral.received", received_on),), (), {}, None
    )
    found = evaluate(rulebook.load(), facts, received_on, explain=False)
    return min((o.due_on for o in found if "C7" in o.feeds and o.due_on is not None), default=None)


async def list_for(
    db: AsyncSession,
    actor: Actor,
    state: ReferralState | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> Sequence[Referral | ReferralStatus]:
    """Oldest first: intake's worklist, or for a sender what became of its own referrals."""
    if actor.is_agency:
        return await queries.sent(db, actor, state, limit, after)
    rows = await queries.worklist(db, actor, state, limit, after)
    audit.record(db, actor, "list", "referral", referral_ids=[str(r.id) for r in rows[:limit]])
    return rows


async def get(db: AsyncSession, actor: Actor, referral_id: UUID) -> Referral | ReferralStatus:
    """The referral for its program, the status for its sender. Raises: ReferralNotFound."""
    if actor.is_agency:
        status = await queries.one_sent(db, actor, referral_id)
        if status is None:
            raise ReferralNotFound
        return status
    referral = await queries.one(db, actor, referral_id)
    if referral is None:
        raise ReferralNotFound
    audit.record(
        db, actor, "read", "referral", student_id=referral.student_id, referral_id=str(referral_id)
    )
    return referral


async def possible_duplicates(
    db: AsyncSession, actor: Actor, referral_id: UUID
) -> list[PossibleDuplicate]:
    """Students who may be this child, likeliest first. Raises: ReferralNotFound."""
    referral = await queries.one(db, actor, referral_id)
    if referral is None:
        raise ReferralNotFound
    found = await _duplicates(db, actor, referral)
    audit.record(db, actor, "search", "student", student_ids=[d.student_id for d in found])
    return found


async def _duplicates(
    db: AsyncSession, actor: Actor, referral: Referral
) -> list[PossibleDuplicate]:
    phones = {c["phone"] for c in referral.submitted.get("contacts", []) if c.get("phone")}
    candidates = await queries.lookalikes(db, actor, referral, phones)
    scored = [_score(referral, student, has_phone) for student, has_phone in candidates]
    return sorted(
        (d for d in scored if d.score >= LIKELY), key=lambda d: (-d.score, str(d.student_id))
    )


def _score(referral: Referral, student: Student, has_phone: bool) -> PossibleDuplicate:
    """First names count most: twins share surname, birth date, address and phone."""
    first = fuzz.ratio(referral.child_first_name.casefold(), student.first_name.casefold())
    if student.preferred_name:
        first = max(
            first,
            fuzz.ratio(referral.child_first_name.casefold(), student.preferred_name.casefold()),
        )
    last = fuzz.token_sort_ratio(referral.child_last_name.casefold(), student.last_name.casefold())
    is_same_day = referral.born_on == student.born_on
    score = round(0.4 * first + 0.25 * last + (25 if is_same_day else 0) + (10 if has_phone else 0))
    reasons = [
        said
        for said, holds in (
            ("same birth date", is_same_day),
            ("same first name" if first == 100 else "similar first name", first >= 80),
            ("same last name" if last == 100 else "similar last name", last >= 80),
            ("same phone number", has_phone),
        )
        if holds
    ]
    return PossibleDuplicate(
        student_id=student.id, first_name=student.first_name, last_name=student.last_name,
        born_on=student.born_on, score=min(score, 100), reasons=reasons,
    )  # fmt: skip


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
    return referral


async def accept(
    db: AsyncSession, actor: Actor, referral_id: UUID, body: ReferralAcceptance
) -> Referral:
    """Open the child's file and an enrolment; the deadlines are owed from the same commit.

    Raises: ACCEPT_PROBLEMS.
    """
    referral = await _locked(db, actor, referral_id)
    _require_step(referral, S.ACCEPTED)
    if body.district_id is not None and not await partner_queries.is_partner(
        db, actor, body.district_id, "district"
    ):
        raise DistrictUnknown
    unseen = [
        d
        for d in await _duplicates(db, actor, referral)
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
    return referral


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
    referral.version += 1
    referral.updated_at, referral.updated_by = clock.now(), db.info["principal_id"]
    audit.record(
        db, actor, "change", "referral", student_id=referral.student_id,
        referral_id=str(referral.id), from_state=before, to_state=state.value,
    )  # fmt: skip
    outbox.tell(db, actor, f"referral.{state.value}", referral_id=referral.id)
    if referral.sender_id is not None:
        await queries.publish_status(db, referral, *told_outcome(referral))


# What a sender learns once a parent agreed to be reported on; without that, only that it was seen and closed.
OUTCOMES = {S.ACCEPTED: "enrolled", S.DUPLICATE: "already_enrolled"}
SHOWN_WITHOUT_CONSENT = {S.SUBMITTED, S.ACKNOWLEDGED, S.INFO_REQUESTED, S.WITHDRAWN}


def told_outcome(referral: Referral) -> tuple[str, str | None]:
    """State and outcome that the sender may see: never clinical, and no outcome without consent."""
    state = ReferralState(referral.state)
    if not referral.may_report_back:
        return (state if state in SHOWN_WITHOUT_CONSENT else S.CLOSED).value, None
    return state.value, OUTCOMES.get(state) or (
        referral.reason_code if state in NEEDS_REASON else None
    )
