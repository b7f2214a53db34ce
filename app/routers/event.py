"""What happened to a student, and which clocks stand still."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.event import (
    EventCorrection,
    EventCreate,
    EventRead,
    PauseCreate,
    PauseRead,
    PauseUpdate,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.pagination import ById, CursorInvalid, Page, Paging, PortionByDay, by_day, in_portions
from app.services import case, event, pause, upkeep

router = APIRouter(prefix="/v1/students/{student_id}", tags=["event"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("event:write"))]


@router.get("/events", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_events(
    student_id: UUID, actor: Reader, db: Db, paging: PortionByDay
) -> Bounded[EventRead]:
    """Every event of the file in the order of its days, also those entered in error."""
    rows = await event.list_events(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, EventRead)


@router.post("/events", status_code=201, responses=problems(*event.REPORT_PROBLEMS))
async def record_event(student_id: UUID, body: EventCreate, actor: Writer, db: Once) -> EventRead:
    """Record something that happened; every deadline it moves has moved when the answer comes."""
    return EventRead.model_validate(await event.record(db, actor, student_id, body))


@router.post("/events/{event_id}/correction", responses=problems(*event.CORRECT_PROBLEMS))
async def correct_event(
    student_id: UUID, event_id: UUID, body: EventCorrection, actor: Writer, db: Once
) -> EventRead:
    """Mark an event as entered in error. It stays on the file and counts no longer."""
    return EventRead.model_validate(await event.correct(db, actor, student_id, event_id, body))


@router.get("/pauses", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_pauses(
    student_id: UUID,
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, in_portions(by_day("from_on"))],
) -> Bounded[PauseRead]:
    """Intervals in which a clock stands or stood still, with their evidence."""
    rows = await pause.list_pauses(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, PauseRead)


@router.post("/pauses", status_code=201, responses=problems(*pause.PAUSE_PROBLEMS))
async def begin_pause(student_id: UUID, body: PauseCreate, actor: Writer, db: Once) -> PauseRead:
    """Pause the clocks that this reason stops, with the evidence the law asks for."""
    return PauseRead.model_validate(await pause.begin(db, actor, student_id, body))


@router.patch("/pauses/{pause_id}", responses=problems(*pause.UPDATE_PROBLEMS))
async def change_pause(
    student_id: UUID,
    pause_id: UUID,
    body: PauseUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> PauseRead:
    """Give a pause its end, or say that it was entered in error."""
    row = await pause.change(db, actor, student_id, pause_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return PauseRead.model_validate(row)


@router.get("/pauses/{pause_id}", responses=problems(*pause.READ_PROBLEMS))
async def get_pause(
    student_id: UUID, pause_id: UUID, actor: Reader, db: Db, response: Response
) -> PauseRead:
    """One interval with its evidence."""
    row = await pause.read(db, actor, student_id, pause_id)
    response.headers["ETag"] = etag(row.version)
    return PauseRead.model_validate(row)


@router.get("/pauses/{pause_id}/actions", responses=problems(*pause.READ_PROBLEMS))
async def list_pause_actions(
    student_id: UUID, pause_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the pause now."""
    row = await pause.read(db, actor, student_id, pause_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.PAUSE, row, student_id))


@router.get("/pauses/{pause_id}/history", responses=problems(*pause.READ_PROBLEMS, CursorInvalid))
async def list_pause_history(
    student_id: UUID, pause_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """What it was before each change, with day and person."""
    rows = await pause.history(db, actor, student_id, pause_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
