"""Indicators: figures for the program, children for those who may see who is behind them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from app.auth import Actor, Db, require
from app.errors import problems
from app.http import Route
from app.models.fields import CaseDate, Code
from app.models.schemas.indicator import IndicatorChild, IndicatorFigures, IndicatorRead
from app.pagination import CursorInvalid, Page, Paging, by_id, paged
from app.services import indicator

router = APIRouter(prefix="/v1", tags=["indicator"], route_class=Route)
Reader = Annotated[Actor, Depends(require("program:read"))]
CohortReader = Annotated[Actor, Depends(require("cohort:read"))]
Published = Annotated[
    bool, Query(description="Leave out small cells and what would tell them, for publication.")
]
Indicators = Annotated[list[IndicatorRead], Field(max_length=50)]
CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "A table."}
}


def asked(
    from_on: Annotated[
        CaseDate | None, Query(description="First day; the reporting year's when absent.")
    ] = None,
    to_on: Annotated[
        CaseDate | None, Query(description="Last day; the reporting year's when absent.")
    ] = None,
    district_id: Annotated[
        UUID | None, Query(description="Only children of this school district.")
    ] = None,
) -> indicator.Asked:
    return indicator.Asked(from_on, to_on, district_id)


Question = Annotated[indicator.Asked, Depends(asked)]


@router.get("/indicators")
async def list_indicators(_: Reader) -> Indicators:
    """What is measured, of whom, by which citations, and what may excuse a delay."""
    return IndicatorRead.each(indicator.known())


@router.get(
    "/indicators.csv",
    response_class=Response,
    responses={**CSV, **problems(indicator.PeriodInvalid)},
)
async def export_indicators(
    actor: Reader, db: Db, question: Question, published: Published = False
) -> Response:
    """Every indicator of a period as a table, one line a number."""
    text, period = await indicator.table(db, actor, question, is_published=published)
    name = f"indicators-{period.from_on}-{period.to_on}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="text/csv", headers=disposition)


@router.get("/indicators/{code}", responses=problems(*indicator.MEASURE_PROBLEMS))
async def measure_indicator(
    code: Code,
    actor: Reader,
    db: Db,
    question: Question,
    population: Annotated[
        int | None,
        Query(ge=1, le=50_000_000, description="Children of that age, for C5 and C6."),
    ] = None,
    published: Published = False,
) -> IndicatorFigures:
    """One indicator: numbers, exclusions, reasons for delay, days late; by the rules of every deadline."""
    return IndicatorFigures.model_validate(
        await indicator.measure(
            db, actor, code, question, population=population, is_published=published
        )
    )


@router.get(
    "/indicators/{code}/children", responses=problems(*indicator.CHILDREN_PROBLEMS, CursorInvalid)
)
async def list_indicator_children(
    code: Code,
    actor: CohortReader,
    db: Db,
    question: Question,
    paging: Annotated[Paging, paged(by_id("student_id"))],
) -> Page[IndicatorChild]:
    """The children behind each number, by id. The list goes on the record of access."""
    rows = await indicator.children(db, actor, code, question, paging.limit, paging.after)
    return paging.page(rows, IndicatorChild)
