"""Service lines, of a version or of a child, and what was given of them."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.fields import MOST_ON_FILE
from app.models.plan import Plan
from app.models.service_line import ServiceDelivery, ServiceLine
from app.models.words.plan import IN_FORCE, LineState
from app.services.queries.record import of_child, page

A_DAY = timedelta(days=1)
"""No session lasts longer."""
MOST_AT_ONCE = 100
NOT_CARRIED = "not_in_the_new_version"
"""Why a service ended that a newer version leaves out."""


class Given(NamedTuple):
    """A line that was in force once, and what was given of it."""

    service: str
    state: str
    intensity: str
    sessions: int
    per: str
    minutes: int
    starts_on: date
    ends_on: date
    ended_on: date | None
    given: int
    minutes_given: int
    missed: int


async def given(db: AsyncSession, actor: Actor, student_id: UUID) -> list[Given]:
    """By the order of the lines."""
    d, line = ServiceDelivery, ServiceLine
    done = col(d.missed_for).is_(None) & (
        col(d.indirect).is_(None) | col(line.is_direct).is_(False)
    )
    query = (
        select(
            col(line.service), col(line.state), col(line.intensity), col(line.sessions), col(line.per),
            col(line.minutes), col(line.starts_on), col(line.ends_on), col(line.ended_on),
            func.count(col(d.id)).filter(done), func.coalesce(func.sum(col(d.minutes)).filter(done), 0),
            func.count(col(d.id)).filter(col(d.missed_for).is_not(None)),
        )
        .outerjoin(
            d,
            (col(d.tenant_id) == col(line.tenant_id))
            & (col(d.line_id) == col(line.id))
            & col(d.entered_in_error).is_(False),
        )
        .where(
            col(line.tenant_id) == actor.tenant_id,
            of_child(line.student_id, student_id),
            col(line.consented_on).is_not(None),
        )
        .group_by(col(line.tenant_id), col(line.id))
        .order_by(col(line.id))
    )  # fmt: skip
    return [Given._make(row) for row in await db.execute(query)]


async def set_aside(db: AsyncSession, actor: Actor, plan: Plan, on: date) -> list[ServiceLine]:
    """Services of earlier versions that this one changed or left out when it came into force on that day."""
    query = (
        select(ServiceLine)
        .join(
            Plan,
            (col(Plan.tenant_id) == col(ServiceLine.tenant_id))
            & (col(Plan.id) == col(ServiceLine.plan_id)),
        )
        .where(
            col(ServiceLine.tenant_id) == actor.tenant_id,
            col(ServiceLine.student_id) == plan.student_id,
            col(ServiceLine.plan_id) != plan.id,
            col(ServiceLine.state).in_([LineState.CHANGED.value, LineState.ENDED.value]),
            col(ServiceLine.ended_on) == on,
            func.coalesce(col(ServiceLine.end_reason), NOT_CARRIED) == NOT_CARRIED,
            col(Plan.program) == plan.program,
        )
    )
    return list(await db.scalars(query))


async def ended_for(
    db: AsyncSession, actor: Actor, student_id: UUID, reason: str
) -> list[ServiceLine]:
    """Services that ended for one reason."""
    query = select(ServiceLine).where(
        col(ServiceLine.tenant_id) == actor.tenant_id,
        col(ServiceLine.student_id) == student_id,
        col(ServiceLine.end_reason) == reason,
    )
    return list(await db.scalars(query))


async def lines(
    db: AsyncSession,
    actor: Actor,
    plan_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[ServiceLine]:
    """Of one version, by number."""
    query = select(ServiceLine).where(
        col(ServiceLine.tenant_id) == actor.tenant_id, col(ServiceLine.plan_id) == plan_id
    )
    return await page(db, query, (col(ServiceLine.number),), limit, after)


async def line_of(
    db: AsyncSession, actor: Actor, student_id: UUID, line_id: UUID
) -> ServiceLine | None:
    """A service of this student."""
    query = select(ServiceLine).where(
        col(ServiceLine.tenant_id) == actor.tenant_id,
        col(ServiceLine.student_id) == student_id,
        col(ServiceLine.id) == line_id,
    )
    return await db.scalar(query)


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
        of_child(ServiceLine.student_id, student_id),
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


async def at_once(
    db: AsyncSession, actor: Actor, delivery: ServiceDelivery, until: datetime
) -> list[ServiceDelivery]:
    """Other sessions of the same person that may have begun while this one lasted, or lasted when it began.

    Sessions in a group are left out: one person gives them to several children.
    """
    d, line = ServiceDelivery, ServiceLine
    query = (
        select(d)
        .join(line, (col(line.tenant_id) == col(d.tenant_id)) & (col(line.id) == col(d.line_id)))
        .where(
            col(d.tenant_id) == actor.tenant_id,
            col(d.provider_id) == delivery.provider_id,
            col(d.starts_at) > until - A_DAY,
            col(d.starts_at) < until,
            col(d.id) != delivery.id,
            col(d.missed_for).is_(None),
            col(d.entered_in_error).is_(False),
            col(line.intensity) != "group",
        )
        .limit(MOST_AT_ONCE)
    )
    return list(await db.scalars(query))
