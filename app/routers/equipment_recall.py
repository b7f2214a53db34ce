"""Makers' recalls, and who holds what they call back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app import pagination
from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import Route, etag
from app.models.schemas.loan import (
    HolderRead,
    RecallCreate,
    RecallRead,
)
from app.pagination import BY_DAY, BY_ID, Cursor, CursorInvalid, Limit, Page
from app.services.equipment.problems import EquipmentDates, EquipmentRecallNotFound
from app.services.loan import recall

router = APIRouter(prefix="/v1", tags=["equipment"], route_class=Route)
Reader = Annotated[Actor, Depends(require("equipment:read"))]
Keeper = Annotated[Actor, Depends(require("closet:write"))]


@router.get("/equipment-recalls", responses=problems(CursorInvalid))
async def list_equipment_recalls(
    request: Request,
    response: Response,
    actor: Reader,
    db: Db,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[RecallRead]:
    """What makers called back, the latest first."""
    rows = await recall.list_of(db, actor, limit, pagination.after(request, cursor, *BY_DAY))
    return pagination.page(
        request, response, rows, limit, RecallRead.model_validate, lambda r: [r.published_on, r.id]
    )


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


@router.get(
    "/equipment-recalls/{recall_id}/holders",
    responses=problems(EquipmentRecallNotFound, CursorInvalid),
)
async def list_recall_holders(
    recall_id: UUID,
    request: Request,
    response: Response,
    actor: Keeper,
    db: Db,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[HolderRead]:
    """Every child who has such a thing now, or may have it, on loan or for good; the list goes on the record of access."""
    after = pagination.after(request, cursor, *BY_ID)
    rows = await recall.holders(db, actor, recall_id, limit, after)
    return pagination.page(
        request, response, rows, limit, HolderRead.model_validate, lambda r: [r.id]
    )
