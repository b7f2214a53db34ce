"""People and systems of the caller's organisation, and its partners."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, any_, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.fields import MOST_ON_FILE
from app.models.organisation import Organisation, Partnership, Principal
from app.services.queries.record import names_language, names_place, page


async def principal(db: AsyncSession, actor: Actor, principal_id: UUID) -> Principal | None:
    query = select(Principal).where(
        col(Principal.tenant_id) == actor.tenant_id, col(Principal.id) == principal_id
    )
    return await db.scalar(query)


async def staff(
    db: AsyncSession,
    actor: Actor,
    language: str | None,
    area: str | None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Principal]:
    """Active people by name; one more than `limit` when there is more."""
    query = select(Principal).where(
        col(Principal.tenant_id) == actor.tenant_id,
        col(Principal.kind) == "person",
        col(Principal.is_active),
    )
    if language is not None:
        query = query.where(names_language(col(Principal.languages), language))
    if area is not None:
        query = query.where(names_place(col(Principal.areas), area))
    return await page(db, query, (col(Principal.name), col(Principal.id)), limit, after)


async def partners(
    db: AsyncSession, actor: Actor, limit: int = MOST_ON_FILE, after: tuple[Any, ...] | None = None
) -> list[Organisation]:
    """By name."""
    query = _partners(actor).where(col(Partnership.is_active))
    return await page(db, query, (col(Organisation.name), col(Organisation.id)), limit, after)


async def partners_ever(db: AsyncSession, actor: Actor) -> list[Organisation]:
    """Former partners too: records once given to them keep their names."""
    return await page(
        db, _partners(actor), (col(Organisation.name), col(Organisation.id)), MOST_ON_FILE, None
    )


def _partners(actor: Actor) -> Select[Organisation]:
    return (
        select(Organisation)
        .join(Partnership, col(Partnership.partner_id) == col(Organisation.id))
        .where(col(Partnership.tenant_id) == actor.tenant_id)
    )


async def administrator(db: AsyncSession, actor: Actor) -> UUID | None:
    """The first of the active administrators by name, beside the caller where there is another."""
    query = (
        select(col(Principal.id))
        .where(
            col(Principal.tenant_id) == actor.tenant_id,
            col(Principal.kind) == "person",
            col(Principal.is_active),
            literal("administrator") == any_(col(Principal.roles)),
        )
        .order_by(col(Principal.id) == db.info["principal_id"], col(Principal.name))
        .limit(1)
    )
    return await db.scalar(query)
