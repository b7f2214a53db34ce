"""The program's people: in which languages they work, and where."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.history import RecordChange
from app.models.organisation import Principal
from app.models.schemas.organisation import MeUpdate, StaffUpdate
from app.services import organisation, record
from app.services.admission import PRINCIPAL
from app.services.credential import StaffNotFound, require_staff
from app.services.queries import organisation as queries

STAFF = record.Kind(PRINCIPAL.name, Principal, StaffNotFound)
"""One history with what the operator settles of them."""


async def list_of(
    db: AsyncSession,
    actor: Actor,
    language: str | None,
    area: str | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Principal]:
    return await queries.staff(db, actor, language, area, limit, after)


async def read(db: AsyncSession, actor: Actor, principal_id: UUID) -> Principal:
    """Raises: StaffNotFound."""
    await require_staff(db, actor, principal_id)
    return await record.read(db, actor, STAFF, principal_id)


async def change(
    db: AsyncSession, actor: Actor, principal_id: UUID, body: StaffUpdate | MeUpdate, if_match: str
) -> Principal:
    """Apply a merge patch. Raises: StaffNotFound, VersionStale."""
    await require_staff(db, actor, principal_id)
    row = await record.open_for_change(db, actor, STAFF, principal_id, if_match)
    record.change(db, actor, STAFF, row, body.model_dump(exclude_unset=True))
    return row


async def change_own(
    db: AsyncSession, actor: Actor, body: MeUpdate, if_match: str
) -> dict[str, Any]:
    """What the caller says of themselves. Raises: StaffNotFound, VersionStale."""
    await change(db, actor, db.info["principal_id"], body, if_match)
    return await organisation.me(db, actor)


async def history(
    db: AsyncSession, actor: Actor, principal_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[RecordChange]:
    """Raises: StaffNotFound."""
    await require_staff(db, actor, principal_id)
    return await record.history(db, actor, STAFF, principal_id, limit, after)
