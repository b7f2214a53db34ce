"""Referrals in the making: seen by their sender alone."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Directories, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.schemas.referral import (
    ReferralDraftRead,
    ReferralDraftRow,
    ReferralDraftWrite,
    ReferralReceipt,
)
from app.pagination import ById, CursorInvalid, Page
from app.services.referral import draft

router = APIRouter(prefix="/v1/referral-drafts", tags=["referral"], route_class=Route)
Writer = Annotated[Actor, Depends(require("referral:write"))]


@router.get("", responses=problems(CursorInvalid))
async def list_referral_drafts(actor: Writer, db: Db, paging: ById) -> Page[ReferralDraftRow]:
    """What the caller's organisation has not sent yet, oldest first."""
    rows = await draft.list_of(db, actor, paging.limit, paging.after)
    return paging.page(rows, ReferralDraftRow)


@router.post("", status_code=201, responses=problems(draft.TooManyDrafts))
async def begin_referral_draft(
    body: ReferralDraftWrite, actor: Writer, db: Once, response: Response
) -> ReferralDraftRead:
    """Begin a referral with what is known; nobody is told, and no clock runs."""
    row = await draft.begin(db, actor, body)
    response.headers["Location"] = f"/v1/referral-drafts/{row.id}"
    return ReferralDraftRead.of(row, draft.missing(row))


@router.get("/{referral_draft_id}", responses=problems(draft.DraftNotFound))
async def get_referral_draft(
    referral_draft_id: UUID, actor: Writer, db: Db, response: Response
) -> ReferralDraftRead:
    """One draft, with what it lacks."""
    row = await draft.read(db, actor, referral_draft_id)
    response.headers["ETag"] = etag(row.version)
    return ReferralDraftRead.of(row, draft.missing(row))


@router.patch("/{referral_draft_id}", responses=problems(*draft.CHANGE_PROBLEMS))
async def update_referral_draft(
    referral_draft_id: UUID,
    body: ReferralDraftWrite,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> ReferralDraftRead:
    """Write on: a merge patch."""
    row = await draft.change(db, actor, referral_draft_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return ReferralDraftRead.of(row, draft.missing(row))


@router.get("/{referral_draft_id}/history", responses=problems(draft.DraftNotFound, CursorInvalid))
async def list_referral_draft_history(
    referral_draft_id: UUID, actor: Writer, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who wrote on it, when and on what. What it said before is kept nowhere."""
    rows = await draft.history(db, actor, referral_draft_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)


@router.get("/{referral_draft_id}/actions", responses=problems(draft.DraftNotFound))
async def list_referral_draft_actions(
    referral_draft_id: UUID, actor: Writer, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the draft now, and what it lacks to be sent."""
    return ActionRead.each(await draft.actions(db, actor, referral_draft_id))


@router.delete("/{referral_draft_id}", status_code=204, responses=problems(*draft.CHANGE_PROBLEMS))
async def discard_referral_draft(
    referral_draft_id: UUID, actor: Writer, db: Db, if_match: IfMatch
) -> None:
    """Throw it away. Nothing of it is kept."""
    await draft.discard(db, actor, referral_draft_id, if_match)


@router.post(
    "/{referral_draft_id}/submission", status_code=201, responses=problems(*draft.SEND_PROBLEMS)
)
async def send_referral_draft(
    referral_draft_id: UUID,
    actor: Writer,
    db: Once,
    directory: Directories,
    if_match: IfMatch,
    response: Response,
) -> ReferralReceipt:
    """Send it. It is received today, as any referral, and goes on under the same id."""
    receipt = await draft.send(db, directory, actor, referral_draft_id, if_match)
    response.headers["Location"] = receipt.location
    return ReferralReceipt.model_validate_json(receipt.body)
