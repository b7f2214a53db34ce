"""The public door: families and child care refer a child without an account."""

import json
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response

from app import idempotency
from app.auth import Directories, Hot, Stored
from app.errors import problems
from app.http import BYTES_TYPE, BytesRoute, Route
from app.models.schemas.form import AttachmentToken, ReferralSubmission, SubmissionReceipt
from app.services import form

router = APIRouter(prefix="/v1/forms", tags=["form"], route_class=Route)
files = APIRouter(prefix="/v1/forms", tags=["form"], route_class=BytesRoute)
BYTES = {"schema": {"type": "string", "format": "binary"}}
SCHEMA_TYPE = "application/schema+json"


@router.get(
    "/referral",
    responses={
        200: {
            "description": "JSON Schema draft-07.",
            "content": {SCHEMA_TYPE: {"schema": {"type": "object"}}},
        },
        **problems(),
    },
    response_class=Response,
)
async def get_referral_form(
    stored: Stored,
    language: Annotated[
        form.Language | None, Query(description="Of the texts; otherwise by Accept-Language.")
    ] = None,
    accept_language: Annotated[str | None, Header(alias="Accept-Language", max_length=2000)] = None,
) -> Response:
    """The referral form as JSON Schema draft-07, for any form renderer, in English or Spanish."""
    chosen = language or form.preferred(accept_language)
    headers = {
        "Content-Language": chosen,
        "Vary": "Accept-Language",
        "Cache-Control": "public, max-age=3600",
    }
    body = json.dumps(
        form.referral_form(chosen, takes_files=stored.scanner is not None), ensure_ascii=False
    )
    return Response(body, media_type=SCHEMA_TYPE, headers=headers)


@router.post("/referral/submissions", status_code=201, responses=problems(*form.SUBMIT_PROBLEMS))
async def submit_referral_form(
    body: ReferralSubmission,
    hot: Hot,
    directory: Directories,
    request: Request,
    response: Response,
    key: idempotency.Key,
) -> SubmissionReceipt:
    """Refer a child without an account. The answer is a receipt number, whatever the program knows."""
    address = request.client.host if request.client else ""
    fingerprint = await idempotency.print_of(request)
    receipt, is_replay = await form.submit(hot, directory, body, address, key, fingerprint)
    response.headers.update({"Idempotency-Replayed": "true"} if is_replay else {})
    return receipt


@files.post(
    "/referral/attachments",
    status_code=201,
    responses=problems(*form.ATTACH_PROBLEMS),
    openapi_extra={"requestBody": {"required": True, "content": {BYTES_TYPE: BYTES}}},
)
async def send_form_attachment(
    program_id: Annotated[UUID, Query(description="The program that the form goes to.")],
    request: Request,
    hot: Hot,
    stored: Stored,
    directory: Directories,
    key: idempotency.Key,
) -> AttachmentToken:
    """Send a paper for the form, nothing but its bytes: a PDF or a picture of at most 8 MiB. The answer is a token for the form's `attachments`."""
    address = request.client.host if request.client else ""
    token = await form.attach(hot, stored, directory, program_id, request.stream(), address, key)
    return AttachmentToken(token=token)
