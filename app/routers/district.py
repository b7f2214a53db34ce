"""The school district's door: what programs told it, and the packets it may pull."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from app import pagination
from app.auth import Actor, Db, Directories, Hot, Once, Stored, require
from app.errors import problems
from app.http import IfNoneMatch, Route, download, is_file, json_response, unless_seen
from app.models.fields import Bounded, CaseDate
from app.models.schemas.transition import (
    ArrivalMonth,
    LeaNoticeRead,
    PacketContent,
    PacketFilter,
    PacketReceipt,
    PacketResultCreate,
    PacketResultRead,
    PacketRow,
)
from app.pagination import (
    BY_INSTANT,
    Cursor,
    CursorInvalid,
    Limit,
    Page,
    Paging,
    PortionById,
    by_day,
    by_instant,
    paged,
)
from app.routing import HANDED_OUT
from app.services import transition
from app.services.transition import district

router = APIRouter(prefix="/v1", tags=["district"], route_class=Route)
ZIP = "application/zip"
ARCHIVE = is_file(
    ZIP, "Manifest, `packet.json`, `ed-fi/*.jsonl`, `csv/*.csv`, `documents/*.pdf`, `papers/*`."
)
District = Annotated[Actor, Depends(require("packet:read"))]
Answerer = Annotated[Actor, Depends(require("packet:write"))]
OnlyUnpulled = Annotated[
    bool, Query(description="Only packets that wait to be pulled for the first time.")
]
LINES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
        "description": "One packet a line, each as GET /v1/packets/{id} answers it.",
    }
}


@router.get("/lea-notices", responses=problems(CursorInvalid))
async def list_lea_notices(
    actor: District,
    db: Db,
    paging: Annotated[Paging, paged(by_day("born_on"))],
    born_from: Annotated[CaseDate | None, Query(description="Born on this day or later.")] = None,
    born_until: Annotated[
        CaseDate | None, Query(description="Born on this day or earlier.")
    ] = None,
) -> Page[LeaNoticeRead]:
    """Children who will turn three, by birth date: name, birth date and parents' contacts (34 CFR 303.401(d))."""
    rows = await transition.notices(db, actor, born_from, born_until, paging.limit, paging.after)
    return paging.page(rows, LeaNoticeRead)


@router.get("/packets", responses=problems(CursorInvalid))
async def list_packets(
    actor: District,
    db: Db,
    paging: Annotated[Paging, paged(by_instant("released_at"))],
    only_unpulled: OnlyUnpulled = False,
    released_from: Annotated[
        CaseDate | None, Query(description="Released on this day or later.")
    ] = None,
    program_id: Annotated[UUID | None, Query(description="Only those of one program.")] = None,
    withdrawn: Annotated[
        bool | None, Query(description="Only those withdrawn, or only those that can be read.")
    ] = None,
) -> Page[PacketRow]:
    """Packets released to this district, oldest first; one withdrawn says so and can be read no more."""
    asked = PacketFilter(
        only_unpulled=only_unpulled, released_from=released_from, program_id=program_id, withdrawn=withdrawn,
    )  # fmt: skip
    rows = await transition.received(db, actor, asked, paging.limit, paging.after)
    return paging.page(rows, PacketRow)


@router.get(
    "/packet-contents",
    response_class=Response,
    responses={**LINES, **problems(CursorInvalid)},
    openapi_extra=HANDED_OUT,
)
async def pull_packets(
    request: Request,
    actor: District,
    hot: Hot,
    only_unpulled: OnlyUnpulled = False,
    limit: Limit = 200,
    cursor: Cursor = None,
) -> Response:
    """Many packets in one go, as a stream of JSON Lines in order of release; each pull goes on its record of access."""
    lines, keys = await district.pull_many(
        hot, actor, limit, only_unpulled, pagination.after(request, cursor, *BY_INSTANT)
    )
    headers = pagination.link(request, pagination.cursor_for(request, keys))
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)


@router.get("/arrivals", responses=problems())
async def list_arrivals(
    actor: District,
    db: Db,
    months: Annotated[int, Query(ge=1, le=36, description="Months ahead, this one inside.")] = 12,
    by_postal_code: Annotated[bool, Query(description="Also by where the children live.")] = False,
    by_school: Annotated[
        bool,
        Query(description="Also by the school that `/v1/school-areas` names for where they live."),
    ] = False,
) -> Bounded[ArrivalMonth]:
    """Who comes when: children by month of their third birthday and program, and how far their packets are."""
    rows = await district.arrivals(db, actor, months, by_area=by_postal_code, by_school=by_school)
    return ArrivalMonth.each(rows)


@router.post(
    "/packets/{packet_id}/receipt",
    response_model=PacketRow,
    responses=problems(*district.ACKNOWLEDGE_PROBLEMS),
)
async def acknowledge_packet(
    packet_id: UUID, body: PacketReceipt, actor: Answerer, db: Once, directory: Directories
) -> PacketRow:
    """Acknowledge a packet; the program sees it at once."""
    row = await district.acknowledge(db, directory, actor, packet_id, body)
    return PacketRow.model_validate(row)


@router.get(
    "/packets/{packet_id}/results", responses=problems(transition.PacketNotFound, CursorInvalid)
)
async def list_packet_results(
    packet_id: UUID, actor: District, db: Db, paging: PortionById
) -> Bounded[PacketResultRead]:
    """What this district answered about one packet."""
    rows = await district.results(db, actor, packet_id, paging.limit, paging.after)
    return paging.portion(rows, PacketResultRead)


@router.post(
    "/packets/{packet_id}/results",
    status_code=201,
    responses=problems(*district.REPORT_PROBLEMS),
)
async def report_packet_result(
    packet_id: UUID, body: PacketResultCreate, actor: Answerer, db: Once, directory: Directories
) -> PacketResultRead:
    """Evaluated, eligible, IEP in effect, not eligible, not determined: the program's file follows in the same commit."""
    row = await district.report(db, directory, actor, packet_id, body)
    return PacketResultRead.model_validate(row)


@router.get(
    "/packets/{packet_id}",
    response_model=PacketContent,
    responses=problems(*transition.PULL_PROBLEMS),
    openapi_extra=HANDED_OUT,
)
async def pull_packet(
    packet_id: UUID, actor: District, hot: Hot, if_none_match: IfNoneMatch = None
) -> Response:
    """The packet, byte for byte as released; its ETag is its SHA-256. The pull goes on the record of access."""
    body, sha256 = await transition.pull(hot, actor, packet_id)
    tag = f'"{sha256}"'
    return unless_seen(json_response(body, headers={"ETag": tag}), if_none_match)


@router.get(
    "/packets/{packet_id}/archive",
    response_class=Response,
    responses={**ARCHIVE, **problems(*transition.PULL_PROBLEMS)},
    openapi_extra=HANDED_OUT,
)
async def pull_packet_archive(
    packet_id: UUID, actor: District, hot: Hot, files: Stored, if_none_match: IfNoneMatch = None
) -> Response:
    """The packet as a ZIP, the same bytes each time: manifest, JSON, Ed-Fi rows, CSV, PDFs, papers. A pull like any other."""
    body, sha256 = await transition.pull_archive(hot, files, actor, packet_id)
    return download(body, ZIP, f"packet-{packet_id}.zip", sha256, if_none_match)
