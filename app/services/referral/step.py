"""The program takes a referral's steps. The day of receipt never moves, whatever is asked, passed on or reopened."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock, outbox
from app.auth import Actor
from app.directory import Directory
from app.files import Files
from app.models.fields import ReferralState
from app.models.history import RecordChange
from app.models.referral import Referral
from app.models.schemas.referral_step import (
    AcceptReferral,
    AcknowledgeReferral,
    AnswerReferral,
    AskReferral,
    LapseReferral,
    MarkDuplicate,
    NameCoordinator,
    RedirectReferral,
    ReferralStep,
    ReopenReferral,
    TryContact,
)
from app.models.words.referral import AttemptResult, Milestone, ReferralReason
from app.services import case, program, record
from app.services.queries import organisation as people
from app.services.queries import referral as queries
from app.services.queries import student as students
from app.services.referral.accept import accept
from app.services.referral.attach import keep_as_documents, take_off_file
from app.services.referral.machine import CLOSE, LAPSE, MACHINE, ReferralFacts, facts_of
from app.services.referral.problems import (
    REFERRAL,
    CannotCoordinate,
    NotADuplicate,
    ReferralDays,
)
from app.services.referral.redirect import pass_on
from app.services.referral.sealed import shown, shown_history
from app.services.report_back import DECIDED, S, tell_milestone, tell_sender
from app.services.workflow import Action, Step

ENDS = DECIDED | {S.ACCEPTED, S.DUPLICATE, S.WITHDRAWN}
ASKED: dict[str, Any] = {"wanted": [], "question": None, "answer_due_on": None}
"""Nothing is asked of the sender."""
PASSING = {
    (S.SUBMITTED.value, "mark_duplicate"): S.ACKNOWLEDGED,
    (S.DUPLICATE.value, "reopen"): S.CLOSED,
}
"""What is told on the way, or a step that only a known child's referral takes would tell that it was known."""


async def actions(db: AsyncSession, actor: Actor, referral_id: UUID) -> list[Action]:
    """Raises: ReferralNotFound."""
    referral = await record.read(db, actor, REFERRAL, referral_id)
    return MACHINE.actions(actor, referral.state, await _facts(db, actor, referral))


async def history(
    db: AsyncSession, actor: Actor, referral_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: ReferralNotFound."""
    rows = await record.history(db, actor, REFERRAL, referral_id, limit, after)
    return await shown_history(db, actor, rows)


async def move(
    db: AsyncSession,
    directory: Directory,
    files: Files,
    actor: Actor,
    referral_id: UUID,
    body: ReferralStep,
    if_match: str,
) -> Referral:
    """Raises: MOVE_PROBLEMS, Forbidden, VersionStale."""
    referral = await record.open_for_change(db, actor, REFERRAL, referral_id, if_match)
    facts = await _facts(db, actor, referral)
    step = MACHINE.require(actor, referral.state, body.act, facts, body.reason_code)
    if passing := PASSING.get((referral.state, body.act)):
        await tell_sender(db, actor, referral, passing)
    changes = await _changes(db, directory, files, actor, referral, body)
    await take(
        db, actor, referral, step, changes, reason_code=body.reason_code, comment=body.comment
    )
    if isinstance(body, AcceptReferral):
        await accept(db, actor, referral, body)
    if isinstance(body, TryContact) and body.result is AttemptResult.REACHED:
        await tell_milestone(db, actor, referral, Milestone.CONTACTED, body.on)
    return (await shown(db, actor, [referral]))[0]


async def take(
    db: AsyncSession,
    actor: Actor,
    referral: Referral,
    step: Step[ReferralFacts],
    changes: dict[str, Any],
    *,
    reason_code: str | None = None,
    comment: str | None = None,
) -> None:
    """Take a step that the machine allowed; whoever may know is told in the same commit."""
    moves = step.target is not None
    if moves:
        changes = {"reason_code": reason_code, "comment": comment, "decided_at": None, **changes}
        if ReferralState(step.target or referral.state) in ENDS:
            changes["decided_at"] = clock.now()
    record.move(
        db, actor, REFERRAL, referral, step, changes=changes, reason_code=reason_code, comment=comment
    )  # fmt: skip
    if moves:
        outbox.tell(
            db, actor, f"referral.{referral.state}",
            referral_id=referral.id, state=referral.state, version=referral.version,
        )  # fmt: skip
        await tell_sender(db, actor, referral)


async def lapse(db: AsyncSession, actor: Actor, referral: Referral) -> bool:
    """Let a locked referral lapse, should it be ready for that; returns whether it did."""
    facts = await _facts(db, actor, referral)
    if referral.state not in LAPSE.sources or LAPSE.missing(facts):
        return False
    reason = ReferralReason.NO_ANSWER.value
    await take(db, actor, referral, LAPSE, dict(ASKED), reason_code=reason)
    return True


async def close(db: AsyncSession, actor: Actor, referral: Referral, reason: ReferralReason) -> None:
    """Close the loop of a locked referral of a child who was here: its sender is told how it ended."""
    await take(db, actor, referral, CLOSE, dict(ASKED), reason_code=reason.value)


async def _facts(db: AsyncSession, actor: Actor, referral: Referral) -> ReferralFacts:
    wanted = (await program.settled(db, actor)).attempts_before_lapse
    return facts_of(referral, wanted, actor.today())


async def _changes(
    db: AsyncSession,
    directory: Directory,
    files: Files,
    actor: Actor,
    referral: Referral,
    body: ReferralStep,
) -> dict[str, Any]:
    """What a step sets beside the state. Raises: MOVE_PROBLEMS."""
    match body:
        case AcknowledgeReferral() | NameCoordinator():
            return await _coordinator(db, actor, body.interim_coordinator_id)
        case AskReferral():
            return await _question(db, actor, body)
        case RedirectReferral():
            return await pass_on(db, directory, files, actor, referral, body)
        case MarkDuplicate():
            return await _duplicate(db, actor, referral, body)
        case TryContact():
            tried = _attempt(actor, referral, body)
            return {"contact_attempts": [*referral.contact_attempts, tried]}
    another = await _another_child(db, actor, referral, body)
    return {**ASKED, **another, **_said(actor, referral, body)}


async def _another_child(
    db: AsyncSession, actor: Actor, referral: Referral, body: ReferralStep
) -> dict[str, Any]:
    """A duplicate that is opened again is of another child after all. Raises: OPEN_PROBLEMS of the file."""
    if not isinstance(body, ReopenReferral) or referral.student_id is None:
        return {}
    if await queries.opened_stay(db, actor, referral.id):
        return {}
    await take_off_file(db, actor, referral, referral.student_id)
    return {"student_id": None}


def _said(actor: Actor, referral: Referral, body: ReferralStep) -> dict[str, Any]:
    """What a step that ends the question to the sender says besides."""
    if isinstance(body, AnswerReferral):
        return {"additions": [*referral.additions, addition(actor, body.information)]}
    if isinstance(body, AcceptReferral):
        return {"duplicates_reviewed": [str(id_) for id_ in body.duplicates_reviewed]}
    if isinstance(body, LapseReferral):
        return {"reason_code": ReferralReason.NO_ANSWER.value}
    return {}


async def _coordinator(db: AsyncSession, actor: Actor, person_id: UUID | None) -> dict[str, Any]:
    """Raises: CannotCoordinate."""
    if person_id is None:
        return {}
    person = await people.principal(db, actor, person_id)
    if person is None or not person.is_active or "coordinator" not in person.roles:
        raise CannotCoordinate
    return {"interim_coordinator_id": person_id}


def _attempt(actor: Actor, referral: Referral, body: TryContact) -> dict[str, Any]:
    """Raises: ReferralDays."""
    if not referral.received_on <= body.on <= actor.today():
        raise ReferralDays
    said = body.model_dump(mode="json", include={"on", "channel", "result", "note"})
    return {name: value for name, value in said.items() if value is not None}


async def _question(db: AsyncSession, actor: Actor, body: AskReferral) -> dict[str, Any]:
    """Raises: ReferralDays."""
    due_on: date | None = body.answer_due_on
    if due_on is None:
        days = (await program.settled(db, actor)).referral_answer_days
        due_on = actor.today() + timedelta(days=days)
    if due_on < actor.today():
        raise ReferralDays
    wanted = list(dict.fromkeys(w.value for w in body.wanted))
    return {"wanted": wanted, "question": body.question, "answer_due_on": due_on}


async def _duplicate(
    db: AsyncSession, actor: Actor, referral: Referral, body: MarkDuplicate
) -> dict[str, Any]:
    """What came with it is kept on the child's file. Raises: NotADuplicate, OPEN_PROBLEMS of the file."""
    await case.open_for_change(db, actor, body.student_id)
    enrolment = await students.latest_enrolment(db, actor, body.student_id)
    if enrolment is None or enrolment.exited_on is not None:
        raise NotADuplicate
    await keep_as_documents(db, actor, referral, body.student_id)
    return {"student_id": body.student_id}


def addition(actor: Actor, information: str, by: str = "program") -> dict[str, str]:
    """`by`: the program's own staff, or the sender."""
    return {"on": str(actor.today()), "by": by, "information": information}
