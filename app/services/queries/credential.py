"""Licences and certificates of the program's people."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.fields import MOST_ON_FILE
from app.models.staff import StaffCredential


async def of(db: AsyncSession, actor: Actor, principal_id: UUID) -> list[StaffCredential]:
    """By first day, the latest last."""
    query = (
        select(StaffCredential)
        .where(
            col(StaffCredential.tenant_id) == actor.tenant_id,
            col(StaffCredential.principal_id) == principal_id,
        )
        .order_by(col(StaffCredential.valid_from), col(StaffCredential.id))
        .limit(MOST_ON_FILE)
    )
    return list(await db.scalars(query))
