"""Exports: everything of one kind as a stream, for administrators."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import StreamingResponse

from app.auth import Actor, Hot, require
from app.http import Route
from app.routing import HANDED_OUT
from app.services import export

router = APIRouter(prefix="/v1/exports", tags=["operation"], route_class=Route)
Exporter = Annotated[Actor, Depends(require("program:export"))]
Kind = Literal["students", "contacts", "enrolments", "referrals", "events"]
STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "One record a line, in the order of their ids.",
        "content": {
            "application/x-ndjson": {"schema": {"type": "string"}},
            "text/csv": {"schema": {"type": "string"}},
        },
    }
}


@router.get(
    "/{kind}",
    response_class=StreamingResponse,
    responses=STREAM,
    openapi_extra=HANDED_OUT,
)
async def export_records(
    kind: Annotated[Kind, Path(description="What to export.")],
    actor: Exporter,
    hot: Hot,
    format: Annotated[  # noqa: A002 - the parameter's name in the contract
        Literal["ndjson", "csv"],
        Query(description="Lines of JSON, or CSV that no spreadsheet runs."),
    ] = "ndjson",
) -> StreamingResponse:
    """Every record of one kind; on the record of access of every child before the first line leaves."""
    rows = await export.stream(hot, actor, kind, format)
    return StreamingResponse(
        rows,
        media_type=export.MEDIA[format],
        headers={"Content-Disposition": f'attachment; filename="{kind}.{format}"'},
    )
