"""What a request has behind it: sources asked, orders, training."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.funding import EquipmentOrder, EquipmentSubmission, EquipmentTraining
from app.services import record
from app.services.equipment.request import REQUEST, lineage
from app.services.queries import equipment as queries


async def submissions(
    db: AsyncSession, actor: Actor, request_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[EquipmentSubmission]:
    """Each source that was asked, or passed over, and what it said: also of what it carries on. Raises: OPEN_PROBLEMS."""
    row = await record.read(db, actor, REQUEST, request_id)
    line = await lineage(db, actor, row)
    return await queries.parts_of(db, actor, EquipmentSubmission, line, limit, after)


async def orders(
    db: AsyncSession, actor: Actor, request_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[EquipmentOrder]:
    """Orders with their slips and fit checks. Raises: OPEN_PROBLEMS."""
    await record.read(db, actor, REQUEST, request_id)
    return await queries.parts(db, actor, EquipmentOrder, request_id, limit, after)


async def training(
    db: AsyncSession, actor: Actor, request_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[EquipmentTraining]:
    """Who was shown how to use it. Raises: OPEN_PROBLEMS."""
    await record.read(db, actor, REQUEST, request_id)
    return await queries.parts(db, actor, EquipmentTraining, request_id, limit, after)
