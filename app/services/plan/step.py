"""Taking a step with a plan, and saying which steps there are."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import outbox
from app.auth import Actor
from app.models.plan import Plan
from app.models.schemas import plan_step as steps
from app.models.words.plan import Program
from app.services import case, record
from app.services.plan import meeting, mistake, sign
from app.services.plan.kind import LINE, PLAN, READ_PROBLEMS, PlanDates, Version, gather, not_future
from app.services.plan.line_machine import END
from app.services.plan.machine import MACHINES
from app.services.plan.people import PEOPLE_PROBLEMS
from app.services.plan.tell import TELL_PROBLEMS, change_of, tell
from app.services.plan.withdraw import take_back
from app.services.queries import service_line as service_lines
from app.services.workflow import STEP_PROBLEMS, Action

TAKE_PROBLEMS = (
    *READ_PROBLEMS, *STEP_PROBLEMS, *PEOPLE_PROBLEMS, *TELL_PROBLEMS, *sign.SIGN_PROBLEMS, PlanDates,
)  # fmt: skip
Handler = Callable[[AsyncSession, Actor, Version, Any], Awaitable[dict[str, Any]]]


async def _nothing(
    _: AsyncSession, __: Actor, ___: Version, ____: steps.BeginReview | steps.MarkPlanInError
) -> dict[str, Any]:
    return {}


async def _end(
    db: AsyncSession, actor: Actor, version: Version, body: steps.EndPlan
) -> dict[str, Any]:
    """The services end with the plan. Raises: PlanDates, TELL_PROBLEMS."""
    not_future(actor, body.ended_on, "The last day")
    if version.plan.signed_on is not None and body.ended_on < version.plan.signed_on:
        raise PlanDates("A plan ends on or after the day on which it was signed.")
    plan = version.plan
    lines = await service_lines.in_force(db, actor, plan.student_id, plan.program)
    for line in lines:
        ended = {"ended_on": body.ended_on, "end_reason": body.reason_code}
        record.move(db, actor, LINE, line, END, reason_code=body.reason_code, changes=ended)
    if version.program is Program.PARTC:
        await tell(db, actor, version.student, [change_of(plan, x, body.ended_on) for x in lines])
    return {"ended_on": body.ended_on}


async def _withdraw(
    db: AsyncSession, actor: Actor, version: Version, body: steps.WithdrawPlan
) -> dict[str, Any]:
    await take_back(db, actor, version.plan, body.reason_code)
    return {}


HANDLERS: dict[str, Handler] = {
    "set_meeting": meeting.set_meeting,
    "move_meeting": meeting.move_meeting,
    "cancel_meeting": meeting.cancel_meeting,
    "hold_meeting": meeting.hold_meeting,
    "present": sign.present,
    "decide": sign.decide,
    "sign": sign.sign,
    "sign_in_part": sign.sign,
    "decline": sign.decline,
    "withdraw": _withdraw,
    "countersign": sign.countersign,
    "put_in_effect": sign.put_in_effect,
    "begin_review": _nothing,
    "close_review": meeting.close_review,
    "end": _end,
    "mark_entered_in_error": _nothing,
}


async def take(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    plan_id: UUID,
    body: steps.PlanStep,
    if_match: str,
) -> Plan:
    """Raises: TAKE_PROBLEMS, Forbidden, VersionStale."""
    plan = await record.open_for_change(db, actor, PLAN, plan_id, if_match, student_id)
    student = await case.open_for_change(db, actor, student_id)
    version = await gather(db, actor, student, plan)
    machine = MACHINES[version.program]
    version.is_asked = True  # whether the step exists and may be taken, before what the body brings
    machine.require(actor, plan.state, body.act, version, body.reason_code)
    version.is_asked = False
    if isinstance(body, steps.Decide | steps.ParentSigns):
        await sign.note(db, actor, version, body)
    step = machine.require(actor, plan.state, body.act, version, body.reason_code)
    changes, before = await HANDLERS[body.act](db, actor, version, body), plan.state
    record.move(
        db, actor, PLAN, plan, step, reason_code=body.reason_code, comment=body.comment, changes=changes
    )  # fmt: skip
    if isinstance(body, steps.MarkPlanInError):
        reason = body.comment or str(body.reason_code)
        await mistake.undo(db, actor, version, before, reason)
    outbox.tell(
        db, actor, "plan.moved", student_id=student_id, plan_id=plan.id, act=body.act, state=plan.state
    )  # fmt: skip
    return plan


async def actions(db: AsyncSession, actor: Actor, student_id: UUID, plan_id: UUID) -> list[Action]:
    """Raises: READ_PROBLEMS."""
    student = await case.open_file(db, actor, student_id)
    plan = await record.read(db, actor, PLAN, plan_id, student_id)
    version = await gather(db, actor, student, plan, is_asked=True)
    return MACHINES[version.program].actions(
        actor, plan.state, version, record.only_read(plan, student_id)
    )
