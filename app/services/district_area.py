"""Which district a postal code belongs to, as the program keeps it."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.profile import DistrictArea
from app.models.schemas.profile import DistrictAreaCreate, DistrictAreaUpdate
from app.services import record
from app.services.organisation import DistrictUnknown, require_district
from app.services.queries import profile as queries


class AreaNotFound(NotFound):
    code, title = "district-area-not-found", "There is no such postal code on the map"


class AreaTaken(Problem):
    status, code, title = 409, "district-area-taken", "This postal code has a district already"
    detail = "Change the entry that there is: GET /v1/district-areas."


WRITE_PROBLEMS = (AreaTaken, DistrictUnknown)
AREA = record.Kind("district-area", DistrictArea, AreaNotFound)


async def list_of(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[DistrictArea]:
    audit.record(db, actor, "list", "district-areas")
    return await queries.areas(db, actor, limit, after)


async def read(db: AsyncSession, actor: Actor, area_id: UUID) -> DistrictArea:
    """Raises: AreaNotFound."""
    return await record.read(db, actor, AREA, area_id)


async def add(db: AsyncSession, actor: Actor, body: DistrictAreaCreate) -> DistrictArea:
    """Raises: WRITE_PROBLEMS."""
    await require_district(db, actor, body.district_id)
    if not await queries.claim_area(db, actor, body.postal_code):
        raise AreaTaken
    return record.add(db, actor, AREA, DistrictArea(tenant_id=actor.tenant_id, **body.model_dump()))


async def change(
    db: AsyncSession, actor: Actor, area_id: UUID, body: DistrictAreaUpdate, if_match: str
) -> DistrictArea:
    """Raises: AreaNotFound, WRITE_PROBLEMS, VersionStale."""
    row = await record.open_for_change(db, actor, AREA, area_id, if_match)
    changes = body.model_dump(exclude_unset=True)
    if "district_id" in changes:
        await require_district(db, actor, body.district_id)
    record.change(db, actor, AREA, row, changes)
    return row


async def remove(db: AsyncSession, actor: Actor, area_id: UUID, if_match: str) -> None:
    """Raises: AreaNotFound, VersionStale."""
    row = await record.open_for_change(db, actor, AREA, area_id, if_match)
    audit.record(db, actor, "change", AREA.name, record_id=str(row.id), removed=True)
    await db.delete(row)
