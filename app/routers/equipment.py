"""Equipment requests: from the need to in use, step by step."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.equipment import (
    AgeRead,
    EquipmentRequestCreate,
    EquipmentRequestRead,
    EquipmentRequestRow,
    EquipmentRequestUpdate,
)
from app.models.schemas.equipment_step import EquipmentStep
from app.models.schemas.funding import OrderRead, SubmissionRead, TrainingRead
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.words.equipment import EquipmentKind
from app.pagination import ById, CursorInvalid, Page, Paging, PortionById, by_day, paged
from app.services.equipment import request as requests
from app.services.equipment import step as steps
from app.services.equipment import trail

router = APIRouter(prefix="/v1/equipment-requests", tags=["equipment"], route_class=Route)
Reader = Annotated[Actor, Depends(require("equipment:read"))]
Writer = Annotated[Actor, Depends(require("equipment:write"))]
OPEN = problems(*requests.OPEN_PROBLEMS)


async def wanted(
    student_id: Annotated[UUID | None, Query(description="Only of this student.")] = None,
    kind: Annotated[EquipmentKind | None, Query(description="Only of this kind.")] = None,
) -> dict[str, Any]:
    given = {"student_id": student_id, "kind": kind}
    return {name: value for name, value in given.items() if value is not None}


@router.get("", responses=problems(CursorInvalid))
async def list_equipment_requests(
    actor: Reader,
    db: Db,
    filters: Annotated[dict[str, Any], Depends(wanted)],
    paging: Annotated[Paging, paged(by_day("identified_on"))],
) -> Page[EquipmentRequestRow]:
    """Requests of the caseload, or of the program for those who see it, by the day of the need."""
    rows = await requests.list_for(db, actor, filters, paging.limit, paging.after)
    return paging.page(rows, EquipmentRequestRow)


@router.post("", status_code=201, responses=problems(*requests.CREATE_PROBLEMS))
async def record_equipment_need(
    body: EquipmentRequestCreate, actor: Writer, db: Once, response: Response
) -> EquipmentRequestRead:
    """Record a need. From now on its wait is counted, stage by stage."""
    row = await requests.record_need(db, actor, body)
    response.headers["Location"] = f"/v1/equipment-requests/{row.id}"
    response.headers["ETag"] = etag(row.version)
    return EquipmentRequestRead.model_validate(await requests.shown(db, actor, row))


@router.get("/{request_id}", responses=OPEN)
async def get_equipment_request(
    request_id: UUID, actor: Reader, db: Db, response: Response
) -> EquipmentRequestRead:
    """One request, with where it stands and by when somebody must act."""
    row = await requests.read(db, actor, request_id)
    response.headers["ETag"] = etag(row.version)
    return EquipmentRequestRead.model_validate(await requests.shown(db, actor, row))


@router.patch("/{request_id}", responses=problems(*requests.UPDATE_PROBLEMS))
async def update_equipment_request(
    request_id: UUID,
    body: EquipmentRequestUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> EquipmentRequestRead:
    """Correct what the request says; where it stands changes by its steps."""
    row = await requests.change(db, actor, request_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return EquipmentRequestRead.model_validate(await requests.shown(db, actor, row))


@router.get("/{request_id}/actions", responses=OPEN)
async def list_equipment_actions(request_id: UUID, actor: Reader, db: Db) -> Bounded[ActionRead]:
    """What may be done with it now, and what is missing for the rest."""
    return ActionRead.each(await steps.actions(db, actor, request_id))


@router.post("/{request_id}/steps", responses=problems(*steps.TAKE_PROBLEMS))
async def take_equipment_step(
    request_id: UUID,
    body: EquipmentStep,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> EquipmentRequestRead:
    """Say what was done, with its evidence. An illegal step is refused with the allowed ones."""
    row = await steps.take(db, actor, request_id, body.root, if_match)
    response.headers["ETag"] = etag(row.version)
    return EquipmentRequestRead.model_validate(await requests.shown(db, actor, row))


@router.get("/{request_id}/age", responses=OPEN)
async def get_equipment_age(request_id: UUID, actor: Reader, db: Db) -> AgeRead:
    """How long each stage has lasted, against what the program allows, and the whole."""
    return AgeRead.model_validate(await requests.age(db, actor, request_id))


@router.get("/{request_id}/submissions", responses=problems(*requests.OPEN_PROBLEMS, CursorInvalid))
async def list_equipment_submissions(
    request_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[SubmissionRead]:
    """Which sources were asked or passed over, and what each said."""
    rows = await trail.submissions(db, actor, request_id, paging.limit, paging.after)
    return paging.portion(rows, SubmissionRead)


@router.get("/{request_id}/orders", responses=problems(*requests.OPEN_PROBLEMS, CursorInvalid))
async def list_equipment_orders(
    request_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[OrderRead]:
    """What was ordered, each later day with its reason, and how it fitted."""
    rows = await trail.orders(db, actor, request_id, paging.limit, paging.after)
    return paging.portion(rows, OrderRead)


@router.get("/{request_id}/training", responses=problems(*requests.OPEN_PROBLEMS, CursorInvalid))
async def list_equipment_training(
    request_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[TrainingRead]:
    """Who was shown how to use it, when, and whether they then showed it themselves."""
    rows = await trail.training(db, actor, request_id, paging.limit, paging.after)
    return paging.portion(rows, TrainingRead)


@router.get("/{request_id}/history", responses=problems(*requests.OPEN_PROBLEMS, CursorInvalid))
async def list_equipment_request_history(
    request_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every step and change, by whom, with what was there before."""
    rows = await requests.history(db, actor, request_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
