"""The register of strategies: what is done differently for a child, since when, and whether it helps."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, Stored, require
from app.errors import problems
from app.http import PDF_TYPE, TAGGED_PDF, IfMatch, IfNoneMatch, Route, download, etag
from app.models.fields import Bounded, CaseDate
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.schemas.strategy import (
    StrategyCreate,
    StrategyFilter,
    StrategyRead,
    StrategyStep,
    StrategyUpdate,
)
from app.models.words.sheet import SheetLanguage
from app.models.words.strategy import StrategyState
from app.pagination import ById, CursorInvalid, Page
from app.routing import HANDED_OUT
from app.services import strategy, strategy_sheet

router = APIRouter(prefix="/v1/strategies", tags=["plan"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("assessment:write"))]


@router.get("", responses=problems(CursorInvalid))
async def list_strategies(
    actor: Reader,
    db: Db,
    paging: ById,
    student_id: Annotated[UUID | None, Query(description="Only of this student.")] = None,
    state: StrategyState | None = None,
    check_until: Annotated[
        CaseDate | None, Query(description="Those in use whose next check is due by this day.")
    ] = None,
) -> Page[StrategyRead]:
    """Strategies, oldest first: the caller's caseload's, or the program's."""
    asked = StrategyFilter(student_id=student_id, state=state, check_until=check_until)
    rows = await strategy.list_of(db, actor, asked, paging.limit, paging.after)
    return paging.page(rows, StrategyRead)


@router.post("", status_code=201, responses=problems(*strategy.CREATE_PROBLEMS))
async def write_strategy(
    body: StrategyCreate, actor: Writer, db: Once, files: Stored, response: Response
) -> StrategyRead:
    """Write one down: planned, or begun already."""
    row = await strategy.write(db, files, actor, body)
    response.headers["Location"] = f"/v1/strategies/{row.id}"
    return StrategyRead.model_validate(row)


@router.get("/{strategy_id}", responses=problems(*strategy.READ_PROBLEMS))
async def get_strategy(
    strategy_id: UUID, actor: Reader, db: Db, response: Response
) -> StrategyRead:
    """One strategy with every look at it."""
    row = await strategy.read(db, actor, strategy_id)
    response.headers["ETag"] = etag(row.version)
    return StrategyRead.model_validate(row)


@router.patch("/{strategy_id}", responses=problems(*strategy.CHANGE_PROBLEMS))
async def update_strategy(
    strategy_id: UUID,
    body: StrategyUpdate,
    actor: Writer,
    db: Db,
    files: Stored,
    if_match: IfMatch,
    response: Response,
) -> StrategyRead:
    """Change how it is done, or when somebody looks again."""
    row = await strategy.change(db, files, actor, strategy_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return StrategyRead.model_validate(row)


@router.get(
    "/{strategy_id}/sheet.pdf",
    response_class=Response,
    responses={**TAGGED_PDF, **problems(*strategy_sheet.PRINT_PROBLEMS)},
    openapi_extra=HANDED_OUT,
)
async def print_strategy_sheet(
    strategy_id: UUID,
    actor: Reader,
    db: Db,
    files: Stored,
    language: Annotated[
        SheetLanguage | None,
        Query(description="Of the headings; absent: the language at home, else English."),
    ] = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """The home programme on paper for the family: goal, steps, pictures, when to stop, whom to call."""
    pdf, tag = await strategy_sheet.print_sheet(db, files, actor, strategy_id, language)
    return download(pdf, PDF_TYPE, "at-home.pdf", tag, if_none_match)


@router.get("/{strategy_id}/actions", responses=problems(*strategy.READ_PROBLEMS))
async def list_strategy_actions(strategy_id: UUID, actor: Reader, db: Db) -> Bounded[ActionRead]:
    """What may be done with it now, and for the rest why not."""
    return ActionRead.each(await strategy.actions(db, actor, strategy_id))


@router.post("/{strategy_id}/steps", responses=problems(*strategy.MOVE_PROBLEMS))
async def move_strategy(
    strategy_id: UUID,
    body: StrategyStep,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> StrategyRead:
    """Begin it, look whether it helps, let it rest, end it."""
    row = await strategy.move(db, actor, strategy_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return StrategyRead.model_validate(row)


@router.get(
    "/{strategy_id}/history",
    responses=problems(*strategy.READ_PROBLEMS, CursorInvalid),
)
async def list_strategy_history(
    strategy_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every step of it, with day, person and reason."""
    rows = await strategy.history(db, actor, strategy_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
