"""What a request rests on: items and accessories, trials, measurements."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.equipment import (
    ItemCreate,
    ItemRead,
    ItemUpdate,
    MeasurementCreate,
    MeasurementRead,
    MeasurementUpdate,
    RecallClearance,
    TrialCreate,
    TrialRead,
    TrialUpdate,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.pagination import ById, CursorInvalid, Page, PortionById
from app.services import upkeep
from app.services.equipment import item, trial

router = APIRouter(
    prefix="/v1/equipment-requests/{request_id}", tags=["equipment"], route_class=Route
)
Reader = Annotated[Actor, Depends(require("equipment:read"))]
Writer = Annotated[Actor, Depends(require("equipment:write"))]
PART = problems(*item.PART_PROBLEMS)


@router.get("/items", responses=problems(*item.PART_PROBLEMS, CursorInvalid))
async def list_equipment_items(
    request_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[ItemRead]:
    """What is asked for: items and their accessories, each with its own reason."""
    rows = await item.list_of(db, actor, item.ITEM, request_id, paging.limit, paging.after)
    return paging.portion(rows, ItemRead)


@router.post("/items", status_code=201, responses=problems(*item.ITEM_PROBLEMS))
async def add_equipment_item(
    request_id: UUID, body: ItemCreate, actor: Writer, db: Once, response: Response
) -> ItemRead:
    """Ask for an item, or for an accessory of one, with its own reason."""
    row = await item.add_item(db, actor, request_id, body)
    response.headers["Location"] = f"/v1/equipment-requests/{request_id}/items/{row.id}"
    response.headers["ETag"] = etag(row.version)
    return ItemRead.model_validate(row)


@router.get("/items/{item_id}", responses=PART)
async def get_equipment_item(
    request_id: UUID, item_id: UUID, actor: Reader, db: Db, response: Response
) -> ItemRead:
    """One of them."""
    row = await item.read(db, actor, item.ITEM, request_id, item_id)
    response.headers["ETag"] = etag(row.version)
    return ItemRead.model_validate(row)


@router.get("/items/{item_id}/actions", responses=PART)
async def list_equipment_item_actions(
    request_id: UUID, item_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the item now."""
    row = await item.read(db, actor, item.ITEM, request_id, item_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.EQUIPMENT_ITEM, row))


@router.patch("/items/{item_id}", responses=problems(*item.ITEM_PROBLEMS))
async def update_equipment_item(
    request_id: UUID,
    item_id: UUID,
    body: ItemUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> ItemRead:
    """Correct an item, add a quote, or drop it; what a signed letter says is fixed."""
    row = await item.change_item(db, actor, request_id, item_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return ItemRead.model_validate(row)


@router.post("/items/{item_id}/recall-clearances", responses=problems(*item.CLEAR_PROBLEMS))
async def clear_equipment_recall(
    request_id: UUID,
    item_id: UUID,
    body: RecallClearance,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> ItemRead:
    """Put right as its maker says: it stands no longer among those who have such a thing."""
    row = await item.clear_recall(db, actor, request_id, item_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return ItemRead.model_validate(row)


@router.get("/items/{item_id}/history", responses=problems(*item.PART_PROBLEMS, CursorInvalid))
async def list_equipment_item_history(
    request_id: UUID, item_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who recorded and corrected it, and what it was before."""
    rows = await item.history(db, actor, item.ITEM, request_id, item_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)


@router.get("/trials", responses=problems(*item.PART_PROBLEMS, CursorInvalid))
async def list_equipment_trials(
    request_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[TrialRead]:
    """What was tried, where, with whom, and what came of it."""
    rows = await trial.list_shown(db, actor, request_id, paging.limit, paging.after)
    return paging.portion(rows, TrialRead)


@router.post("/trials", status_code=201, responses=problems(*trial.PROBLEMS))
async def add_equipment_trial(
    request_id: UUID, body: TrialCreate, actor: Writer, db: Once, response: Response
) -> TrialRead:
    """Record a trial with its result."""
    row = await trial.add(db, actor, request_id, body)
    response.headers["Location"] = f"/v1/equipment-requests/{request_id}/trials/{row.id}"
    response.headers["ETag"] = etag(row.version)
    return TrialRead.model_validate(await trial.shown(db, actor, row))


@router.get("/trials/{trial_id}", responses=PART)
async def get_equipment_trial(
    request_id: UUID, trial_id: UUID, actor: Reader, db: Db, response: Response
) -> TrialRead:
    """One of them."""
    row = await item.read(db, actor, item.TRIAL, request_id, trial_id)
    response.headers["ETag"] = etag(row.version)
    return TrialRead.model_validate(await trial.shown(db, actor, row))


@router.get("/trials/{trial_id}/actions", responses=PART)
async def list_equipment_trial_actions(
    request_id: UUID, trial_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the trial now."""
    row = await item.read(db, actor, item.TRIAL, request_id, trial_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.EQUIPMENT_PART, row))


@router.patch("/trials/{trial_id}", responses=problems(*trial.PROBLEMS))
async def update_equipment_trial(
    request_id: UUID,
    trial_id: UUID,
    body: TrialUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> TrialRead:
    """Correct a trial, or mark it as entered in error."""
    row = await trial.change(db, actor, request_id, trial_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return TrialRead.model_validate(await trial.shown(db, actor, row))


@router.get("/trials/{trial_id}/history", responses=problems(*item.PART_PROBLEMS, CursorInvalid))
async def list_equipment_trial_history(
    request_id: UUID, trial_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who recorded and corrected it, and what it was before."""
    rows = await item.history(
        db, actor, item.TRIAL, request_id, trial_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)


@router.get("/measurements", responses=problems(*item.PART_PROBLEMS, CursorInvalid))
async def list_equipment_measurements(
    request_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[MeasurementRead]:
    """What was measured, part by part, with its day."""
    rows = await item.list_of(db, actor, item.MEASUREMENT, request_id, paging.limit, paging.after)
    return paging.portion(rows, MeasurementRead)


@router.post("/measurements", status_code=201, responses=problems(*item.MEASUREMENT_PROBLEMS))
async def add_equipment_measurement(
    request_id: UUID, body: MeasurementCreate, actor: Writer, db: Once, response: Response
) -> MeasurementRead:
    """Record a measurement; it moves the forecast of what the child outgrows."""
    row = await item.add_measurement(db, actor, request_id, body)
    response.headers["Location"] = f"/v1/equipment-requests/{request_id}/measurements/{row.id}"
    response.headers["ETag"] = etag(row.version)
    return MeasurementRead.model_validate(row)


@router.get("/measurements/{measurement_id}", responses=PART)
async def get_equipment_measurement(
    request_id: UUID, measurement_id: UUID, actor: Reader, db: Db, response: Response
) -> MeasurementRead:
    """One of them."""
    row = await item.read(db, actor, item.MEASUREMENT, request_id, measurement_id)
    response.headers["ETag"] = etag(row.version)
    return MeasurementRead.model_validate(row)


@router.get("/measurements/{measurement_id}/actions", responses=PART)
async def list_equipment_measurement_actions(
    request_id: UUID, measurement_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the measurement now."""
    row = await item.read(db, actor, item.MEASUREMENT, request_id, measurement_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.EQUIPMENT_PART, row))


@router.patch("/measurements/{measurement_id}", responses=problems(*item.MEASUREMENT_PROBLEMS))
async def update_equipment_measurement(
    request_id: UUID,
    measurement_id: UUID,
    body: MeasurementUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> MeasurementRead:
    """Correct a measurement, or mark it as entered in error."""
    row = await item.change_measurement(db, actor, request_id, measurement_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return MeasurementRead.model_validate(row)


@router.get(
    "/measurements/{measurement_id}/history", responses=problems(*item.PART_PROBLEMS, CursorInvalid)
)
async def list_equipment_measurement_history(
    request_id: UUID, measurement_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who recorded and corrected it, and what it was before."""
    rows = await item.history(
        db, actor, item.MEASUREMENT, request_id, measurement_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)
