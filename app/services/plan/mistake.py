"""A version that should never have been on this file: what it took the place of is in force again."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.plan import Plan
from app.models.words.plan import LIVE, LineState, PlanState, Program
from app.services import event, record
from app.services.plan.kind import LINE, PLAN, Version
from app.services.plan.line_machine import STRIKE, back_in_force
from app.services.plan.machine import SIGN
from app.services.plan.withdraw import take_back
from app.services.queries import plan as queries
from app.services.queries import service_line as service_lines
from app.services.workflow import Step, states

BACK = "successor_entered_in_error"
ASIDE = (PlanState.AMENDED, PlanState.SUPERSEDED, PlanState.EXPIRED)


async def undo(
    db: AsyncSession, actor: Actor, version: Version, former_state: str, reason: str
) -> None:
    """Take back what a version did that was just marked. Raises: DatesOutOfOrder, NoConsentYet."""
    plan = version.plan
    await take_back(db, actor, plan, None)
    for line in version.lines:
        if line.state != LineState.WITHDRAWN:
            record.move(db, actor, LINE, line, STRIKE, changes={"end_reason": None})
    await db.flush()  # one plan in force: it makes room before the former comes back
    if former_state in {s.value for s in LIVE}:
        await _bring_back(db, actor, plan)
    await event.retract_with(db, actor, version.student, plan, reason)


async def _bring_back(db: AsyncSession, actor: Actor, plan: Plan) -> None:
    earlier = [
        p
        for p in await queries.signed(db, actor, plan.student_id)
        if p.program == plan.program and p.number < plan.number
    ]
    former = next((p for p in earlier if p.state in {s.value for s in ASIDE}), None)
    if former is None or former.ended_on is None or former.ended_on < (plan.signed_on or date.max):
        return  # what ended before was not set aside by this one
    for line in await service_lines.set_aside(db, actor, plan, former.ended_on):
        again = {"ended_on": None, "end_reason": None}
        record.move(db, actor, LINE, line, back_in_force(line, BACK), changes=again)
    target = PlanState.IN_EFFECT if plan.program == Program.PARTB else PlanState.ACTIVE
    step: Step[Version] = Step(BACK, "", states(*ASIDE), target, SIGN)
    record.move(db, actor, PLAN, former, step, changes={"ended_on": None})
