"""Licences, certificates and checks of the program's people."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.fields import MOST_ON_FILE
from app.models.staff import LICENCE, StaffCredential
from app.models.words.staff import CredentialKind
from app.services.queries.record import page

ORDER = (col(StaffCredential.valid_from), col(StaffCredential.id))


async def of(
    db: AsyncSession,
    actor: Actor,
    principal_id: UUID,
    kind: CredentialKind | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[StaffCredential]:
    """By first day, the latest last; one more than `limit` when there is more."""
    query = _of(actor, principal_id)
    if kind is not None:
        query = query.where(col(StaffCredential.kind) == kind.value)
    return await page(db, query, ORDER, limit, after)


async def licences(db: AsyncSession, actor: Actor, principal_id: UUID) -> list[StaffCredential]:
    """What the person may sign under, and nothing else that they hold; the latest last."""
    query = _of(actor, principal_id).where(col(StaffCredential.kind) == LICENCE)
    return await page(db, query, ORDER, MOST_ON_FILE, None)


def _of(actor: Actor, principal_id: UUID) -> Select[StaffCredential]:
    return select(StaffCredential).where(
        col(StaffCredential.tenant_id) == actor.tenant_id,
        col(StaffCredential.principal_id) == principal_id,
    )
