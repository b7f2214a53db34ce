"""School years and closed days of one program."""

from datetime import date
from uuid import UUID

from sqlalchemy import extract, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.organisation import Holiday, Organisation, Partnership, SchoolCalendar


async def lock_district(db: AsyncSession, actor: Actor, district_id: UUID) -> bool:
    """Make changes of one district's years follow one another; whether it is a live partner."""
    query = (
        select(col(Partnership.is_active))
        .join(Organisation, col(Organisation.id) == col(Partnership.partner_id))
        .where(
            col(Partnership.tenant_id) == actor.tenant_id,
            col(Partnership.partner_id) == district_id,
            col(Organisation.kind) == "district",
        )
        .with_for_update(of=Partnership)
    )
    return bool(await db.scalar(query))


async def districts(db: AsyncSession, actor: Actor) -> list[UUID]:
    """Live partners that are school districts."""
    query = (
        select(col(Organisation.id))
        .join(Partnership, col(Partnership.partner_id) == col(Organisation.id))
        .where(
            col(Partnership.tenant_id) == actor.tenant_id,
            col(Partnership.is_active),
            col(Organisation.kind) == "district",
        )
        .order_by(col(Organisation.name), col(Organisation.id))
    )
    return list(await db.scalars(query))


async def school_years(
    db: AsyncSession, actor: Actor, district_id: UUID | None
) -> list[SchoolCalendar]:
    """By district and first day; all districts for None."""
    query = select(SchoolCalendar).where(col(SchoolCalendar.tenant_id) == actor.tenant_id)
    if district_id is not None:
        query = query.where(col(SchoolCalendar.district_id) == district_id)
    order = (col(SchoolCalendar.district_id), col(SchoolCalendar.starts_on))
    return list(await db.scalars(query.order_by(*order)))


async def school_year(db: AsyncSession, actor: Actor, calendar_id: UUID) -> SchoolCalendar | None:
    query = select(SchoolCalendar).where(
        col(SchoolCalendar.tenant_id) == actor.tenant_id, col(SchoolCalendar.id) == calendar_id
    )
    return await db.scalar(query.execution_options(populate_existing=True))


async def holidays(db: AsyncSession, actor: Actor, year: int) -> list[Holiday]:
    """Of one calendar year, in order."""
    query = (
        select(Holiday)
        .where(
            col(Holiday.tenant_id) == actor.tenant_id,
            col(Holiday.on_date).between(date(year, 1, 1), date(year, 12, 31)),
        )
        .order_by(col(Holiday.on_date))
    )
    return list(await db.scalars(query))


async def years_with_holidays(db: AsyncSession, actor: Actor, at_least: int) -> set[int]:
    """Years with so many public holidays."""
    year = extract("year", col(Holiday.on_date))
    query = (
        select(year)
        .where(col(Holiday.tenant_id) == actor.tenant_id, col(Holiday.is_public))
        .group_by(year)
        .having(func.count() >= at_least)
    )
    return {int(found) for found in await db.scalars(query)}


async def lock_holidays(db: AsyncSession, actor: Actor) -> None:
    """Make changes of a program's closed days follow one another, until the transaction ends."""
    key = func.hashtextextended(f"holiday {actor.tenant_id}", 0)
    await db.execute(select(func.pg_advisory_xact_lock(key)))
