"""Licences and certificates of the program's people."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.fields import MOST_ON_FILE
from app.models.staff import StaffCredential
from app.services.queries.record import page


async def of(
    db: AsyncSession,
    actor: Actor,
    principal_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[StaffCredential]:
    """By first day, the latest last."""
    query = select(StaffCredential).where(
        col(StaffCredential.tenant_id) == actor.tenant_id,
        col(StaffCredential.principal_id) == principal_id,
    )
    return await page(
        db, query, (col(StaffCredential.valid_from), col(StaffCredential.id)), limit, after
    )
