"""What was imported before."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.import_line import ImportLine


async def line(db: AsyncSession, actor: Actor, kind: str, ref: str) -> ImportLine | None:
    """A line by its sender's number; two who import it at once import it one after the other."""
    key = func.hashtextextended(f"{actor.tenant_id} import {kind} {ref}", 0)
    await db.execute(select(func.pg_advisory_xact_lock(key)))
    return await db.scalar(
        select(ImportLine).where(
            col(ImportLine.tenant_id) == actor.tenant_id,
            col(ImportLine.kind) == kind,
            col(ImportLine.ref) == ref,
        )
    )
