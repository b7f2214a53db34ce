"""Referrals to agencies outside, from the draft to what came of them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.outbound_referral import (
    OutboundFilter,
    OutboundReferralCreate,
    OutboundReferralRead,
    OutboundReferralUpdate,
    OutboundStep,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.words.agency import OutboundState
from app.pagination import ById, CursorInvalid, Page
from app.services import outbound_referral

router = APIRouter(prefix="/v1/outbound-referrals", tags=["agency"], route_class=Route)
Reader = Annotated[Actor, Depends(require("agency:read"))]
Writer = Annotated[Actor, Depends(require("outbound:write"))]


@router.get("", responses=problems(CursorInvalid))
async def list_outbound_referrals(
    actor: Reader,
    db: Db,
    paging: ById,
    student_id: Annotated[UUID | None, Query(description="Only of this student.")] = None,
    agency_id: Annotated[UUID | None, Query(description="Only to this agency.")] = None,
    state: OutboundState | None = None,
) -> Page[OutboundReferralRead]:
    """Referrals to agencies, newest first: the caller's caseload's, or the program's."""
    asked = OutboundFilter(student_id=student_id, agency_id=agency_id, state=state)
    rows = await outbound_referral.list_of(db, actor, asked, paging.limit, paging.after)
    return paging.page(rows, OutboundReferralRead)


@router.post("", status_code=201, responses=problems(*outbound_referral.CREATE_PROBLEMS))
async def draft_outbound_referral(
    body: OutboundReferralCreate, actor: Writer, db: Once, response: Response
) -> OutboundReferralRead:
    """Write a referral; nothing leaves before it is sent."""
    row = await outbound_referral.draft(db, actor, body)
    response.headers["Location"] = f"/v1/outbound-referrals/{row.id}"
    return OutboundReferralRead.model_validate(row)


@router.get("/{outbound_referral_id}", responses=problems(*outbound_referral.READ_PROBLEMS))
async def get_outbound_referral(
    outbound_referral_id: UUID, actor: Reader, db: Db, response: Response
) -> OutboundReferralRead:
    """One referral to an agency."""
    row = await outbound_referral.read(db, actor, outbound_referral_id)
    response.headers["ETag"] = etag(row.version)
    return OutboundReferralRead.model_validate(row)


@router.patch("/{outbound_referral_id}", responses=problems(*outbound_referral.CHANGE_PROBLEMS))
async def update_outbound_referral(
    outbound_referral_id: UUID,
    body: OutboundReferralUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> OutboundReferralRead:
    """Correct a referral that was not sent yet."""
    row = await outbound_referral.change(db, actor, outbound_referral_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return OutboundReferralRead.model_validate(row)


@router.get("/{outbound_referral_id}/actions", responses=problems(*outbound_referral.READ_PROBLEMS))
async def list_outbound_referral_actions(
    outbound_referral_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with it now, and for the rest why not."""
    return ActionRead.each(await outbound_referral.actions(db, actor, outbound_referral_id))


@router.post("/{outbound_referral_id}/steps", responses=problems(*outbound_referral.MOVE_PROBLEMS))
async def move_outbound_referral(
    outbound_referral_id: UUID,
    body: OutboundStep,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> OutboundReferralRead:
    """Send it, or note what the agency and the family did."""
    row = await outbound_referral.move(db, actor, outbound_referral_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return OutboundReferralRead.model_validate(row)


@router.get(
    "/{outbound_referral_id}/history",
    responses=problems(*outbound_referral.READ_PROBLEMS, CursorInvalid),
)
async def list_outbound_referral_history(
    outbound_referral_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every step of it, with day, person and reason."""
    rows = await outbound_referral.history(
        db, actor, outbound_referral_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)
