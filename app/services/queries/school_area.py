"""The district's map of its schools."""

from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.school_area import SchoolArea
from app.services.queries import record


async def claim(db: AsyncSession, actor: Actor, postal_code: str) -> bool:
    """Whether a postal code is free; two who ask at once ask one after the other."""
    key = func.hashtextextended(f"{actor.tenant_id} school-area {postal_code}", 0)
    await db.execute(select(func.pg_advisory_xact_lock(key)))
    is_taken = exists().where(
        col(SchoolArea.tenant_id) == actor.tenant_id, col(SchoolArea.postal_code) == postal_code
    )
    return not await db.scalar(select(is_taken))


async def page(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[SchoolArea]:
    query = select(SchoolArea).where(col(SchoolArea.tenant_id) == actor.tenant_id)
    keys = (col(SchoolArea.postal_code), col(SchoolArea.id))
    return await record.page(db, query, keys, limit, after)
