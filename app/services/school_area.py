"""Which school a postal code belongs to, as the district keeps it: arrivals are counted by it."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.schemas.school_area import SchoolAreaCreate, SchoolAreaUpdate
from app.models.school_area import SchoolArea
from app.services import record
from app.services.queries import school_area as queries


class SchoolAreaNotFound(NotFound):
    code, title = "school-area-not-found", "There is no such postal code on the map"


class SchoolAreaTaken(Problem):
    status, code, title = 409, "school-area-taken", "This postal code has a school already"
    detail = "Change the entry that there is: GET /v1/school-areas."


WRITE_PROBLEMS = (SchoolAreaTaken,)
AREA = record.Kind("school-area", SchoolArea, SchoolAreaNotFound)


async def list_of(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[SchoolArea]:
    audit.record(db, actor, "list", "school-areas")
    return await queries.page(db, actor, limit, after)


async def read(db: AsyncSession, actor: Actor, area_id: UUID) -> SchoolArea:
    """Raises: SchoolAreaNotFound."""
    return await record.read(db, actor, AREA, area_id)


async def add(db: AsyncSession, actor: Actor, body: SchoolAreaCreate) -> SchoolArea:
    """Raises: SchoolAreaTaken."""
    if not await queries.claim(db, actor, body.postal_code):
        raise SchoolAreaTaken
    return record.add(db, actor, AREA, SchoolArea(tenant_id=actor.tenant_id, **body.model_dump()))


async def change(
    db: AsyncSession, actor: Actor, area_id: UUID, body: SchoolAreaUpdate, if_match: str
) -> SchoolArea:
    """Raises: SchoolAreaNotFound, VersionStale."""
    row = await record.open_for_change(db, actor, AREA, area_id, if_match)
    record.change(db, actor, AREA, row, body.model_dump(exclude_unset=True))
    return row


async def remove(db: AsyncSession, actor: Actor, area_id: UUID, if_match: str) -> None:
    """Raises: SchoolAreaNotFound, VersionStale."""
    row = await record.open_for_change(db, actor, AREA, area_id, if_match)
    audit.record(db, actor, "change", AREA.name, record_id=str(row.id), removed=True)
    await db.delete(row)
