"""Maps of postal codes: what each belongs to, as whoever keeps the map says. Each code stands on it once."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import Problem
from app.models.history import RecordChange
from app.services import record
from app.services.queries import postal_area as queries
from app.services.queries.postal_area import A

Check = Callable[[AsyncSession, Actor, Mapping[str, Any]], Awaitable[None]]


async def anything(_db: AsyncSession, _actor: Actor, _said: Mapping[str, Any]) -> None:
    """What a code belongs to is a name, and every name will do."""


@dataclass(frozen=True, slots=True)
class PostalMap(Generic[A]):
    """One map. `require` refuses what a code may not belong to."""

    kind: record.Kind[A]
    taken: type[Problem]
    require: Check = anything


async def list_of(
    db: AsyncSession, actor: Actor, one: PostalMap[A], limit: int, after: tuple[Any, ...] | None
) -> list[A]:
    """By postal code."""
    audit.record(db, actor, "list", f"{one.kind.name}s")
    return await queries.page(db, actor, one.kind.table, limit, after)


async def read(db: AsyncSession, actor: Actor, one: PostalMap[A], area_id: UUID) -> A:
    """Raises: one.kind.missing."""
    return await record.read(db, actor, one.kind, area_id)


async def add(db: AsyncSession, actor: Actor, one: PostalMap[A], body: BaseModel) -> A:
    """Raises: one.taken, and what one.require raises."""
    said = body.model_dump()
    await one.require(db, actor, said)
    if not await queries.claim(db, actor, one.kind.table, said["postal_code"]):
        raise one.taken
    return record.add(db, actor, one.kind, one.kind.table(tenant_id=actor.tenant_id, **said))


async def change(
    db: AsyncSession,
    actor: Actor,
    one: PostalMap[A],
    area_id: UUID,
    body: BaseModel,
    if_match: str,
) -> A:
    """Raises: one.kind.missing, what one.require raises, VersionStale."""
    row = await record.open_for_change(db, actor, one.kind, area_id, if_match)
    said = body.model_dump(exclude_unset=True)
    await one.require(db, actor, said)
    record.change(db, actor, one.kind, row, said)
    return row


async def history(
    db: AsyncSession,
    actor: Actor,
    one: PostalMap[A],
    area_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Raises: one.kind.missing."""
    return await record.history(db, actor, one.kind, area_id, limit, after)


async def remove(
    db: AsyncSession, actor: Actor, one: PostalMap[A], area_id: UUID, if_match: str
) -> None:
    """Raises: one.kind.missing, VersionStale."""
    row = await record.open_for_change(db, actor, one.kind, area_id, if_match)
    audit.record(db, actor, "change", one.kind.name, record_id=str(row.id), removed=True)
    await db.delete(row)
