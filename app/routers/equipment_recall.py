"""Makers' recalls, and who holds what they call back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.loan import (
    HolderRead,
    RecallCreate,
    RecallRead,
    RecallStep,
    RecallUpdate,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.pagination import ById, CursorInvalid, Page, Paging, by_day, paged
from app.services.equipment.problems import EquipmentDates, EquipmentRecallNotFound
from app.services.loan import recall

router = APIRouter(prefix="/v1", tags=["equipment"], route_class=Route)
Reader = Annotated[Actor, Depends(require("equipment:read"))]
Keeper = Annotated[Actor, Depends(require("closet:write"))]


@router.get("/equipment-recalls", responses=problems(CursorInvalid))
async def list_equipment_recalls(
    actor: Reader, db: Db, paging: Annotated[Paging, paged(by_day("published_on"))]
) -> Page[RecallRead]:
    """What makers called back, the latest first."""
    rows = await recall.list_of(db, actor, paging.limit, paging.after)
    return paging.page(rows, RecallRead)


@router.post("/equipment-recalls", status_code=201, responses=problems(EquipmentDates))
async def publish_equipment_recall(
    body: RecallCreate, actor: Keeper, db: Once, response: Response
) -> RecallRead:
    """Record a maker's recall: things of the model are lent no more, and each holder is found."""
    row = await recall.publish(db, actor, body)
    response.headers["Location"] = f"/v1/equipment-recalls/{row.id}"
    response.headers["ETag"] = etag(row.version)
    return RecallRead.model_validate(row)


@router.get("/equipment-recalls/{recall_id}", responses=problems(EquipmentRecallNotFound))
async def get_equipment_recall(
    recall_id: UUID, actor: Reader, db: Db, response: Response
) -> RecallRead:
    """One recall."""
    row = await recall.read(db, actor, recall_id)
    response.headers["ETag"] = etag(row.version)
    return RecallRead.model_validate(row)


@router.get("/equipment-recalls/{recall_id}/actions", responses=problems(EquipmentRecallNotFound))
async def list_equipment_recall_actions(
    recall_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the recall now."""
    return ActionRead.each(await recall.actions(db, actor, recall_id))


@router.post("/equipment-recalls/{recall_id}/steps", responses=problems(*recall.CHANGE_PROBLEMS))
async def take_equipment_recall_step(
    recall_id: UUID,
    body: RecallStep,
    actor: Keeper,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> RecallRead:
    """Withdraw one that should not have been published: what it marked is free of it, and those who were told are told."""
    row = await recall.take(db, actor, recall_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return RecallRead.model_validate(row)


@router.patch("/equipment-recalls/{recall_id}", responses=problems(*recall.CHANGE_PROBLEMS))
async def update_equipment_recall(
    recall_id: UUID,
    body: RecallUpdate,
    actor: Keeper,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> RecallRead:
    """Say otherwise what is to be done; what it said before stays in its history."""
    row = await recall.change(db, actor, recall_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return RecallRead.model_validate(row)


@router.get(
    "/equipment-recalls/{recall_id}/history",
    responses=problems(EquipmentRecallNotFound, CursorInvalid),
)
async def list_equipment_recall_history(
    recall_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who recorded it, and what it said before. What became of each thing stands in the thing's history."""
    rows = await recall.history(db, actor, recall_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)


@router.get(
    "/equipment-recalls/{recall_id}/holders",
    responses=problems(EquipmentRecallNotFound, CursorInvalid),
)
async def list_recall_holders(
    recall_id: UUID, actor: Keeper, db: Db, paging: ById
) -> Page[HolderRead]:
    """Every child who has such a thing now, or may have it, on loan or for good; the list goes on the record of access.

    Of a recall that was withdrawn: who is to hear that it was.
    """
    rows = await recall.holders(db, actor, recall_id, paging.limit, paging.after)
    return paging.page(rows, HolderRead)
