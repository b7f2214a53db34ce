"""What a request has behind it: sources asked, orders, training."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.funding import EquipmentOrder, EquipmentSubmission, EquipmentTraining
from app.services import record
from app.services.equipment.request import REQUEST, lineage
from app.services.queries import equipment as queries


async def submissions(
    db: AsyncSession, actor: Actor, request_id: UUID
) -> list[EquipmentSubmission]:
    """Each source that was asked, or passed over, and what it said: also of what it carries on. Raises: OPEN_PROBLEMS."""
    row = await record.read(db, actor, REQUEST, request_id)
    return await queries.parts_of(db, actor, EquipmentSubmission, await lineage(db, actor, row))


async def orders(db: AsyncSession, actor: Actor, request_id: UUID) -> list[EquipmentOrder]:
    """Orders with their slips and fit checks. Raises: OPEN_PROBLEMS."""
    await record.read(db, actor, REQUEST, request_id)
    return await queries.parts(db, actor, EquipmentOrder, request_id)


async def training(db: AsyncSession, actor: Actor, request_id: UUID) -> list[EquipmentTraining]:
    """Who was shown how to use it. Raises: OPEN_PROBLEMS."""
    await record.read(db, actor, REQUEST, request_id)
    return await queries.parts(db, actor, EquipmentTraining, request_id)
