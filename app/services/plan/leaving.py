"""A child who leaves the program has no plan in force or in preparation and is offered to nobody; an exit taken back brings the plan back."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.plan import Plan
from app.models.service_line import ServiceLine
from app.models.student import Enrolment, Student
from app.models.words.plan import OPEN, LineState, PlanState, Program
from app.models.words.task import TaskSource
from app.services import duty_task, record, withdrawal
from app.services.plan.kind import LINE, PLAN, Version
from app.services.plan.line_machine import END, SIGN, WRITE, back_in_force
from app.services.plan.withdraw import take_back
from app.services.queries import plan as queries
from app.services.queries import record as records
from app.services.queries import service_line as service_lines
from app.services.queries import student as students
from app.services.queries import task as tasks
from app.services.workflow import Step, states

LEFT = "left_the_program"
BACK = "exit_taken_back"
LEAVE: Step[Version] = Step("left", "", states(PlanState.ACTIVE), PlanState.ENDED, SIGN)
WITHDRAW: Step[Version] = Step("left", "", states(*OPEN), PlanState.WITHDRAWN, WRITE)
PROPOSE: Step[ServiceLine] = Step(BACK, "", states(LineState.WITHDRAWN), LineState.PROPOSED, WRITE)
RETURN: Step[Version] = Step(BACK, "", states(PlanState.ENDED), PlanState.ACTIVE, SIGN)


async def follow(db: AsyncSession, actor: Actor, student: Student) -> None:
    """Bring the IFSP in line with the student's latest enrolment, whose own state is up to date."""
    stay = await students.latest_enrolment(db, actor, student.id)
    if stay is None:
        return
    if stay.exited_on is not None:
        await withdrawal.withdraw_transfer(db, actor, student.id, LEFT)
        for asked in await tasks.of_source(db, actor, stay.id):
            if asked.source == TaskSource.HOLD:
                duty_task.close(db, actor, asked, "The child has left the program.")
        await _withdraw_open(db, actor, student)
    plan = await queries.live(db, actor, student.id, Program.PARTC)
    if stay.exited_on is None and plan is None:
        await _come_back(db, actor, student, await _since(db, actor, stay))
    if stay.exited_on is None:
        await _reopen(db, actor, student, stay)
    elif stay.exited_on is not None and plan is not None:
        record.move(
            db, actor, PLAN, plan, LEAVE, reason_code=LEFT, changes={"ended_on": stay.exited_on}
        )
        for line in await service_lines.in_force(db, actor, student.id, Program.PARTC):
            ended = {"ended_on": stay.exited_on, "end_reason": LEFT}
            record.move(db, actor, LINE, line, END, reason_code=LEFT, changes=ended)


async def _withdraw_open(db: AsyncSession, actor: Actor, student: Student) -> None:
    """Nobody signs for a child who left, and one who returns begins anew."""
    for version in await queries.open_versions(db, actor, student.id, Program.PARTC):
        await take_back(db, actor, version, LEFT)
        record.move(db, actor, PLAN, version, WITHDRAW, reason_code=LEFT)


async def _since(db: AsyncSession, actor: Actor, stay: Enrolment) -> date:
    """The day from which an exit was one of this stay; what ended with the stay before stays ended."""
    before = await records.one(db, actor, Enrolment, stay.previous_id) if stay.previous_id else None
    return max(stay.referred_on, (before and before.exited_on) or stay.referred_on)


async def _come_back(db: AsyncSession, actor: Actor, student: Student, since: date) -> None:
    """Only of the same stay: a child who comes again gets a new plan."""
    lines = [
        x
        for x in await service_lines.ended_for(db, actor, student.id, LEFT)
        if x.ended_on is not None and x.ended_on > since
    ]
    for line in lines:
        again = {"ended_on": None, "end_reason": None}
        record.move(db, actor, LINE, line, back_in_force(line, BACK), changes=again)
    latest = await queries.latest_signed(db, actor, student.id, Program.PARTC) if lines else None
    if latest is not None and latest.state == PlanState.ENDED:
        record.move(db, actor, PLAN, latest, RETURN, changes={"ended_on": None})


async def _reopen(db: AsyncSession, actor: Actor, student: Student, stay: Enrolment) -> None:
    """Versions in preparation when the child was said to have left go on; the meeting that was set is set anew."""
    if await queries.open_versions(db, actor, student.id, Program.PARTC):
        return
    since = stay.created_at
    for plan, left in await queries.withdrawn_by(db, actor, Plan, student.id, LEFT, since):
        state = PlanState(left.from_state or PlanState.DRAFT)
        if state is PlanState.MEETING_SET:
            state = PlanState.DRAFT
        record.move(
            db, actor, PLAN, plan, Step(BACK, "", states(PlanState.WITHDRAWN), state, WRITE)
        )
    for line, _ in await queries.withdrawn_by(db, actor, ServiceLine, student.id, LEFT, since):
        record.move(db, actor, LINE, line, PROPOSE)
