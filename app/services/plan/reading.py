"""Reading a version and everything around it."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import Problem
from app.models.history import RecordChange
from app.models.plan import Plan, PlanDecision, PlanMeeting
from app.models.signature import Signature
from app.models.words.plan import Program
from app.services import case, record
from app.services.plan.compare import Difference, differences
from app.services.plan.complete import Found
from app.services.plan.document import document
from app.services.plan.kind import PLAN, READ_PROBLEMS, completeness
from app.services.queries import plan as queries
from app.services.queries import record as record_queries
from app.services.queries import service_line as service_lines
from app.services.record import plain


class NothingToCompare(Problem):
    status, code, title = 409, "nothing-to-compare", "This version was made from no other"
    detail = "Name the other version in `with_id`."


class NotPresented(Problem):
    status, code, title = 409, "plan-not-presented", "This version has no text to sign yet"
    detail = "Its text is fixed when it is presented to the parent."


COMPARE_PROBLEMS = (*READ_PROBLEMS, NothingToCompare)
TEXT_PROBLEMS = (*READ_PROBLEMS, NotPresented)


async def read(db: AsyncSession, actor: Actor, student_id: UUID, plan_id: UUID) -> Plan:
    """Raises: READ_PROBLEMS."""
    return await record.read(db, actor, PLAN, plan_id, student_id)


async def list_of(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    program: Program | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Plan]:
    """Raises: StudentNotFound, NotOnCaseload."""
    await case.open_file(db, actor, student_id)
    audit.record(db, actor, "list", "plan", student_id=student_id)
    return await queries.of_student(db, actor, student_id, program, limit, after)


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    plan_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, PLAN, plan_id, limit, after, student_id)


async def missing(db: AsyncSession, actor: Actor, student_id: UUID, plan_id: UUID) -> list[Found]:
    """Raises: READ_PROBLEMS."""
    plan = await read(db, actor, student_id, plan_id)
    return completeness(plan, await service_lines.lines(db, actor, plan_id))


async def meetings(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    plan_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[PlanMeeting]:
    """Raises: READ_PROBLEMS."""
    await read(db, actor, student_id, plan_id)
    return await queries.meetings(db, actor, plan_id, limit, after)


async def decisions(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    plan_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[PlanDecision]:
    """Raises: READ_PROBLEMS."""
    await read(db, actor, student_id, plan_id)
    return await queries.decisions(db, actor, plan_id, limit, after)


async def signatures(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    plan_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Signature]:
    """Raises: READ_PROBLEMS."""
    await read(db, actor, student_id, plan_id)
    return await record_queries.signatures(db, actor, plan_id, limit, after)


async def compare(
    db: AsyncSession, actor: Actor, student_id: UUID, plan_id: UUID, with_id: UUID | None
) -> tuple[Plan, Plan, list[Difference]]:
    """From another version, or the one it was made of, to this one. Raises: COMPARE_PROBLEMS."""
    newer = await read(db, actor, student_id, plan_id)
    before_id = with_id or newer.base_id
    if before_id is None:
        raise NothingToCompare
    older = await read(db, actor, student_id, before_id)
    sides = [
        plain(document(plan, await service_lines.lines(db, actor, plan.id)))
        for plan in (older, newer)
    ]
    return older, newer, differences(*sides)


async def text(db: AsyncSession, actor: Actor, student_id: UUID, plan_id: UUID) -> Plan:
    """A version whose text is fixed. Raises: TEXT_PROBLEMS."""
    plan = await read(db, actor, student_id, plan_id)
    if plan.signed_text is None:
        raise NotPresented
    return plan
