"""Files arrive here as bytes; documents, attachments and photographs are then made of them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app import idempotency
from app.auth import Actor, Db, Hot, Stored, require
from app.errors import problems
from app.http import BYTES_TYPE, BytesRoute
from app.models.schemas.document import UploadRead
from app.services import upload

router = APIRouter(prefix="/v1/uploads", tags=["document"], route_class=BytesRoute)
Uploader = Annotated[Actor, Depends(require("file:upload"))]
BYTES = {"schema": {"type": "string", "format": "binary"}}


@router.post(
    "",
    status_code=201,
    responses=problems(*upload.RECEIVE_PROBLEMS),
    openapi_extra={"requestBody": {"required": True, "content": {BYTES_TYPE: BYTES}}},
)
async def upload_file(
    request: Request,
    actor: Uploader,
    hot: Hot,
    files: Stored,
    key: idempotency.Key,
    response: Response,
) -> UploadRead:
    """Send a file, nothing but its bytes. Its kind is told by its content; for a day its sender may put it on record."""
    sent = await upload.receive(hot, files, actor, request.stream(), key)
    response.headers["Location"] = f"/v1/uploads/{sent.upload.id}"
    return UploadRead.model_validate(sent)


@router.get("/{upload_id}", responses=problems(*upload.READ_PROBLEMS))
async def get_upload(upload_id: UUID, actor: Uploader, db: Db) -> UploadRead:
    """One's own upload: whether the scanner has seen it."""
    return UploadRead.model_validate(await upload.read(db, actor, upload_id))
