"""A district is taken up by another: its children follow, some at a time, and its postal codes with the last of them."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.http import etag
from app.models.schemas.profile import DistrictMerger
from app.models.schemas.student import StudentUpdate
from app.services import case, record
from app.services.district_area import DISTRICTS
from app.services.organisation import DistrictUnknown, require_district
from app.services.queries import profile as areas
from app.services.queries import student as queries
from app.services.transition import moved

MOST_AT_ONCE = 50
"""Children of one request: each one's duties are computed anew in it."""
MERGE_PROBLEMS = (DistrictUnknown,)


async def merge(db: AsyncSession, actor: Actor, body: DistrictMerger) -> dict[str, Any]:
    """Each child moves as one whose district is changed by hand: history and clock stay, the notice follows.

    Raises: MERGE_PROBLEMS.
    """
    await require_district(db, actor, body.to_district_id)
    found = await queries.of_district(db, actor, body.from_district_id, MOST_AT_ONCE + 1)
    move = StudentUpdate(district_id=body.to_district_id)
    ids = found[:MOST_AT_ONCE]
    for student_id in ids:
        locked = await case.lock_file(db, actor, student_id)
        await moved.update(db, actor, student_id, move, etag(locked.version))
    is_more = len(found) > MOST_AT_ONCE
    if not is_more:
        for area in await areas.areas_of(db, actor, body.from_district_id):
            record.change(db, actor, DISTRICTS.kind, area, {"district_id": body.to_district_id})
    audit.record(
        db, actor, "change", "district", student_ids=ids or None, reason=body.reason,
        from_district_id=str(body.from_district_id), to_district_id=str(body.to_district_id),
    )  # fmt: skip
    return {"student_ids": ids, "is_more": is_more}
