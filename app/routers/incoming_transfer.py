"""Children whom other programs offer, on the side of the receiving one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Directories, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.schemas.referral import PossibleDuplicate
from app.models.schemas.transfer import IncomingStep, IncomingTransferRead, IncomingTransferRow
from app.models.words.transfer import TransferState
from app.pagination import ById, CursorInvalid, Page, Paging, by_day, paged
from app.services.transfer import answer, shown

router = APIRouter(prefix="/v1/incoming-transfers", tags=["transfer"], route_class=Route)
Reader = Annotated[Actor, Depends(require("transfer:read"))]
Decider = Annotated[Actor, Depends(require("referral:decide"))]


@router.get("", responses=problems(CursorInvalid))
async def list_incoming_transfers(
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, paged(by_day("offered_on"))],
    state: Annotated[TransferState | None, Query(description="Only in this state.")] = None,
) -> Page[IncomingTransferRow]:
    """Children offered by other programs, the oldest offer first."""
    rows = await answer.list_of(db, actor, state, paging.limit, paging.after)
    return paging.page(rows, IncomingTransferRow)


@router.get("/{incoming_transfer_id}", responses=problems(*answer.READ_PROBLEMS))
async def get_incoming_transfer(
    incoming_transfer_id: UUID, actor: Reader, db: Db, response: Response
) -> IncomingTransferRead:
    """One offer with everything that goes along, as it was frozen."""
    row = await answer.read(db, actor, incoming_transfer_id)
    response.headers["ETag"] = etag(row.version)
    return shown.incoming(row)


@router.get(
    "/{incoming_transfer_id}/possible-duplicates", responses=problems(*answer.READ_PROBLEMS)
)
async def list_transfer_duplicates(
    incoming_transfer_id: UUID, actor: Decider, db: Db
) -> Bounded[PossibleDuplicate]:
    """Students here who may be the offered child, with the reasons."""
    return await answer.possible_duplicates(db, actor, incoming_transfer_id)


@router.get("/{incoming_transfer_id}/actions", responses=problems(*answer.READ_PROBLEMS))
async def list_incoming_transfer_actions(
    incoming_transfer_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with it now, and for the rest why not."""
    return ActionRead.each(await answer.actions(db, actor, incoming_transfer_id))


@router.post("/{incoming_transfer_id}/steps", responses=problems(*answer.ANSWER_PROBLEMS))
async def answer_transfer(
    incoming_transfer_id: UUID,
    body: IncomingStep,
    actor: Decider,
    db: Once,
    directory: Directories,
    if_match: IfMatch,
    response: Response,
) -> IncomingTransferRow:
    """Take the child, with profile, contacts, plan and clock, or decline; the sender's file follows at once."""
    row = await answer.take(db, directory, actor, incoming_transfer_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return IncomingTransferRow.model_validate(row)


@router.get(
    "/{incoming_transfer_id}/history", responses=problems(*answer.READ_PROBLEMS, CursorInvalid)
)
async def list_incoming_transfer_history(
    incoming_transfer_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every step of it on this side."""
    rows = await answer.history(db, actor, incoming_transfer_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
