"""Transfers, on the side of the sending program and of the receiving one."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.fields import MOST_ON_FILE
from app.models.transfer import IncomingTransfer, Transfer
from app.models.words.transfer import TransferState
from app.services.queries.record import of_child, page


async def of_student(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[Transfer]:
    """Oldest first."""
    query = select(Transfer).where(
        col(Transfer.tenant_id) == actor.tenant_id, of_child(Transfer.student_id, student_id)
    )
    return await page(db, query, (col(Transfer.id),), limit, after)


async def open_of(db: AsyncSession, actor: Actor, student_id: UUID) -> Transfer | None:
    """The offer that waits for its answer, of which there is at most one."""
    query = select(Transfer).where(
        col(Transfer.tenant_id) == actor.tenant_id,
        col(Transfer.student_id) == student_id,
        col(Transfer.state) == TransferState.OFFERED.value,
    )
    return await db.scalar(query)


async def incoming(
    db: AsyncSession,
    actor: Actor,
    state: TransferState | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[IncomingTransfer]:
    """The oldest offer first; one more than `limit` when there is more."""
    query = select(IncomingTransfer).where(col(IncomingTransfer.tenant_id) == actor.tenant_id)
    if state is not None:
        query = query.where(col(IncomingTransfer.state) == state.value)
    return await page(
        db, query, (col(IncomingTransfer.offered_on), col(IncomingTransfer.id)), limit, after
    )


async def publish(db: AsyncSession, transfer_id: UUID) -> None:
    """Show the stored offer to the receiver, in its own tenant. Raises: NotAPartner."""
    await db.execute(select(func.eb.publish_transfer(transfer_id)))


async def unpublish(db: AsyncSession, transfer_id: UUID) -> bool:
    """Empty the receiver's copy, if it was not answered yet; whether that was so."""
    return bool(await db.scalar(select(func.eb.withdraw_transfer(transfer_id))))
