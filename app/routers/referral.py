"""Referrals: partner agencies send them, intake works them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import TypeAdapter

from app import idempotency
from app.auth import Actor, Db, Directories, Hot, Once, Stored, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded, ReferralState
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.schemas.referral import (
    AnyReferral,
    AnyReferralRow,
    PossibleDuplicate,
    ReferralCreate,
    ReferralReceipt,
)
from app.models.schemas.referral_step import ReferralStep
from app.pagination import ById, CursorInvalid, Page, Paging, by_day, paged
from app.services import referral as referrals

router = APIRouter(prefix="/v1/referrals", tags=["referral"], route_class=Route)
Writer = Annotated[Actor, Depends(require("referral:write"))]
Reader = Annotated[Actor, Depends(require("referral:read"))]
Decider = Annotated[Actor, Depends(require("referral:decide"))]
_any: TypeAdapter[AnyReferral] = TypeAdapter(AnyReferral)
_any_row: TypeAdapter[AnyReferralRow] = TypeAdapter(AnyReferralRow)


@router.post(
    "",
    status_code=201,
    response_model=ReferralReceipt,
    responses=problems(*referrals.RECEIVE_PROBLEMS),
)
async def receive_referral(
    body: ReferralCreate,
    actor: Writer,
    hot: Hot,
    directory: Directories,
    key: idempotency.Key,
) -> Response:
    """Send a referral. The receipt comes at once; the clock runs from the day of receipt."""
    receipt = await referrals.receive(hot, directory, actor, body, key)
    return idempotency.answer(receipt.body, receipt.location, is_replay=receipt.is_replay)


@router.get("", responses=problems(CursorInvalid))
async def list_referrals(
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, paged(by_day("received_on"))],
    state: Annotated[
        ReferralState | None, Query(description="Only referrals in this state.")
    ] = None,
) -> Page[AnyReferralRow]:
    """Intake's worklist, oldest first; for an agency, what became of the referrals it sent."""
    rows = await referrals.list_for(db, actor, state, paging.limit, paging.after)
    return paging.page(
        rows,
        lambda row: _any_row.validate_python(referrals.as_row(actor, row), from_attributes=True),
    )


@router.get("/{referral_id}", responses=problems(referrals.ReferralNotFound))
async def get_referral(referral_id: UUID, actor: Reader, db: Db, response: Response) -> AnyReferral:
    """A referral with the sender's words for its program; for its sender, the status and nothing else."""
    row = await referrals.get(db, actor, referral_id)
    response.headers["ETag"] = etag(row.version)
    return _any.validate_python(referrals.with_warnings(actor, row), from_attributes=True)


@router.get("/{referral_id}/possible-duplicates", responses=problems(referrals.ReferralNotFound))
async def list_possible_duplicates(
    referral_id: UUID, actor: Decider, db: Db
) -> Bounded[PossibleDuplicate]:
    """Students who may be the referred child, with the reasons; nothing is merged without a person."""
    return await referrals.possible_duplicates(db, actor, referral_id)


@router.get("/{referral_id}/actions", responses=problems(*referrals.READ_PROBLEMS))
async def list_referral_actions(referral_id: UUID, actor: Reader, db: Db) -> Bounded[ActionRead]:
    """What the caller, its program or its sender, may do with it now, and for the rest why not."""
    return ActionRead.each(await referrals.actions(db, actor, referral_id))


@router.post(
    "/{referral_id}/steps",
    response_model=AnyReferral,
    responses=problems(*referrals.MOVE_PROBLEMS),
)
async def move_referral(
    referral_id: UUID,
    body: ReferralStep,
    actor: Writer,
    db: Once,
    directory: Directories,
    files: Stored,
    if_match: IfMatch,
    response: Response,
) -> AnyReferral:
    """Take a step. Intake takes them all; the sender answers what it was asked, or withdraws."""
    row = await referrals.move(db, directory, files, actor, referral_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return _any.validate_python(referrals.with_warnings(actor, row), from_attributes=True)


@router.get("/{referral_id}/history", responses=problems(*referrals.READ_PROBLEMS, CursorInvalid))
async def list_referral_history(
    referral_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every step with day, person and reason; for its sender, everything that it was told."""
    rows = await referrals.history(db, actor, referral_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
