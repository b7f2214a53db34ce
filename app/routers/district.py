"""The school district's door: what programs told it, and the packets it may pull."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app import pagination
from app.auth import Actor, Db, Hot, require
from app.errors import problems
from app.http import IfNoneMatch, Route, json_response, not_modified
from app.models.schemas.transition import LeaNoticeRead, PacketContent, PacketRow
from app.pagination import BY_DAY, BY_INSTANT, Cursor, CursorInvalid, Limit, Page
from app.services import transition

router = APIRouter(prefix="/v1", tags=["district"], route_class=Route)
District = Annotated[Actor, Depends(require("packet:read"))]


@router.get("/lea-notices", responses=problems(CursorInvalid))
async def list_lea_notices(
    request: Request,
    response: Response,
    actor: District,
    db: Db,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[LeaNoticeRead]:
    """Children who will turn three, by birth date: name, birth date and parents' contacts (34 CFR 303.401(d))."""
    rows = await transition.notices(db, actor, limit, pagination.after(request, cursor, *BY_DAY))
    return pagination.page(
        request, response, rows, limit, LeaNoticeRead.model_validate, lambda n: [n.born_on, n.id]
    )


@router.get("/packets", responses=problems(CursorInvalid))
async def list_packets(
    request: Request,
    response: Response,
    actor: District,
    db: Db,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[PacketRow]:
    """Packets released to this district, oldest first; one withdrawn says so and can be read no more."""
    rows = await transition.received(
        db, actor, limit, pagination.after(request, cursor, *BY_INSTANT)
    )
    return pagination.page(
        request, response, rows, limit, PacketRow.model_validate, lambda p: [p.released_at, p.id]
    )


@router.get(
    "/packets/{packet_id}",
    response_model=PacketContent,
    responses=problems(*transition.PULL_PROBLEMS),
)
async def pull_packet(
    packet_id: UUID, actor: District, hot: Hot, if_none_match: IfNoneMatch = None
) -> Response:
    """The packet, byte for byte as released; its ETag is its SHA-256. The pull goes on the record of access."""
    body, sha256 = await transition.pull(hot, actor, packet_id)
    tag = f'"{sha256}"'
    if not_modified(tag, if_none_match):
        return Response(status_code=304, headers={"ETag": tag})
    return json_response(body, headers={"ETag": tag})
