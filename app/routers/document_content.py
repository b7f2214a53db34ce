"""The bytes of documents, whole or in parts."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header
from fastapi.responses import Response, StreamingResponse

from app.auth import Actor, Db, Stored, require
from app.errors import problems
from app.files.kinds import EXTENSIONS
from app.http import IfNoneMatch, Route
from app.routing import HANDED_OUT
from app.services import fetching
from app.services.fetching import Asked, Given

router = APIRouter(
    prefix="/v1/students/{student_id}/documents/{document_id}",
    tags=["document"],
    route_class=Route,
)
Reader = Annotated[Actor, Depends(require("student:read"))]
Range = Annotated[
    str | None,
    Header(
        alias="Range",
        max_length=200,
        description="One part, as `bytes=0-1023`; anything else gets the whole.",
    ),
]
IfRange = Annotated[
    str | None,
    Header(alias="If-Range", max_length=200, description="The part only of this version's ETag."),
]


async def _asked(
    part: Range = None, if_range: IfRange = None, if_none_match: IfNoneMatch = None
) -> Asked:
    return Asked(part, if_range, if_none_match)


AskedOf = Annotated[Asked, Depends(_asked)]
"""How much of a file the caller's headers ask for, and what of it the caller has."""
_CONTENT = {t: {"schema": {"type": "string", "format": "binary"}} for t in EXTENSIONS}
FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file; Repr-Digest has its SHA-256.", "content": _CONTENT},
    206: {"description": "The part that Content-Range names.", "content": _CONTENT},
    304: {"description": "The caller has it."},
}


def answer(given: Given) -> Response:
    """An answer that is saved by whoever gets it, not shown."""
    return StreamingResponse(
        given.body or iter(()), given.status, given.headers, media_type=given.media_type
    )


@router.get(
    "/content",
    response_class=StreamingResponse,
    responses={**FILE, **problems(*fetching.PROBLEMS)},
    openapi_extra=HANDED_OUT,
)
async def get_document_content(
    student_id: UUID,
    document_id: UUID,
    actor: Reader,
    db: Db,
    files: Stored,
    asked: AskedOf,
) -> Response:
    """The latest version's bytes, to be saved."""
    return answer(await fetching.latest(db, files, actor, student_id, document_id, asked))


@router.get(
    "/versions/{document_version_id}/content",
    response_class=StreamingResponse,
    responses={**FILE, **problems(*fetching.VERSION_PROBLEMS)},
    openapi_extra=HANDED_OUT,
)
async def get_document_version_content(
    student_id: UUID,
    document_id: UUID,
    document_version_id: UUID,
    actor: Reader,
    db: Db,
    files: Stored,
    asked: AskedOf,
) -> Response:
    """One version's bytes, to be saved."""
    return answer(
        await fetching.version(
            db, files, actor, student_id, document_id, document_version_id, asked
        )
    )
