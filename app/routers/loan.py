"""Loans of the closet: promised, handed out, due, taken back."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded, CaseDate
from app.models.schemas.loan import (
    LoanCreate,
    LoanRead,
    LoanStep,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.words.loan import LoanState
from app.pagination import ById, CursorInvalid, Page, Paging, by_day, paged
from app.services.loan import lend

router = APIRouter(prefix="/v1", tags=["equipment"], route_class=Route)
Reader = Annotated[Actor, Depends(require("equipment:read"))]
Lender = Annotated[Actor, Depends(require("loan:write"))]


async def lent(
    student_id: Annotated[UUID | None, Query(description="Only to this student.")] = None,
    request_id: Annotated[UUID | None, Query(description="Only bridging this request.")] = None,
    state: Annotated[LoanState | None, Query(description="Only in this state.")] = None,
) -> dict[str, Any]:
    given = {"student_id": student_id, "request_id": request_id, "state": state}
    return {name: value for name, value in given.items() if value is not None}


@router.get("/loans", responses=problems(CursorInvalid))
async def list_loans(
    actor: Reader,
    db: Db,
    filters: Annotated[dict[str, Any], Depends(lent)],
    paging: Annotated[Paging, paged(by_day("from_on"))],
) -> Page[LoanRead]:
    """Loans of the caseload, or of the program for those who see it, by their first day."""
    rows = await lend.list_for(db, actor, filters, paging.limit, paging.after)
    return paging.page(rows, LoanRead)


@router.post("/loans", status_code=201, responses=problems(*lend.RESERVE_PROBLEMS))
async def reserve_loan(body: LoanCreate, actor: Lender, db: Once, response: Response) -> LoanRead:
    """Promise a thing for some days; two loans of one thing cannot overlap."""
    row = await lend.reserve(db, actor, body)
    response.headers["Location"] = f"/v1/loans/{row.id}"
    response.headers["ETag"] = etag(row.version)
    return LoanRead.model_validate(row)


@router.get("/loans/{loan_id}", responses=problems(*lend.OPEN_PROBLEMS))
async def get_loan(loan_id: UUID, actor: Reader, db: Db, response: Response) -> LoanRead:
    """One loan."""
    row = await lend.read(db, actor, loan_id)
    response.headers["ETag"] = etag(row.version)
    return LoanRead.model_validate(row)


@router.get("/loans/{loan_id}/actions", responses=problems(*lend.OPEN_PROBLEMS))
async def list_loan_actions(loan_id: UUID, actor: Reader, db: Db) -> Bounded[ActionRead]:
    """What may be done with it now."""
    return ActionRead.each(await lend.actions(db, actor, loan_id))


@router.post("/loans/{loan_id}/steps", responses=problems(*lend.TAKE_PROBLEMS))
async def take_loan_step(
    loan_id: UUID,
    body: LoanStep,
    actor: Lender,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> LoanRead:
    """Hand it out, lend it longer, take it back, or cancel the promise."""
    row = await lend.take(db, actor, loan_id, body.root, if_match)
    response.headers["ETag"] = etag(row.version)
    return LoanRead.model_validate(row)


@router.get("/loans/{loan_id}/history", responses=problems(*lend.OPEN_PROBLEMS, CursorInvalid))
async def list_loan_history(loan_id: UUID, actor: Reader, db: Db, paging: ById) -> Page[ChangeRead]:
    """Who reserved, handed out and took back, and which days were promised before."""
    rows = await lend.history(db, actor, loan_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)


@router.get("/worklists/loans-due", responses=problems(CursorInvalid))
async def list_loans_due(
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, paged(by_day("until_on"))],
    until: Annotated[
        CaseDate | None, Query(description="Last day looked at; a week from today when absent.")
    ] = None,
) -> Page[LoanRead]:
    """Loans that are out and due back, the longest overdue first."""
    rows = await lend.due_for(db, actor, until, paging.limit, paging.after)
    return paging.page(rows, LoanRead)
