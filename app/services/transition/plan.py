"""The transition plan within the IFSP: written with the family, complete before it is established."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.history import RecordChange
from app.models.schemas.transition import (
    TransitionPlanEstablish,
    TransitionPlanRead,
    TransitionPlanUpdate,
)
from app.models.student import Student
from app.models.transition import TransitionPlan
from app.services import case, event, record
from app.services.queries import transition as queries
from app.services.transition.hand_over import POTENTIALLY_ELIGIBLE
from app.services.workflow import Action, Machine, Step, StepNotAllowed, states

WANTED = {
    "options_reviewed": "program options from the third birthday to the end of that school year",
    "family_part": "how the family took part",
    "steps": "steps to exit Part C",
    "future_placement": "discussions with and training of the parents on future placements",
    "preparation": "procedures to prepare the child for changes",
    "services": "transition services that the team finds needed",
}
"""34 CFR 303.209(d), 303.344(h): the checklist `transition_plan` of the rulebook, as far as the plan itself holds it."""


class PlanNotFound(NotFound):
    code, title = "transition-plan-not-found", "There is no transition plan on this file"
    detail = "Begin one: POST /v1/students/{id}/transition-plans."


class PlanBegun(Problem):
    status, code, title = 409, "transition-plan-begun", "A transition plan is being written already"


class PlanIncomplete(Problem):
    status, code, title = 409, "transition-plan-incomplete", "The plan is not complete"


BEGIN_PROBLEMS = (*case.OPEN_PROBLEMS, PlanBegun)
READ_PROBLEMS = (*case.OPEN_PROBLEMS, PlanNotFound)
CHANGE_PROBLEMS = (*READ_PROBLEMS, StepNotAllowed)
ESTABLISH_PROBLEMS = (*event.RECORD_PROBLEMS, PlanNotFound, PlanIncomplete, StepNotAllowed)
PLAN = record.Kind("transition-plan", TransitionPlan, PlanNotFound)


def missing(plan: TransitionPlan) -> list[str]:
    """What the law wants in the plan and is not there yet."""
    return [said for name, said in WANTED.items() if not getattr(plan, name)]


def shown(plan: TransitionPlan) -> TransitionPlanRead:
    """The plan with what it still lacks."""
    own = TransitionPlanRead.model_fields.keys() - {"missing"}
    said = {name: getattr(plan, name) for name in own}
    return TransitionPlanRead(**said, missing=missing(plan))


async def begin(
    db: AsyncSession, actor: Actor, student_id: UUID, body: TransitionPlanUpdate
) -> TransitionPlan:
    """Begin a plan; one that is established is replaced by it. Raises: BEGIN_PROBLEMS."""
    student = await case.open_for_change(db, actor, student_id)
    current = await queries.current_plan(db, actor, student_id, lock=True)
    if current is not None and current.state == "draft":
        raise PlanBegun
    if current is not None:
        record.change(db, actor, PLAN, current, {"state": "replaced"}, act="replaced")
        await db.flush()  # one current plan: the former must have gone first
    said = body.model_dump(mode="json", exclude_unset=True)
    plan = TransitionPlan(tenant_id=actor.tenant_id, student_id=student_id, **said)
    record.add(db, actor, PLAN, plan)
    await _judge(db, actor, student, plan)
    return plan


async def change(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    plan_id: UUID,
    body: TransitionPlanUpdate,
    if_match: str,
) -> TransitionPlan:
    """Apply a merge patch; steps done are noted here too. Raises: CHANGE_PROBLEMS, VersionStale."""
    plan = await record.open_for_change(db, actor, PLAN, plan_id, if_match, student_id)
    MACHINE.require(actor, plan.state, "change", plan)
    changed = record.change(db, actor, PLAN, plan, body.model_dump(mode="json", exclude_unset=True))
    if "is_potentially_eligible" in changed:
        student = await case.open_for_change(db, actor, student_id)
        await _judge(db, actor, student, plan)
    return plan


async def _judge(db: AsyncSession, actor: Actor, student: Student, plan: TransitionPlan) -> None:
    """The team's judgement is a fact that the clocks reckon with."""
    if plan.is_potentially_eligible is not None:
        await event.state_fact(
            db, actor, student, POTENTIALLY_ELIGIBLE, plan.is_potentially_eligible
        )


async def establish(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    plan_id: UUID,
    body: TransitionPlanEstablish,
    if_match: str,
) -> TransitionPlan:
    """Write the plan into the IFSP; the clock is met on that day. Raises: ESTABLISH_PROBLEMS, VersionStale."""
    plan = await record.open_for_change(db, actor, PLAN, plan_id, if_match, student_id)
    if plan.state == "draft" and (gaps := missing(plan)):
        raise PlanIncomplete(f"Not yet in the plan: {'; '.join(gaps)}.", missing=gaps)
    MACHINE.require(actor, plan.state, "establish", plan)
    student = await case.open_for_change(db, actor, student_id)
    on: date = body.established_on or actor.today()
    event.require_day(actor, student, on)
    said = {"state": "established", "established_on": on}
    record.change(db, actor, PLAN, plan, said, act="established")
    told = {"transition_plan_id": str(plan.id)}
    await event.add(db, actor, student, "transition.plan.established", on, told)
    return plan


def _nothing_missing(plan: TransitionPlan) -> str | None:
    return f"Not yet in the plan: {'; '.join(gaps)}." if (gaps := missing(plan)) else None


WRITE = "transition:write"
MACHINE: Machine[TransitionPlan] = Machine.of(
    Step("change", "Write it, and note the steps done", states("draft", "established"), None, WRITE),
    Step("establish", "Write it into the IFSP", states("draft"), "established", WRITE, (_nothing_missing,)),
)  # fmt: skip


async def actions(db: AsyncSession, actor: Actor, student_id: UUID, plan_id: UUID) -> list[Action]:
    """Raises: READ_PROBLEMS."""
    plan = await record.read(db, actor, PLAN, plan_id, student_id)
    return MACHINE.actions(actor, plan.state, plan, record.only_read(plan, student_id))


async def list_of(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[TransitionPlan]:
    """Raises: StudentNotFound, NotOnCaseload."""
    await case.open_file(db, actor, student_id)
    record.listed(db, actor, PLAN, [student_id])
    return await queries.plans(db, actor, student_id, limit, after)


async def read(db: AsyncSession, actor: Actor, student_id: UUID, plan_id: UUID) -> TransitionPlan:
    """Raises: READ_PROBLEMS."""
    return await record.read(db, actor, PLAN, plan_id, student_id)


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    plan_id: UUID,
    limit: int,
    after: tuple[UUID] | None,
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, PLAN, plan_id, limit, after, student_id)
