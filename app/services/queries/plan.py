"""Plans, their meetings, decisions and service lines."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.plan import Plan, PlanDecision, PlanMeeting
from app.models.service_line import ServiceDelivery, ServiceLine
from app.models.words.plan import IN_FORCE, LIVE, OPEN, MeetingState
from app.services.queries.record import page


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
        col(Plan.tenant_id) == actor.tenant_id, col(Plan.student_id) == student_id
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
    )
    return set(await db.scalars(query))


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


async def lines(db: AsyncSession, actor: Actor, plan_id: UUID) -> list[ServiceLine]:
    """Of one version, by number."""
    query = (
        select(ServiceLine)
        .where(col(ServiceLine.tenant_id) == actor.tenant_id, col(ServiceLine.plan_id) == plan_id)
        .order_by(col(ServiceLine.number))
    )
    return list(await db.scalars(query))


async def lines_page(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    states: Collection[str],
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[ServiceLine]:
    query = select(ServiceLine).where(
        col(ServiceLine.tenant_id) == actor.tenant_id,
        col(ServiceLine.student_id) == student_id,
        col(ServiceLine.state).in_(states),
    )
    return await page(db, query, (col(ServiceLine.id),), limit, after, newest_first=True)


async def in_force(
    db: AsyncSession, actor: Actor, student_id: UUID, program: str
) -> list[ServiceLine]:
    """Services to be given now, whichever version promised them."""
    query = (
        select(ServiceLine)
        .join(
            Plan,
            (col(Plan.tenant_id) == col(ServiceLine.tenant_id))
            & (col(Plan.id) == col(ServiceLine.plan_id)),
        )
        .where(
            col(ServiceLine.tenant_id) == actor.tenant_id,
            col(ServiceLine.student_id) == student_id,
            col(ServiceLine.state).in_([s.value for s in IN_FORCE]),
            col(Plan.program) == program,
        )
        .order_by(col(ServiceLine.number), col(ServiceLine.id))
    )
    return list(await db.scalars(query))


async def meetings(db: AsyncSession, actor: Actor, plan_id: UUID) -> list[PlanMeeting]:
    """Oldest first."""
    query = (
        select(PlanMeeting)
        .where(col(PlanMeeting.tenant_id) == actor.tenant_id, col(PlanMeeting.plan_id) == plan_id)
        .order_by(col(PlanMeeting.id))
    )
    return list(await db.scalars(query))


async def meeting_set(db: AsyncSession, actor: Actor, plan_id: UUID) -> PlanMeeting | None:
    query = select(PlanMeeting).where(
        col(PlanMeeting.tenant_id) == actor.tenant_id,
        col(PlanMeeting.plan_id) == plan_id,
        col(PlanMeeting.state) == MeetingState.SET.value,
    )
    return await db.scalar(query)


async def decisions(db: AsyncSession, actor: Actor, plan_id: UUID) -> list[PlanDecision]:
    """In the order in which they were recorded."""
    query = (
        select(PlanDecision)
        .where(col(PlanDecision.tenant_id) == actor.tenant_id, col(PlanDecision.plan_id) == plan_id)
        .order_by(col(PlanDecision.id))
    )
    return list(await db.scalars(query))


async def deliveries_page(
    db: AsyncSession, actor: Actor, line_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[ServiceDelivery]:
    """Oldest first, by day."""
    query = select(ServiceDelivery).where(
        col(ServiceDelivery.tenant_id) == actor.tenant_id, col(ServiceDelivery.line_id) == line_id
    )
    keys = (col(ServiceDelivery.on_date), col(ServiceDelivery.id))
    return await page(db, query, keys, limit, after)


async def deliveries(db: AsyncSession, actor: Actor, line_id: UUID) -> list[ServiceDelivery]:
    """All that count, by day; those entered in error are left out."""
    query = (
        select(ServiceDelivery)
        .where(
            col(ServiceDelivery.tenant_id) == actor.tenant_id,
            col(ServiceDelivery.line_id) == line_id,
            col(ServiceDelivery.entered_in_error).is_(False),
        )
        .order_by(col(ServiceDelivery.on_date), col(ServiceDelivery.id))
    )
    return list(await db.scalars(query))


async def make_ups(db: AsyncSession, actor: Actor, delivery_id: UUID) -> list[ServiceDelivery]:
    """Sessions given in the place of a missed one."""
    query = select(ServiceDelivery).where(
        col(ServiceDelivery.tenant_id) == actor.tenant_id,
        col(ServiceDelivery.makes_up_id) == delivery_id,
        col(ServiceDelivery.entered_in_error).is_(False),
        col(ServiceDelivery.missed_for).is_(None),
    )
    return list(await db.scalars(query))
