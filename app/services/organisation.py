"""The caller's own organisation: who they are, their colleagues, the partners."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import PrincipalInactive, Problem
from app.models.organisation import Organisation
from app.services.queries import organisation as queries
from app.services.queries import transition as transitions


class DistrictUnknown(Problem):
    status, code, title = (
        409,
        "district-not-a-partner",
        "This school district is not one of the program's partners",
    )
    detail = "Choose one of GET /v1/partners; an administrator can add a partnership."


async def require_district(db: AsyncSession, actor: Actor, district_id: UUID) -> None:
    """Raises: DistrictUnknown."""
    if not await transitions.is_partner(db, actor, district_id, "district"):
        raise DistrictUnknown


async def me(db: AsyncSession, actor: Actor) -> dict[str, Any]:
    """Raises: PrincipalInactive."""
    principal = await queries.principal(db, actor, db.info["principal_id"])
    if principal is None:
        raise PrincipalInactive
    return {
        "principal_id": principal.id,
        "version": principal.version,
        "name": principal.name,
        "subject": principal.subject,
        "languages": principal.languages,
        "areas": principal.areas,
        "roles": list(actor.roles),
        "scopes": sorted(actor.scopes),
        "organisation": actor.home,
        "today": actor.today(),
    }


async def partners(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[Organisation]:
    return await queries.partners(db, actor, limit, after)
