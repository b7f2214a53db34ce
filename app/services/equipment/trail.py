"""What a request has behind it: sources asked, orders, training."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.funding import EquipmentOrder, EquipmentSubmission, EquipmentTraining
from app.services import record
from app.services.equipment.request import REQUEST
from app.services.queries import equipment as queries


async def submissions(
    db: AsyncSession, actor: Actor, request_id: UUID
) -> list[EquipmentSubmission]:
    """Each source that was asked, or passed over, and what it said. Raises: OPEN_PROBLEMS."""
    await record.read(db, actor, REQUEST, request_id)
    return await queries.parts(db, actor, EquipmentSubmission, request_id)


async def orders(db: AsyncSession, actor: Actor, request_id: UUID) -> list[EquipmentOrder]:
    """Orders with their slips and fit checks. Raises: OPEN_PROBLEMS."""
    await record.read(db, actor, REQUEST, request_id)
    return await queries.parts(db, actor, EquipmentOrder, request_id)


async def training(db: AsyncSession, actor: Actor, request_id: UUID) -> list[EquipmentTraining]:
    """Who was shown how to use it. Raises: OPEN_PROBLEMS."""
    await record.read(db, actor, REQUEST, request_id)
    return await queries.parts(db, actor, EquipmentTraining, request_id)
