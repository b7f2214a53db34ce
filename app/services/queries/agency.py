"""The directory of agencies."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.agency import Agency, AgencyPerson, AgencyService, AgencySite
from app.models.fields import MOST_ON_FILE
from app.models.schemas.agency import AgencyFilter
from app.models.words.agency import OfferStatus
from app.services.queries import record

Part = TypeVar("Part", AgencySite, AgencyPerson, AgencyService)


async def search(
    db: AsyncSession,
    actor: Actor,
    asked: AgencyFilter,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Agency]:
    """By name; one more than `limit` when there is more."""
    query = select(Agency).where(
        col(Agency.tenant_id) == actor.tenant_id, col(Agency.status) == asked.status.value
    )
    if asked.name is not None:
        query = query.where(_named(asked.name))
    if asks_of_services(asked):
        query = query.where(_offers(actor, asked).exists())
    keys = (col(Agency.name_key), col(Agency.id))
    return await record.page(db, query, keys, limit, after)


def _named(start: str) -> ColumnElement[bool]:
    """Names that begin so: bounds of the key, which an index serves."""
    key = func.eb.name_key(start)
    return (col(Agency.name_key) >= key) & (col(Agency.name_key) < key + "\U0010ffff")


def asks_of_services(asked: AgencyFilter) -> bool:
    return any(v is not None for v in (asked.service, asked.area, asked.language, asked.capacity))


def _offers(actor: Actor, asked: AgencyFilter) -> Select[Any]:
    """One service in force that matches all that was asked."""
    query = select(col(AgencyService.id)).where(
        col(AgencyService.tenant_id) == actor.tenant_id,
        col(AgencyService.agency_id) == col(Agency.id),
        col(AgencyService.status) == OfferStatus.ACTIVE.value,
    )
    if asked.service is not None:
        query = query.where(col(AgencyService.kind) == asked.service.value)
    if asked.capacity is not None:
        query = query.where(col(AgencyService.capacity) == asked.capacity.value)
    if asked.language is not None:
        query = query.where(record.names_language(col(AgencyService.languages), asked.language))
    if asked.area is not None:
        query = query.where(record.names_place(col(AgencyService.areas), asked.area))
    return query


async def parts(
    db: AsyncSession, actor: Actor, table: type[Part], agency_ids: Sequence[UUID]
) -> list[Part]:
    """Places, people or services of agencies, in the order in which they were entered."""
    query = (
        select(table)
        .where(col(table.tenant_id) == actor.tenant_id, col(table.agency_id).in_(agency_ids))
        .order_by(col(table.agency_id), col(table.id))
        .limit(MOST_ON_FILE)
    )
    return list(await db.scalars(query))


async def of_partner(db: AsyncSession, actor: Actor, organisation_id: UUID) -> Agency | None:
    """The entry of a partner."""
    query = select(Agency).where(
        col(Agency.tenant_id) == actor.tenant_id, col(Agency.organisation_id) == organisation_id
    )
    return await db.scalar(query)
