"""Asking those who pay, one at a time and in payer order; what each said; appeals."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import outbox
from app.auth import Actor
from app.models.equipment import EquipmentItem, EquipmentLetter, EquipmentRequest
from app.models.funding import EquipmentFunder, EquipmentSubmission
from app.models.schemas import equipment_step as steps
from app.models.words.consent import ConsentKind
from app.models.words.equipment import (
    EquipmentState,
    FunderKind,
    Funding,
    LetterKind,
    SubmissionKind,
    SubmissionState,
)
from app.models.words.task import TaskSource
from app.services import case, consent, record, task
from app.services.equipment.file import File
from app.services.equipment.item import ITEM
from app.services.equipment.letter import to_send
from app.services.equipment.policy import Policy
from app.services.equipment.problems import (
    AnswerUnscanned,
    AppealTooLate,
    CurrencyUnfit,
    DecisionIncomplete,
    EquipmentDates,
    EquipmentLetterNotFound,
    EquipmentRequestNotFound,
    FunderUnknown,
    InsuranceConsentMissing,
    LetterWaits,
    PayerOrder,
)
from app.services.signature import require_scan

SUBMISSION = record.Kind("equipment-submission", EquipmentSubmission, EquipmentRequestNotFound)
PROBLEMS = (
    FunderUnknown, PayerOrder, InsuranceConsentMissing, DecisionIncomplete, AppealTooLate, EquipmentLetterNotFound,
    LetterWaits, EquipmentDates, CurrencyUnfit, AnswerUnscanned,
)  # fmt: skip
Changes = dict[str, Any]


async def submit(
    db: AsyncSession, actor: Actor, file: File, body: steps.Submit, on: date
) -> Changes:
    """Ask the next source, naming those that come earlier and are not asked. Raises: PROBLEMS."""
    funder = _known(file, body.funder_id)
    _require_order(file, funder, body)
    await _require_consent(db, actor, file, funder)
    before = [
        s
        for s in file.submissions
        if s.funder_id == funder.id and s.state != SubmissionState.PASSED_OVER
    ]
    letter = _asks(file, before[-1] if before else None, body)
    for one in body.passed_over:
        _add(
            db,
            actor,
            file,
            one.funder_id,
            SubmissionKind.INITIAL,
            SubmissionState.PASSED_OVER,
            on,
            why=one.why,
        )
    kind = SubmissionKind.RESUBMISSION if before else SubmissionKind.INITIAL
    _add(
        db, actor, file, funder.id, kind, SubmissionState.OPEN, on, reference=body.reference,
        letter_id=letter.id if letter else None,
    )  # fmt: skip
    for item in file.unpaid:
        record.change(
            db, actor, ITEM, item, {"funding": Funding.UNDECIDED.value, "funder_id": None}
        )
    return {"funder_id": funder.id, "appeal_due_on": None}


def _asks(
    file: File, before: EquipmentSubmission | None, body: steps.Submit
) -> EquipmentLetter | None:
    """The first letter; for a source that was asked before, one that answers what it said."""
    if before is None and body.letter_id is None:
        return file.asked_with
    if body.letter_id is None:
        raise LetterWaits(
            "Asking the same source again takes a resubmission letter; give `letter_id`."
        )
    return to_send(file, body.letter_id, LetterKind.RESUBMISSION, before)


def _known(file: File, funder_id: UUID) -> EquipmentFunder:
    found = next((f for f in file.active_funders if f.id == funder_id), None)
    if found is None:
        raise FunderUnknown
    return found


def _require_order(file: File, funder: EquipmentFunder, body: steps.Submit) -> None:
    """Part C pays last (34 CFR 303.510); the others in the program's order."""
    asked_first = file.active_funders
    earlier = [f.id for f in asked_first[: asked_first.index(funder)]]
    passed_over = {one.funder_id for one in body.passed_over}
    if unknown := passed_over - set(earlier):
        raise FunderUnknown(
            "`passed_over` names sources that come earlier in the payer order, and only those.",
            funder_ids=sorted(map(str, unknown)),
        )
    answered = {s.funder_id for s in file.submissions} | passed_over
    if not_asked := [f for f in earlier if f not in answered]:
        raise PayerOrder(
            "Ask the earlier sources first, or say in `passed_over` why one is not asked.",
            not_asked=[str(f) for f in not_asked],
        )


async def _require_consent(
    db: AsyncSession, actor: Actor, file: File, funder: EquipmentFunder
) -> None:
    if funder.kind != FunderKind.PRIVATE_INSURANCE:
        return
    holder = await case.holder(db, actor, file.request.student_id)
    if not await consent.has_live(db, actor, holder, ConsentKind.INSURANCE_USE):
        raise InsuranceConsentMissing


def _add(
    db: AsyncSession,
    actor: Actor,
    file: File,
    funder_id: UUID,
    kind: SubmissionKind,
    state: SubmissionState,
    on: date,
    **said: Any,
) -> None:
    row = EquipmentSubmission(
        tenant_id=actor.tenant_id, request_id=file.request.id, student_id=file.request.student_id,
        funder_id=funder_id, kind=kind.value, state=state.value, sent_on=on, **said,
    )  # fmt: skip
    record.add(db, actor, SUBMISSION, row)


def _current(file: File) -> EquipmentSubmission:
    current = file.with_funder
    assert current is not None  # noqa: S101 - the machine lets nobody here without one
    return current


async def request_info(
    db: AsyncSession, actor: Actor, file: File, body: steps.RequestInfo, on: date
) -> Changes:
    """Note what the funder asks for, and by when. Raises: EquipmentDates."""
    if body.answer_by is not None and body.answer_by < on:
        raise EquipmentDates("`answer_by` would lie before the question.")
    current = _current(file)
    asked = {
        "asked_on": on,
        "what": body.what,
        "answer_by": body.answer_by,
        "answered_on": None,
        "answer": None,
    }
    state = SubmissionState.INFO_REQUESTED.value
    changes = {"inquiries": [*current.inquiries, record.plain(asked)], "state": state}
    record.change(db, actor, SUBMISSION, current, changes, act="info_requested")
    return {}


async def answer(
    db: AsyncSession, actor: Actor, file: File, body: steps.Answer, on: date
) -> Changes:
    """Answer every open question of the funder. Raises: EquipmentLetterNotFound, LetterWaits."""
    current = _current(file)
    changes: Changes = {"state": SubmissionState.OPEN.value}
    if body.letter_id is not None:
        sent = to_send(file, body.letter_id, LetterKind.RESUBMISSION, current)
        changes["letter_id"] = sent.id
    said = record.plain({"answered_on": on, "answer": body.answer})
    changes["inquiries"] = [
        q if q["answered_on"] is not None else {**q, **said} for q in current.inquiries
    ]
    record.change(db, actor, SUBMISSION, current, changes, act="answered")
    return {}


async def approve(
    db: AsyncSession, actor: Actor, file: File, body: steps.Approve, on: date
) -> Changes:
    """Raises: DecisionIncomplete, EquipmentDates, CurrencyUnfit."""
    _require_whole(file, body.decisions)
    if not all(d.is_approved for d in body.decisions):
        raise DecisionIncomplete("Something is refused: take the step `approve_part`, or `deny`.")
    await _decide(db, actor, file, body.decisions, SubmissionState.APPROVED, body.answer)
    return {"appeal_due_on": None}


async def approve_part(
    db: AsyncSession, actor: Actor, file: File, body: steps.ApprovePart, on: date
) -> Changes:
    """Raises: DecisionIncomplete, AnswerUnscanned, EquipmentDates, CurrencyUnfit."""
    _require_whole(file, body.decisions)
    _require_kept(body.answer)
    if len({d.is_approved for d in body.decisions}) != 2:
        raise DecisionIncomplete("Nothing or everything is approved: take `deny`, or `approve`.")
    due = _appeal_due(file, body.answer.dated_on, body.appeal_by)
    await _decide(
        db, actor, file, body.decisions, SubmissionState.PART_APPROVED, body.answer,
        reason_code=body.reason_code, reason=body.reason, appeal_due_on=due,
    )  # fmt: skip
    await ask_for_appeal(
        db, actor, file.request, file.policy, EquipmentState.PART_APPROVED, on, due
    )
    return {"appeal_due_on": due}


async def deny(db: AsyncSession, actor: Actor, file: File, body: steps.Deny, on: date) -> Changes:
    """Everything that was asked for is refused; the appeal is a task. Raises: AnswerUnscanned, EquipmentDates."""
    _require_kept(body.answer)
    due = _appeal_due(file, body.answer.dated_on, body.appeal_by)
    refused = [steps.ItemDecision(item_id=i.id, is_approved=False) for i in file.unpaid]
    await _decide(
        db, actor, file, refused, SubmissionState.DENIED, body.answer,
        reason_code=body.reason_code, reason=body.reason, appeal_due_on=due,
    )  # fmt: skip
    await ask_for_appeal(db, actor, file.request, file.policy, EquipmentState.DENIED, on, due)
    return {"appeal_due_on": due}


async def ask_for_appeal(
    db: AsyncSession,
    actor: Actor,
    request: EquipmentRequest,
    policy: Policy,
    state: EquipmentState,
    on: date,
    due: date | None,
) -> None:
    """A task with the last day of the appeal, or that of the stage; the next step closes it."""
    last = due or policy.alert_on(state, on) or on
    await task.follow_up(
        db, actor, TaskSource.EQUIPMENT_REQUEST, request.id, "Appeal, or ask the next source of funds", last,
        student_id=request.student_id,
    )  # fmt: skip
    if due is not None:
        outbox.tell(
            db, actor, "equipment.appeal-due", student_id=request.student_id, request_id=request.id, appeal_due_on=due,
        )  # fmt: skip


def _require_whole(file: File, decisions: list[steps.ItemDecision]) -> None:
    """Each item that was asked for, once."""
    asked = sorted(str(i.id) for i in file.unpaid)
    if sorted(str(d.item_id) for d in decisions) != asked:
        raise DecisionIncomplete(
            "Say of each item that was asked for, once, whether it is approved.", item_ids=asked
        )


def _require_kept(letter: steps.AnswerLetter) -> None:
    """What an appeal must answer is on file, or it is said why not."""
    if (letter.scan_id is None) == (letter.why_no_scan is None):
        raise AnswerUnscanned


def _appeal_due(file: File, dated_on: date, named: date | None) -> date | None:
    """Last day of an appeal: as the funder's letter says, or counted from its date."""
    if named is not None:
        if named < dated_on:
            raise EquipmentDates("`appeal_by` would lie before the funder's letter.")
        return named
    funder = next((f for f in file.funders if f.id == file.request.funder_id), None)
    if funder is None or funder.appeal_days is None:
        return None
    return dated_on + timedelta(days=funder.appeal_days)


async def _decide(
    db: AsyncSession,
    actor: Actor,
    file: File,
    decisions: list[steps.ItemDecision],
    state: SubmissionState,
    letter: steps.AnswerLetter,
    **said: Any,
) -> None:
    current = _current(file)
    if not current.sent_on <= letter.dated_on <= actor.today():
        raise EquipmentDates("The funder's letter is dated between the question and today.")
    await require_scan(db, actor, file.request.student_id, letter.scan_id)
    file.policy.require_currency(*(d.pays.currency for d in decisions if d.pays is not None))
    by_id: dict[UUID, EquipmentItem] = {i.id: i for i in file.items}
    for decision in decisions:
        _settle(db, actor, by_id[decision.item_id], current.funder_id, decision)
    kept = [record.plain(d.model_dump()) for d in decisions]
    changes = {
        "state": state.value, "decided_on": letter.dated_on, "decisions": kept,
        "answer_letter": record.plain(letter.model_dump()), **said,
    }  # fmt: skip
    record.change(db, actor, SUBMISSION, current, changes, act="decided")


def _settle(
    db: AsyncSession,
    actor: Actor,
    item: EquipmentItem,
    funder_id: UUID,
    decision: steps.ItemDecision,
) -> None:
    funding = Funding.APPROVED if decision.is_approved else Funding.DENIED
    pays = decision.pays if decision.is_approved else None
    changes = {
        "funding": funding.value, "funder_id": funder_id,
        "amount": pays.amount if pays else None, "currency": pays.currency if pays else None,
    }  # fmt: skip
    record.change(db, actor, ITEM, item, changes, act="decided")


async def appeal(
    db: AsyncSession, actor: Actor, file: File, body: steps.Appeal, on: date
) -> Changes:
    """Send the letter of appeal, while there is time. Raises: PROBLEMS."""
    due, decided = file.request.appeal_due_on, file.decided
    assert decided is not None  # noqa: S101 - a denial is a decision
    if due is not None and on > due:
        raise AppealTooLate(f"It was {due}. Turn to the next funder, or close the request.")
    letter = to_send(file, body.letter_id, LetterKind.APPEAL, decided)
    _add(
        db, actor, file, decided.funder_id, SubmissionKind.APPEAL, SubmissionState.OPEN, on,
        reference=body.reference, letter_id=letter.id,
    )  # fmt: skip
    return {"funder_id": decided.funder_id, "appeal_due_on": None}


async def next_funder(
    db: AsyncSession, actor: Actor, file: File, _: steps.NextFunder, on: date
) -> Changes:
    return {"funder_id": None, "appeal_due_on": None}
