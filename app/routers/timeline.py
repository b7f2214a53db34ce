"""A child's clock as a picture, for pages and letters."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, require
from app.errors import problems
from app.http import IfNoneMatch, Route, unless_seen
from app.models.fields import CaseDate
from app.services import case, timeline

router = APIRouter(prefix="/v1/students/{student_id}", tags=["deadline"], route_class=Route)
Reader = Annotated[Actor, Depends(require("deadline:read"))]
MEDIA_TYPE = "image/svg+xml"
SVG: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
        "description": "The picture, without a name or an id.",
    }
}


@router.get(
    "/timeline.svg",
    response_class=Response,
    responses={**SVG, **problems(*case.OPEN_PROBLEMS)},
)
async def draw_timeline(
    student_id: UUID,
    actor: Reader,
    db: Db,
    as_of: Annotated[
        CaseDate | None, Query(description="As it stood on this day; today when absent.")
    ] = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """From birth to the third birthday: windows, what was done, what is late and what is to come."""
    drawn, tag = await timeline.draw(db, actor, student_id, as_of)
    answer = Response(drawn, media_type=MEDIA_TYPE, headers={"ETag": tag})
    return unless_seen(answer, if_none_match)
