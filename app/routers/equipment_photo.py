"""Photographs of an equipment request, by consent."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, Stored, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.equipment_photo import PhotoCreate, PhotoRead, PhotoUpdate
from app.models.schemas.record import ActionRead, ChangeRead
from app.pagination import ById, CursorInvalid, Page, PortionById
from app.services import upkeep
from app.services.equipment import photo

router = APIRouter(
    prefix="/v1/equipment-requests/{request_id}/photos", tags=["equipment"], route_class=Route
)
Reader = Annotated[Actor, Depends(require("equipment:read"))]
Writer = Annotated[Actor, Depends(require("equipment:write"))]


@router.get("", responses=problems(*photo.LIST_PROBLEMS, CursorInvalid))
async def list_equipment_photos(
    request_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[PhotoRead]:
    """What is on them in words; the pictures are documents of the student."""
    rows = await photo.list_of(db, actor, request_id, paging.limit, paging.after)
    return paging.portion(rows, PhotoRead)


@router.post("", status_code=201, responses=problems(*photo.ADD_PROBLEMS))
async def add_equipment_photo(
    request_id: UUID, body: PhotoCreate, actor: Writer, db: Once, files: Stored, response: Response
) -> PhotoRead:
    """Put a picture of the file with the request, while the parent's consent to photos is live."""
    row = await photo.add(db, files, actor, request_id, body)
    response.headers["Location"] = f"/v1/equipment-requests/{request_id}/photos/{row.id}"
    return PhotoRead.model_validate(row)


@router.get("/{equipment_photo_id}", responses=problems(*photo.READ_PROBLEMS))
async def get_equipment_photo(
    request_id: UUID, equipment_photo_id: UUID, actor: Reader, db: Db, response: Response
) -> PhotoRead:
    """One photograph."""
    row = await photo.read(db, actor, request_id, equipment_photo_id)
    response.headers["ETag"] = etag(row.version)
    return PhotoRead.model_validate(row)


@router.get("/{equipment_photo_id}/actions", responses=problems(*photo.READ_PROBLEMS))
async def list_equipment_photo_actions(
    request_id: UUID, equipment_photo_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the photograph now."""
    row = await photo.read(db, actor, request_id, equipment_photo_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.EQUIPMENT_PART, row))


@router.patch("/{equipment_photo_id}", responses=problems(*photo.CHANGE_PROBLEMS))
async def update_equipment_photo(
    request_id: UUID,
    equipment_photo_id: UUID,
    body: PhotoUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> PhotoRead:
    """Correct its words, put it into the letter or take it out; a signed letter stays as it is."""
    row = await photo.change(db, actor, request_id, equipment_photo_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return PhotoRead.model_validate(row)


@router.get(
    "/{equipment_photo_id}/history", responses=problems(*photo.READ_PROBLEMS, CursorInvalid)
)
async def list_equipment_photo_history(
    request_id: UUID, equipment_photo_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who added and changed it, and what it said before."""
    rows = await photo.history(
        db, actor, request_id, equipment_photo_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)
