"""Plan versions, their meetings and decisions."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.auth import Actor
from app.models.fields import MOST_ON_FILE
from app.models.history import RecordChange
from app.models.plan import Plan, PlanDecision, PlanMeeting
from app.models.service_line import ServiceDelivery, ServiceLine
from app.models.words.plan import LIVE, OPEN, MeetingState, PlanState
from app.services.queries.record import of_child, page

ERROR = PlanState.ENTERED_IN_ERROR.value

T = TypeVar("T", Plan, ServiceLine)


async def of_student(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    program: str | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Plan]:
    """Newest first; one more than `limit` when there is more."""
    query = select(Plan).where(
        col(Plan.tenant_id) == actor.tenant_id, of_child(Plan.student_id, student_id)
    )
    if program is not None:
        query = query.where(col(Plan.program) == program)
    return await page(db, query, (col(Plan.id),), limit, after, newest_first=True)


async def live(db: AsyncSession, actor: Actor, student_id: UUID, program: str) -> Plan | None:
    """The plan in force, of which there is at most one."""
    query = select(Plan).where(
        col(Plan.tenant_id) == actor.tenant_id,
        col(Plan.student_id) == student_id,
        col(Plan.program) == program,
        col(Plan.state).in_([s.value for s in LIVE]),
    )
    return await db.scalar(query)


async def last_number(db: AsyncSession, actor: Actor, student_id: UUID, program: str) -> int:
    query = select(func.coalesce(func.max(col(Plan.number)), 0)).where(
        col(Plan.tenant_id) == actor.tenant_id,
        col(Plan.student_id) == student_id,
        col(Plan.program) == program,
    )
    return int(await db.scalar(query) or 0)


async def states_of(db: AsyncSession, actor: Actor, student_id: UUID, program: str) -> set[str]:
    """States in which the student's versions are; empty: no plan is on record."""
    query = select(col(Plan.state)).where(
        col(Plan.tenant_id) == actor.tenant_id,
        col(Plan.student_id) == student_id,
        col(Plan.program) == program,
        col(Plan.state) != ERROR,
    )
    return set(await db.scalars(query))


async def signed(db: AsyncSession, actor: Actor, student_id: UUID) -> list[Plan]:
    """Versions that a parent signed, the latest first."""
    query = (
        select(Plan)
        .where(
            col(Plan.tenant_id) == actor.tenant_id,
            col(Plan.student_id) == student_id,
            col(Plan.signed_on).is_not(None),
            col(Plan.state) != ERROR,
        )
        .order_by(col(Plan.id).desc())
    )
    return list(await db.scalars(query))


async def latest_signed(
    db: AsyncSession, actor: Actor, student_id: UUID, program: str
) -> Plan | None:
    return next((p for p in await signed(db, actor, student_id) if p.program == program), None)


async def is_given(db: AsyncSession, actor: Actor, plan: Plan) -> bool:
    """Whether a session of one of its services is recorded and counts."""
    query = select(
        exists()
        .where(
            col(ServiceLine.tenant_id) == actor.tenant_id,
            col(ServiceLine.plan_id) == plan.id,
            col(ServiceDelivery.tenant_id) == actor.tenant_id,
            col(ServiceDelivery.line_id) == col(ServiceLine.id),
            col(ServiceDelivery.entered_in_error).is_(False),
        )
        .correlate(None)
    )
    return bool(await db.scalar(query))


async def is_followed(db: AsyncSession, actor: Actor, plan: Plan) -> bool:
    """Whether a later version of the same program was signed."""
    query = select(
        exists().where(
            col(Plan.tenant_id) == actor.tenant_id,
            col(Plan.student_id) == plan.student_id,
            col(Plan.program) == plan.program,
            col(Plan.number) > plan.number,
            col(Plan.signed_on).is_not(None),
            col(Plan.state) != ERROR,
        )
    )
    return bool(await db.scalar(query))


async def open_versions(
    db: AsyncSession, actor: Actor, student_id: UUID, program: str
) -> list[Plan]:
    """Versions on their way to a signature."""
    query = select(Plan).where(
        col(Plan.tenant_id) == actor.tenant_id,
        col(Plan.student_id) == student_id,
        col(Plan.program) == program,
        col(Plan.state).in_([s.value for s in OPEN]),
    )
    return list(await db.scalars(query))


async def withdrawn_by(
    db: AsyncSession, actor: Actor, table: type[T], student_id: UUID, reason: str, since: datetime
) -> list[tuple[T, RecordChange]]:
    """Withdrawn versions or services of which a withdrawal for that reason since then is the last act, with it."""
    each = aliased(RecordChange)
    last = (
        select(col(each.id))
        .where(col(each.tenant_id) == actor.tenant_id, col(each.record_id) == col(table.id))
        .order_by(col(each.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(table, RecordChange)
        .join(
            RecordChange,
            (col(RecordChange.tenant_id) == actor.tenant_id) & (col(RecordChange.id) == last),
        )
        .where(
            col(table.tenant_id) == actor.tenant_id,
            col(table.student_id) == student_id,
            col(table.state) == "withdrawn",
            col(RecordChange.reason_code) == reason,
            col(RecordChange.created_at) >= since,
        )
        .order_by(col(table.id))
    )
    return [(row, change) for row, change in await db.execute(query)]


async def meetings(
    db: AsyncSession,
    actor: Actor,
    plan_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[PlanMeeting]:
    """Oldest first."""
    query = select(PlanMeeting).where(
        col(PlanMeeting.tenant_id) == actor.tenant_id, col(PlanMeeting.plan_id) == plan_id
    )
    return await page(db, query, (col(PlanMeeting.id),), limit, after)


async def meeting_set(db: AsyncSession, actor: Actor, plan_id: UUID) -> PlanMeeting | None:
    query = select(PlanMeeting).where(
        col(PlanMeeting.tenant_id) == actor.tenant_id,
        col(PlanMeeting.plan_id) == plan_id,
        col(PlanMeeting.state) == MeetingState.SET.value,
    )
    return await db.scalar(query)


async def decisions(
    db: AsyncSession,
    actor: Actor,
    plan_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[PlanDecision]:
    """In the order in which they were recorded."""
    query = select(PlanDecision).where(
        col(PlanDecision.tenant_id) == actor.tenant_id, col(PlanDecision.plan_id) == plan_id
    )
    return await page(db, query, (col(PlanDecision.id),), limit, after)
