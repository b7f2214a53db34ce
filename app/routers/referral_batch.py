"""Referrals by the file: an agency's nightly batch as JSON Lines."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse

from app import idempotency
from app.auth import Actor, Directories, Hot, require
from app.errors import problems
from app.http import LINES_TYPE, LinesRoute
from app.services import referral as referrals

router = APIRouter(prefix="/v1/referrals", tags=["referral"], route_class=LinesRoute)
Writer = Annotated[Actor, Depends(require("referral:write"))]
LINES = {
    "type": "string",
    "pattern": r"\S",
    "description": "One ReferralCreate a line, at most 2,000 lines of 64 KiB.",
}
ANSWERS = {
    "type": "string",
    "description": (
        "For each line that is not blank, in their order: `{line, status: 201, receipt, replayed}` "
        "with a ReferralReceipt, or `{line, status, problem}`."
    ),
}


@router.post(
    "/batch",
    response_class=StreamingResponse,
    responses={
        200: {"description": "An answer a line.", "content": {LINES_TYPE: {"schema": ANSWERS}}},
        **problems(*referrals.BATCH_PROBLEMS),
    },
    openapi_extra={"requestBody": {"required": True, "content": {LINES_TYPE: {"schema": LINES}}}},
)
async def receive_referral_batch(
    request: Request, actor: Writer, hot: Hot, directory: Directories, key: idempotency.Key
) -> StreamingResponse:
    """Send many referrals at once, a JSON object a line. Each line is taken whole or not at all; send the file again with the same key after a cut."""
    raw = await request.body()
    answers = referrals.receive_batch(hot, directory, actor, raw, key)
    return StreamingResponse(answers, media_type=LINES_TYPE)
