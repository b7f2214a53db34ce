"""Which district a postal code belongs to, as the program keeps it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.profile import DistrictArea
from app.services import record
from app.services.organisation import DistrictUnknown, require_district
from app.services.postal_area import PostalMap


class AreaNotFound(NotFound):
    code, title = "district-area-not-found", "There is no such postal code on the map"


class AreaTaken(Problem):
    status, code, title = 409, "district-area-taken", "This postal code has a district already"
    detail = "Change the entry that there is: GET /v1/district-areas."


async def _require_known(db: AsyncSession, actor: Actor, said: Mapping[str, Any]) -> None:
    """Raises: DistrictUnknown."""
    if "district_id" in said:
        await require_district(db, actor, said["district_id"])


WRITE_PROBLEMS = (AreaTaken, DistrictUnknown)
DISTRICTS = PostalMap(
    record.Kind("district-area", DistrictArea, AreaNotFound), AreaTaken, _require_known
)
