"""Organisations and who may sign in, as the operator sees them."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.organisation import ClientCredential, Organisation, Partnership, Principal


async def organisation(db: AsyncSession, organisation_id: UUID) -> Organisation | None:
    return await db.scalar(select(Organisation).where(col(Organisation.id) == organisation_id))


async def organisations(db: AsyncSession) -> list[Organisation]:
    query = select(Organisation).order_by(col(Organisation.kind), col(Organisation.name))
    return list(await db.scalars(query))


async def principals(db: AsyncSession, actor: Actor) -> list[Principal]:
    """Withdrawn ones too."""
    query = (
        select(Principal)
        .where(col(Principal.tenant_id) == actor.tenant_id)
        .order_by(col(Principal.kind), col(Principal.name), col(Principal.id))
    )
    return list(await db.scalars(query))


async def principal(db: AsyncSession, actor: Actor, subject: str) -> Principal | None:
    query = (
        select(Principal)
        .where(col(Principal.tenant_id) == actor.tenant_id, col(Principal.subject) == subject)
        .with_for_update()
    )
    return await db.scalar(query)


async def system(db: AsyncSession, actor: Actor, principal_id: UUID) -> Principal | None:
    query = (
        select(Principal)
        .where(
            col(Principal.tenant_id) == actor.tenant_id,
            col(Principal.id) == principal_id,
            col(Principal.kind) == "system",
        )
        .with_for_update()
    )
    return await db.scalar(query)


async def end_credentials(db: AsyncSession, actor: Actor, principal_id: UUID) -> None:
    await db.execute(
        delete(ClientCredential).where(
            col(ClientCredential.tenant_id) == actor.tenant_id,
            col(ClientCredential.principal_id) == principal_id,
        )
    )


async def partnership(db: AsyncSession, actor: Actor, partner_id: UUID) -> Partnership | None:
    query = (
        select(Partnership)
        .where(
            col(Partnership.tenant_id) == actor.tenant_id, col(Partnership.partner_id) == partner_id
        )
        .with_for_update()
    )
    return await db.scalar(query)
