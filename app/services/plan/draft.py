"""Opening a plan, writing it, making the next version of one in force."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import outbox
from app.auth import Actor
from app.errors import Problem
from app.models.plan import Plan
from app.models.schemas.plan import PlanCreate, PlanUpdate, VersionCreate
from app.models.service_line import ServiceLine
from app.models.student import Student
from app.models.words.plan import (
    EDITABLE,
    LIVE,
    LineState,
    PlanType,
    Program,
)
from app.services import case, record
from app.services.plan.document import COPIED, IEP_PARTS, IFSP_PARTS, PARTS, promised
from app.services.plan.kind import (
    LINE,
    PLAN,
    READ_PROBLEMS,
    PersonUnknown,
    PlanDates,
    not_future,
)
from app.services.plan.people import require_staff
from app.services.plan.tell import TELL_PROBLEMS, about, tell
from app.services.queries import plan as queries
from app.services.queries import service_line as service_lines
from app.services.queries import student as students

FIRST = {PlanType.INTERIM, PlanType.INITIAL}
NEXT = {
    Program.PARTC: set(PlanType) - {PlanType.INTERIM},
    Program.PARTB: {PlanType.ANNUAL, PlanType.AMENDMENT},
}


class PlanInForce(Problem):
    status, code, title = 409, "plan-in-force", "The student has a plan in force"
    detail = "Make its next version: POST .../plans/{plan_id}/versions."


class PlanNotInForce(Problem):
    status, code, title = 409, "plan-not-in-force", "Only of a plan in force is a next version made"


class PlanOpen(Problem):
    status, code, title = 409, "plan-open", "Another version is being prepared"
    detail = "Finish it, have it declined or withdraw it; a student has one version in preparation."


class PlanTypeWrong(Problem):
    status, code, title = 409, "plan-type", "This is not a type of such a plan"


class PlanFixed(Problem):
    status, code, title = 409, "plan-fixed", "This version is not changed any more"
    detail = "Its text was presented for signature. Make the next version."


class PartOfOtherProgram(Problem):
    status, code, title = (
        409,
        "part-of-other-program",
        "This part belongs to the other kind of plan",
    )


CREATE_PROBLEMS = (
    *case.OPEN_PROBLEMS, PlanInForce, PlanOpen, PlanTypeWrong, PlanDates, PersonUnknown,
)  # fmt: skip
UPDATE_PROBLEMS = (*READ_PROBLEMS, PlanFixed, PartOfOtherProgram, PlanDates, PersonUnknown)
VERSION_PROBLEMS = (
    *READ_PROBLEMS, PlanNotInForce, PlanOpen, PlanTypeWrong, PlanDates, *TELL_PROBLEMS,
)  # fmt: skip


async def create(db: AsyncSession, actor: Actor, student_id: UUID, body: PlanCreate) -> Plan:
    """Raises: CREATE_PROBLEMS."""
    student = await case.open_for_change(db, actor, student_id)
    is_interim = body.type is PlanType.INTERIM
    if body.type not in FIRST or (is_interim and body.program is Program.PARTB):
        raise PlanTypeWrong("A first plan is initial; an IFSP may also be interim.")
    former = await queries.live(db, actor, student_id, body.program.value)
    if former is not None and (is_interim or former.type != PlanType.INTERIM):
        raise PlanInForce
    if not is_interim:
        await _require_none_open(db, actor, student_id, body.program)
    values = body.model_dump()
    if values["coordinator_id"] is None and body.program is Program.PARTC:
        values["coordinator_id"] = await _coordinator(db, actor, student_id)
    plan = Plan(
        tenant_id=actor.tenant_id, student_id=student_id,
        number=await queries.last_number(db, actor, student_id, body.program.value) + 1,
        **record_values(values),
    )  # fmt: skip
    await _check(db, actor, student, plan)
    return _told(db, actor, record.add(db, actor, PLAN, plan))


def record_values(values: dict[str, Any]) -> dict[str, Any]:
    """Words as the columns keep them."""
    return {k: v.value if isinstance(v, Program | PlanType) else v for k, v in values.items()}


async def _coordinator(db: AsyncSession, actor: Actor, student_id: UUID) -> UUID | None:
    team = await students.live_assignments(db, actor, student_id)
    return next((a.principal_id for a in team if a.role == "coordinator"), None)


async def _require_none_open(
    db: AsyncSession, actor: Actor, student_id: UUID, program: Program
) -> None:
    found = await queries.open_versions(db, actor, student_id, program.value)
    if any(p.type != PlanType.INTERIM for p in found):
        raise PlanOpen


async def _check(db: AsyncSession, actor: Actor, student: Student, plan: Plan) -> None:
    if plan.starts_on is not None and plan.starts_on < student.born_on:
        raise PlanDates("A plan starts after the child's birth.")
    if plan.starts_on and plan.ends_on and plan.ends_on < plan.starts_on:
        raise PlanDates("It cannot end before it starts.")
    if plan.coordinator_id is not None:
        await require_staff(db, actor, plan.coordinator_id)


def _told(db: AsyncSession, actor: Actor, plan: Plan) -> Plan:
    outbox.tell(
        db, actor, "plan.opened", student_id=plan.student_id, plan_id=plan.id, type=plan.type
    )
    return plan


async def change(
    db: AsyncSession, actor: Actor, student_id: UUID, plan_id: UUID, body: PlanUpdate, if_match: str
) -> Plan:
    """Apply a merge patch. Raises: UPDATE_PROBLEMS, VersionStale."""
    student = await case.open_file(db, actor, student_id)
    plan = await record.open_for_change(db, actor, PLAN, plan_id, if_match, student_id)
    if plan.state not in EDITABLE:
        raise PlanFixed
    changes = body.model_dump(mode="json", include=body.model_fields_set)
    for name in ("starts_on", "ends_on", "coordinator_id"):
        if name in changes:
            changes[name] = getattr(body, name)
    foreign = {*IFSP_PARTS, *IEP_PARTS}.difference(PARTS[plan.program]).intersection(changes)
    if foreign:
        raise PartOfOtherProgram(f"Leave out {', '.join(sorted(foreign))}.")
    with db.no_autoflush:  # an id that is refused below must not reach a foreign key first
        record.change(db, actor, PLAN, plan, changes)
        await _check(db, actor, student, plan)
    return plan


async def begin_version(
    db: AsyncSession, actor: Actor, student_id: UUID, plan_id: UUID, body: VersionCreate
) -> Plan:
    """Copy the plan in force, with the services in force, into a new draft. Raises: VERSION_PROBLEMS."""
    student = await case.open_for_change(db, actor, student_id)
    base = await record.read(db, actor, PLAN, plan_id, student_id)
    program = Program(base.program)
    if base.state not in LIVE:
        raise PlanNotInForce(f"This version is {base.state}.")
    if body.type not in NEXT[program] or (body.type is PlanType.INITIAL) != _is_interim(base):
        raise PlanTypeWrong(
            "After an interim plan comes the initial one; any other plan is reviewed, amended or renewed."
        )
    await _require_none_open(db, actor, student_id, program)
    not_future(actor, body.asked_by_parent_on, "The day of the parent's request")
    plan = Plan(
        tenant_id=actor.tenant_id, student_id=student_id, program=base.program, type=body.type.value,
        number=await queries.last_number(db, actor, student_id, base.program) + 1, base_id=base.id,
        reason=body.reason, asked_by_parent_on=body.asked_by_parent_on,
        **{name: getattr(base, name) for name in COPIED},
    )  # fmt: skip
    record.add(db, actor, PLAN, plan)
    await db.flush()  # the lines name it
    await _copy_lines(db, actor, plan)
    if program is Program.PARTB and body.asked_by_parent_on is not None:
        asked = about(plan, "partb.iep_meeting.requested", body.asked_by_parent_on)
        await tell(db, actor, student, [asked])
    return _told(db, actor, plan)


def _is_interim(plan: Plan) -> bool:
    return plan.type == PlanType.INTERIM


async def _copy_lines(db: AsyncSession, actor: Actor, plan: Plan) -> None:
    taken: set[int] = set()
    for former in await service_lines.in_force(db, actor, plan.student_id, plan.program):
        number = former.number
        while number in taken:
            number += 1
        taken.add(number)
        line = ServiceLine(
            tenant_id=actor.tenant_id, student_id=plan.student_id, plan_id=plan.id, replaces_id=former.id,
            state=LineState.PROPOSED.value, **{**promised(former), "number": number},
        )  # fmt: skip
        record.add(db, actor, LINE, line)
