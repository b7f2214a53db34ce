"""Taking a step: allowed by the machine, with its evidence, remembered with the age of every stage."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import outbox
from app.auth import Actor
from app.models.equipment import EquipmentRequest
from app.models.schemas.equipment_step import AnyStep, Deliver
from app.models.words.equipment import ENDED, EquipmentState, LetterKind
from app.services import record, task
from app.services.equipment import carry, delivery, forecast, funding, parts, writing
from app.services.equipment.file import File, gather
from app.services.equipment.machine import MACHINE, Standing
from app.services.equipment.problems import EquipmentDates
from app.services.equipment.request import OPEN_PROBLEMS, REQUEST, stage
from app.services.queries import equipment as queries
from app.services.queries import loan as loans
from app.services.workflow import STEP_PROBLEMS, Action, Step

STEP_PROBLEMS_ALL = (
    *OPEN_PROBLEMS, *STEP_PROBLEMS, *writing.PROBLEMS, *funding.PROBLEMS, *delivery.PROBLEMS, EquipmentDates,
)  # fmt: skip
TAKE_PROBLEMS = tuple(dict.fromkeys(STEP_PROBLEMS_ALL))

Doing = Callable[[AsyncSession, Actor, File, Any, date], Awaitable[dict[str, Any]]]
DOINGS: Mapping[str, Doing] = {
    "draft": writing.draft,
    "rework": writing.rework,
    "sign": writing.sign_letter,
    "send_to_prescriber": writing.send_to_prescriber,
    "prescribe": writing.prescribe,
    "submit": funding.submit,
    "request_info": funding.request_info,
    "answer": funding.answer,
    "approve": funding.approve,
    "approve_part": funding.approve_part,
    "deny": funding.deny,
    "appeal": funding.appeal,
    "next_funder": funding.next_funder,
    "carry_on": carry.carry_on,
    "order": delivery.order,
    "slip": delivery.slip,
    "deliver": delivery.deliver,
    "fit": delivery.fit,
    "show": delivery.show,
    "train": delivery.train,
    "start_use": delivery.start_use,
    "follow_up": delivery.follow_up,
    "review_growth": delivery.review_growth,
}
"""What a step does besides changing the state; the others do nothing more."""


async def take(
    db: AsyncSession, actor: Actor, request_id: UUID, body: AnyStep, if_match: str
) -> EquipmentRequest:
    """Raises: TAKE_PROBLEMS, Forbidden, VersionStale."""
    if isinstance(body, Deliver):
        await loans.hold_recalls(db, actor)
    row = await record.open_for_change(db, actor, REQUEST, request_id, if_match)
    file = await gather(db, actor, row)
    step = MACHINE.require(actor, row.state, body.act, standing(file), body.reason_code)
    on = _day(actor, row, body.on)
    if _answers_the_denial(step, file):
        await task.close_follow_ups(db, actor, row.id, f"Taken further: {step.title}.")
    changes = await DOINGS[body.act](db, actor, file, body, on) if body.act in DOINGS else {}
    target = EquipmentState(step.target or row.state)
    if step.target is not None:
        changes |= {"stage_on": on, "alert_on": file.policy.alert_on(target, on)}
        changes |= {"ended_on": on} if target in ENDED else {}
    changes["next_on"] = _next_on(target, {**row.model_dump(), **changes}, file)
    record.move(
        db, actor, REQUEST, row, step, reason_code=body.reason_code, comment=_words(body), changes=changes,
    )  # fmt: skip
    if step.target is not None:
        await _turn(db, actor, row, on)
    forecast.watch(file.items, target)
    outbox.tell(
        db, actor, f"equipment.{body.act}", student_id=row.student_id, request_id=row.id, state=row.state, on=on,
    )  # fmt: skip
    return row


async def actions(db: AsyncSession, actor: Actor, request_id: UUID) -> list[Action]:
    """Every step from here, with what keeps the caller from it. Raises: OPEN_PROBLEMS."""
    row = await record.read(db, actor, REQUEST, request_id)
    return MACHINE.actions(actor, row.state, standing(await gather(db, actor, row)))


def standing(file: File) -> Standing:
    """A request counted, as its steps need to know it."""
    current, draft, decided = file.with_funder, file.draft, file.decided
    derived = [x for x in file.letters if x.kind != LetterKind.JUSTIFICATION]
    return Standing(
        items=len(file.wanted),
        unquoted=sum(not i.quotes for i in file.unpaid),
        approved=len(file.approved),
        unpaid=len(file.unpaid),
        trials=len(file.trials),
        measurements=len(file.measurements),
        letter_missing=parts.missing_for_signature(file, draft) if draft else ("the draft itself",),
        is_signed=file.signed is not None,
        was_in_use=file.request.in_use_on is not None,
        inquiries_open=sum(q["answered_on"] is None for q in current.inquiries) if current else 0,
        has_derived_draft=draft in derived,
        has_uncosigned=file.signed in derived and not file.signed.is_co_signed,
        has_appeal_letter=any(
            x.kind == LetterKind.APPEAL and file.is_ready(x, decided) for x in derived
        ),
    )


def _day(actor: Actor, row: EquipmentRequest, said: date | None) -> date:
    on = said or actor.today()
    if not row.stage_on <= on <= actor.today():
        raise EquipmentDates(f"A step lies between {row.stage_on}, the last one, and today.")
    return on


def _answers_the_denial(step: Step[Standing], file: File) -> bool:
    """An order of the rest leaves what was denied: its appeal stays somebody's task."""
    if step.act == "order":
        return not file.unpaid
    return step.target in ENDED or (
        step.target is not None
        and file.request.state in {EquipmentState.DENIED, EquipmentState.PART_APPROVED}
    )


def _next_on(state: EquipmentState, said: Mapping[str, Any], file: File) -> date | None:
    """By when somebody must act."""
    match state:
        case EquipmentState.DENIED | EquipmentState.PART_APPROVED:
            found: date | None = said["appeal_due_on"]
        case EquipmentState.ORDERED | EquipmentState.DELAYED:
            found = said["expected_on"]
        case EquipmentState.IN_USE:
            known = [d for d in (said["follow_up_on"], said["growth_review_on"]) if d is not None]
            found = min(known, default=None)
        case EquipmentState.INFO_REQUESTED | EquipmentState.APPEALED:
            found = _answer_by(file)
        case _:
            found = None
    return found


def _answer_by(file: File) -> date | None:
    current = file.with_funder
    open_days = [
        date.fromisoformat(q["answer_by"])
        for q in (current.inquiries if current else [])
        if q["answered_on"] is None and q["answer_by"] is not None
    ]
    return min(open_days, default=None)


def _words(body: AnyStep) -> str | None:
    """The step's own words, for the history."""
    own = next(
        (w for n in ("found", "problem", "done", "what") if (w := getattr(body, n, None))), None
    )
    return "\n".join(filter(None, (own, body.comment))) or None


async def _turn(db: AsyncSession, actor: Actor, row: EquipmentRequest, on: date) -> None:
    """End the stage that was, and begin the next."""
    before = await queries.open_stage(db, actor, row.id)
    assert before is not None  # noqa: S101 - a request that may step stands in a stage
    before.to_on = on
    await db.flush()  # one stage is open at a time
    begun = stage(row)
    if row.state in ENDED:
        begun.to_on = on
    db.add(begun)
