"""Equipment across children: what waits for the next act, where the wait is, what is outgrown next."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, require
from app.errors import problems
from app.http import Route
from app.models.fields import CaseDate
from app.models.schemas.equipment import EquipmentRequestRow
from app.models.schemas.equipment_view import ForecastRead, WaitingRead
from app.models.words.equipment import EquipmentState
from app.pagination import CursorInvalid, Page, Paging, by_day, paged
from app.services.equipment import forecast, waiting
from app.services.equipment import request as requests

router = APIRouter(prefix="/v1", tags=["equipment"], route_class=Route)
Reader = Annotated[Actor, Depends(require("equipment:read"))]
Until = Annotated[
    CaseDate | None, Query(description="Last day looked at; a week from today when absent.")
]
First = Annotated[CaseDate | None, Query(description="First day; a year before when absent.")]
Last = Annotated[CaseDate | None, Query(description="Last day; today when absent.")]
CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "A table."}
}
SVG: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"image/svg+xml": {"schema": {"type": "string"}}},
        "description": "The picture, without a name or an id.",
    }
}


@router.get("/worklists/equipment", responses=problems(CursorInvalid))
async def list_waiting_equipment(
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, paged(by_day("stage_on"))],
    state: Annotated[
        EquipmentState, Query(description="The stage; the first when absent.")
    ] = EquipmentState.IDENTIFIED,
) -> Page[EquipmentRequestRow]:
    """Requests in one stage, the longest in it first."""
    rows = await requests.waiting_for(db, actor, state, paging.limit, paging.after)
    return paging.page(rows, EquipmentRequestRow)


@router.get("/worklists/equipment-late", responses=problems(CursorInvalid))
async def list_late_equipment(
    actor: Reader, db: Db, paging: Annotated[Paging, paged(by_day("alert_on"))]
) -> Page[EquipmentRequestRow]:
    """Requests that stand longer in their stage than the program allows."""
    rows = await requests.late_for(db, actor, paging.limit, paging.after)
    return paging.page(rows, EquipmentRequestRow)


@router.get("/worklists/equipment-due", responses=problems(CursorInvalid))
async def list_due_equipment(
    actor: Reader, db: Db, paging: Annotated[Paging, paged(by_day("next_on"))], until: Until = None
) -> Page[EquipmentRequestRow]:
    """Appeals, answers, deliveries and reviews by the day on which somebody must act."""
    rows = await requests.due_for(db, actor, until, paging.limit, paging.after)
    return paging.page(rows, EquipmentRequestRow)


@router.get("/equipment-forecast", responses=problems(CursorInvalid))
async def forecast_outgrown_equipment(
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, paged(by_day("outgrows_on"))],
    until: Annotated[
        CaseDate | None, Query(description="Last day looked at; half a year ahead when absent.")
    ] = None,
) -> Page[ForecastRead]:
    """Items on order or in use that are likely outgrown, the first first: from the size that fits and how the child grows."""
    rows = await forecast.list_for(db, actor, until, paging.limit, paging.after)
    return paging.page(rows, ForecastRead)


@router.get("/equipment-waiting", responses=problems(waiting.WaitPeriod))
async def measure_equipment_waiting(
    actor: Reader, db: Db, from_on: First = None, to_on: Last = None
) -> WaitingRead:
    """Median and ninth decile of days by stage, funder and kind, and the ten longest."""
    found = await waiting.measure(db, actor, from_on, to_on)
    return WaitingRead.model_validate(found)


@router.get(
    "/equipment-waiting.csv",
    response_class=Response,
    responses={**CSV, **problems(waiting.WaitPeriod)},
)
async def export_equipment_waiting(
    actor: Reader, db: Db, from_on: First = None, to_on: Last = None
) -> Response:
    """The same figures as a table."""
    text = await waiting.table(db, actor, from_on, to_on)
    named = {"Content-Disposition": 'attachment; filename="equipment-waiting.csv"'}
    return Response(text, media_type="text/csv", headers=named)


@router.get(
    "/equipment-waiting.svg",
    response_class=Response,
    responses={**SVG, **problems(waiting.WaitPeriod)},
)
async def draw_equipment_waiting(
    actor: Reader, db: Db, from_on: First = None, to_on: Last = None
) -> Response:
    """Stages, funders, kinds and the ten longest as bars, for a page or a report."""
    drawn = await waiting.picture(db, actor, from_on, to_on)
    return Response(drawn, media_type="image/svg+xml")
