"""A child's transfer to another program, on the side of the sending one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Directories, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.schemas.transfer import TransferCreate, TransferRead, WithdrawTransfer
from app.pagination import ById, CursorInvalid, Page, PortionById
from app.services import case
from app.services.transfer import offer

router = APIRouter(
    prefix="/v1/students/{student_id}/transfers", tags=["transfer"], route_class=Route
)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("transition:write"))]


@router.get("", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_transfers(
    student_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[TransferRead]:
    """Every offer of the child to another program, and what became of it."""
    rows = await offer.list_of(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, TransferRead)


@router.post("", status_code=201, responses=problems(*offer.OFFER_PROBLEMS))
async def offer_transfer(
    student_id: UUID,
    body: TransferCreate,
    actor: Writer,
    db: Once,
    directory: Directories,
    response: Response,
) -> TransferRead:
    """Offer the child to another program; it sees the offer at once, and the clock goes on meanwhile."""
    row = await offer.offer(db, directory, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/transfers/{row.id}"
    return TransferRead.model_validate(row)


@router.get("/{transfer_id}", responses=problems(*offer.READ_PROBLEMS))
async def get_transfer(
    student_id: UUID, transfer_id: UUID, actor: Reader, db: Db, response: Response
) -> TransferRead:
    """One offer."""
    row = await offer.read(db, actor, student_id, transfer_id)
    response.headers["ETag"] = etag(row.version)
    return TransferRead.model_validate(row)


@router.get("/{transfer_id}/actions", responses=problems(*offer.READ_PROBLEMS))
async def list_transfer_actions(
    student_id: UUID, transfer_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with it now, and for the rest why not."""
    return ActionRead.each(await offer.actions(db, actor, student_id, transfer_id))


@router.post("/{transfer_id}/steps", responses=problems(*offer.STEP_TAKE_PROBLEMS))
async def step_transfer(
    student_id: UUID,
    transfer_id: UUID,
    body: WithdrawTransfer,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> TransferRead:
    """Take the offer back; nothing of the child stays with the receiver."""
    row = await offer.take(db, actor, student_id, transfer_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return TransferRead.model_validate(row)


@router.get("/{transfer_id}/history", responses=problems(*offer.READ_PROBLEMS, CursorInvalid))
async def list_transfer_history(
    student_id: UUID, transfer_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every step of it; the receiver's answer names nobody."""
    rows = await offer.history(db, actor, student_id, transfer_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
