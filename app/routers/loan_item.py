"""The loan closet: what it holds."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.loan import (
    LoanItemCreate,
    LoanItemDetail,
    LoanItemRead,
    LoanItemStep,
    LoanItemUpdate,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.words.equipment import EquipmentKind
from app.models.words.loan import LoanItemState
from app.pagination import ById, CursorInvalid, Page, Paging, by_name, paged
from app.services.loan import item as items

router = APIRouter(prefix="/v1", tags=["equipment"], route_class=Route)
Reader = Annotated[Actor, Depends(require("equipment:read"))]
Lender = Annotated[Actor, Depends(require("loan:write"))]
Keeper = Annotated[Actor, Depends(require("closet:write"))]


async def on_shelf(
    kind: Annotated[EquipmentKind | None, Query(description="Only of this kind.")] = None,
    state: Annotated[LoanItemState | None, Query(description="Only in this state.")] = None,
) -> dict[str, Any]:
    given = {"kind": kind, "state": state}
    return {name: value for name, value in given.items() if value is not None}


@router.get("/loan-items", responses=problems(CursorInvalid))
async def list_loan_items(
    actor: Reader,
    db: Db,
    filters: Annotated[dict[str, Any], Depends(on_shelf)],
    paging: Annotated[Paging, paged(by_name())],
) -> Page[LoanItemRead]:
    """What the closet holds, by name."""
    rows = await items.list_for(db, actor, filters, paging.limit, paging.after)
    return paging.page(rows, LoanItemRead)


@router.post("/loan-items", status_code=201, responses=problems(*items.WRITE_PROBLEMS))
async def add_loan_item(
    body: LoanItemCreate, actor: Keeper, db: Once, response: Response
) -> LoanItemRead:
    """Put a thing into the closet; its serial number tells it from all others."""
    row = await items.add(db, actor, body)
    response.headers["Location"] = f"/v1/loan-items/{row.id}"
    response.headers["ETag"] = etag(row.version)
    return LoanItemRead.model_validate(row)


@router.get("/loan-items/{loan_item_id}", responses=problems(items.LoanItemNotFound))
async def get_loan_item(
    loan_item_id: UUID, actor: Reader, db: Db, response: Response
) -> LoanItemDetail:
    """One thing of the closet: when it is promised, until when it is out, whether it is recalled."""
    found = await items.read(db, actor, loan_item_id)
    response.headers["ETag"] = etag(found["version"])
    return LoanItemDetail.model_validate(found)


@router.patch("/loan-items/{loan_item_id}", responses=problems(*items.UPDATE_PROBLEMS))
async def update_loan_item(
    loan_item_id: UUID,
    body: LoanItemUpdate,
    actor: Lender,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> LoanItemRead:
    """Correct what is known of it."""
    row = await items.change(db, actor, loan_item_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return LoanItemRead.model_validate(row)


@router.get("/loan-items/{loan_item_id}/actions", responses=problems(items.LoanItemNotFound))
async def list_loan_item_actions(loan_item_id: UUID, actor: Reader, db: Db) -> Bounded[ActionRead]:
    """What may be done with it now."""
    return ActionRead.each(await items.actions(db, actor, loan_item_id))


@router.post("/loan-items/{loan_item_id}/steps", responses=problems(*items.TAKE_PROBLEMS))
async def take_loan_item_step(
    loan_item_id: UUID,
    body: LoanItemStep,
    actor: Lender,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> LoanItemRead:
    """Cleaned, shelved, sent to repair, retired, or put right after a recall."""
    row = await items.take(db, actor, loan_item_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return LoanItemRead.model_validate(row)


@router.get(
    "/loan-items/{loan_item_id}/history",
    responses=problems(items.LoanItemNotFound, CursorInvalid),
)
async def list_loan_item_history(
    loan_item_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Each loan, cleaning and repair, and its condition before."""
    rows = await items.history(db, actor, loan_item_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
