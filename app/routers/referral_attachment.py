"""Files that come with a referral."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response, StreamingResponse

from app.auth import Actor, Db, Directories, Once, Stored, require
from app.errors import problems
from app.http import Route
from app.models.fields import Bounded
from app.models.schemas.referral_attachment import AttachmentCreate, AttachmentRead
from app.pagination import CursorInvalid, PortionById
from app.routers.document_content import FILE, AskedOf, answer
from app.routing import HANDED_OUT
from app.services.referral import attach

router = APIRouter(
    prefix="/v1/referrals/{referral_id}/attachments", tags=["referral"], route_class=Route
)
Writer = Annotated[Actor, Depends(require("referral:write"))]
Reader = Annotated[Actor, Depends(require("referral:read"))]


@router.get("", responses=problems(*attach.READ_PROBLEMS, CursorInvalid))
async def list_referral_attachments(
    referral_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[AttachmentRead]:
    """What came with a referral; for its sender, what it sent."""
    rows = await attach.list_of(db, actor, referral_id, paging.limit, paging.after)
    return paging.portion(rows, AttachmentRead)


@router.post("", status_code=201, responses=problems(*attach.ATTACH_PROBLEMS))
async def attach_to_referral(
    referral_id: UUID,
    body: AttachmentCreate,
    actor: Writer,
    db: Once,
    files: Stored,
    directory: Directories,
    response: Response,
) -> AttachmentRead:
    """Send an uploaded file after a referral, until it is decided. It becomes a document of the child who is taken in."""
    row = await attach.attach(db, files, directory, actor, referral_id, body)
    response.headers["Location"] = f"/v1/referrals/{referral_id}/attachments/{row.id}/content"
    return AttachmentRead.model_validate(row)


@router.get(
    "/{attachment_id}/content",
    response_class=StreamingResponse,
    responses={**FILE, **problems(*attach.FETCH_PROBLEMS)},
    openapi_extra=HANDED_OUT,
)
async def get_attachment_content(
    referral_id: UUID,
    attachment_id: UUID,
    actor: Reader,
    db: Db,
    files: Stored,
    asked: AskedOf,
) -> Response:
    """The bytes of one attachment, to be saved."""
    return answer(await attach.fetch(db, files, actor, referral_id, attachment_id, asked))
