"""The caller's own organisation: who they are, their colleagues, the partners."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import PrincipalInactive
from app.models.organisation import Organisation, Principal
from app.services.queries import organisation as queries


async def me(db: AsyncSession, actor: Actor) -> dict[str, Any]:
    """Raises: PrincipalInactive."""
    principal = await queries.principal(db, actor, db.info["principal_id"])
    if principal is None:
        raise PrincipalInactive
    return {
        "principal_id": principal.id,
        "name": principal.name,
        "subject": principal.subject,
        "roles": list(actor.roles),
        "scopes": sorted(actor.scopes),
        "organisation": actor.home,
        "today": actor.today(),
    }


async def staff(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[str, UUID] | None
) -> list[Principal]:
    return await queries.staff(db, actor, limit, after)


async def partners(db: AsyncSession, actor: Actor) -> list[Organisation]:
    return await queries.partners(db, actor)
