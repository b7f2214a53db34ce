"""Maps of postal codes, each a table of its own."""

from typing import Any, TypeVar

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.profile import DistrictArea
from app.models.school_area import SchoolArea
from app.services.queries import record

A = TypeVar("A", DistrictArea, SchoolArea)


async def claim(db: AsyncSession, actor: Actor, table: type[A], postal_code: str) -> bool:
    """Whether a postal code is free; two who ask at once ask one after the other."""
    key = func.hashtextextended(f"{actor.tenant_id} {table.__tablename__} {postal_code}", 0)
    await db.execute(select(func.pg_advisory_xact_lock(key)))
    is_taken = exists().where(
        col(table.tenant_id) == actor.tenant_id, col(table.postal_code) == postal_code
    )
    return not await db.scalar(select(is_taken))


async def page(
    db: AsyncSession, actor: Actor, table: type[A], limit: int, after: tuple[Any, ...] | None
) -> list[A]:
    """By postal code; one more than `limit` when there is more."""
    query = select(table).where(col(table.tenant_id) == actor.tenant_id)
    keys = (col(table.postal_code), col(table.id))
    return await record.page(db, query, keys, limit, after)
