"""Services that a student's plans promise, and the sessions given."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded, CaseDate
from app.models.schemas.record import ActionRead, ChangeRead, warned
from app.models.schemas.service_line import (
    AccountRead,
    DeliveryCreate,
    DeliveryRead,
    DeliveryUpdate,
    DeliveryWithWarnings,
    LineStep,
    ServiceLineCreate,
    ServiceLineRead,
    ServiceLineUpdate,
    ServiceLineWritten,
)
from app.pagination import ByDay, ById, CursorInvalid, Page, Paging, by_number, in_portions
from app.services import case, upkeep
from app.services.plan import delivery, kind, line, shown

router = APIRouter(prefix="/v1/students/{student_id}", tags=["plan"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("plan:write"))]
InForce = Annotated[
    bool, Query(description="Only services to be given now; false: former and proposed ones too.")
]
Day = Annotated[CaseDate | None, Query()]
READ = problems(*line.LINE_PROBLEMS)


@router.get("/plans/{plan_id}/services", responses=problems(*kind.READ_PROBLEMS, CursorInvalid))
async def list_plan_services(
    student_id: UUID,
    plan_id: UUID,
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, in_portions(by_number())],
) -> Bounded[ServiceLineRead]:
    """The services of one version, by number."""
    rows = await line.of_plan(db, actor, student_id, plan_id, paging.limit, paging.after)
    return paging.portion(rows, ServiceLineRead)


@router.post("/plans/{plan_id}/services", status_code=201, responses=problems(*line.ADD_PROBLEMS))
async def add_service(
    student_id: UUID,
    plan_id: UUID,
    body: ServiceLineCreate,
    actor: Writer,
    db: Once,
    response: Response,
) -> ServiceLineWritten:
    """Propose a service in a version that is not yet presented."""
    row, found = await line.add(db, actor, student_id, plan_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/services/{row.id}"
    return warned(ServiceLineWritten, ServiceLineRead, row, found)


@router.get("/services", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_services(
    student_id: UUID, actor: Reader, db: Db, paging: ById, in_force: InForce = True
) -> Page[ServiceLineRead]:
    """The student's services, newest first."""
    rows = await line.list_of(
        db, actor, student_id, in_force=in_force, limit=paging.limit, after=paging.after
    )
    return paging.page(rows, ServiceLineRead)


@router.get("/services/{line_id}", responses=READ)
async def get_service(
    student_id: UUID, line_id: UUID, actor: Reader, db: Db, response: Response
) -> ServiceLineRead:
    """One service line."""
    row = await line.read(db, actor, student_id, line_id)
    response.headers["ETag"] = etag(row.version)
    return ServiceLineRead.model_validate(row)


@router.patch("/services/{line_id}", responses=problems(*line.UPDATE_PROBLEMS))
async def update_service(
    student_id: UUID,
    line_id: UUID,
    body: ServiceLineUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> ServiceLineWritten:
    """Change a proposed service, or name who gives one in force."""
    row, found = await line.change(db, actor, student_id, line_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return warned(ServiceLineWritten, ServiceLineRead, row, found)


@router.get("/services/{line_id}/actions", responses=READ)
async def list_service_actions(
    student_id: UUID, line_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with this service now, and for the rest why not."""
    return ActionRead.each(await line.actions(db, actor, student_id, line_id))


@router.post("/services/{line_id}/steps", responses=problems(*line.TAKE_PROBLEMS))
async def take_service_step(
    student_id: UUID,
    line_id: UUID,
    body: LineStep,
    actor: Reader,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> ServiceLineRead:
    """Authorise, end or withdraw one service. It starts by the first session given."""
    row = await line.take(db, actor, student_id, line_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return ServiceLineRead.model_validate(row)


@router.get("/services/{line_id}/history", responses=problems(*line.LINE_PROBLEMS, CursorInvalid))
async def list_service_history(
    student_id: UUID, line_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every change and step of this service."""
    rows = await line.history(db, actor, student_id, line_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)


@router.get("/services/{line_id}/account", responses=problems(*delivery.ACCOUNT_PROBLEMS))
async def get_service_account(
    student_id: UUID,
    line_id: UUID,
    actor: Reader,
    db: Db,
    from_on: Day = None,
    to_on: Day = None,
) -> AccountRead:
    """Planned, given, missed and owed minutes; from the first planned day to today when no period is named."""
    return shown.account(*await delivery.balance(db, actor, student_id, line_id, from_on, to_on))


@router.get(
    "/services/{line_id}/deliveries", responses=problems(*line.LINE_PROBLEMS, CursorInvalid)
)
async def list_deliveries(
    student_id: UUID, line_id: UUID, actor: Reader, db: Db, paging: ByDay
) -> Page[DeliveryRead]:
    """Sessions given and missed, by day; those entered in error too."""
    rows = await delivery.list_of(db, actor, student_id, line_id, paging.limit, paging.after)
    return paging.page(rows, DeliveryRead)


@router.post(
    "/services/{line_id}/deliveries", status_code=201, responses=problems(*delivery.RECORD_PROBLEMS)
)
async def record_delivery(
    student_id: UUID,
    line_id: UUID,
    body: DeliveryCreate,
    actor: Writer,
    db: Once,
    response: Response,
) -> DeliveryWithWarnings:
    """Record a session given, or missed and why. The first one given starts the service."""
    row, found = await delivery.add(db, actor, student_id, line_id, body)
    response.headers["Location"] = (
        f"/v1/students/{student_id}/services/{line_id}/deliveries/{row.id}"
    )
    return shown.delivery(row, found)


@router.get(
    "/services/{line_id}/deliveries/{delivery_id}",
    responses=problems(*line.LINE_PROBLEMS, kind.DeliveryNotFound),
)
async def get_delivery(
    student_id: UUID, line_id: UUID, delivery_id: UUID, actor: Reader, db: Db, response: Response
) -> DeliveryRead:
    """One session."""
    row = await delivery.read(db, actor, student_id, line_id, delivery_id)
    response.headers["ETag"] = etag(row.version)
    return DeliveryRead.model_validate(row)


@router.get(
    "/services/{line_id}/deliveries/{delivery_id}/actions",
    responses=problems(*line.LINE_PROBLEMS, kind.DeliveryNotFound),
)
async def list_delivery_actions(
    student_id: UUID, line_id: UUID, delivery_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the session now."""
    row = await delivery.read(db, actor, student_id, line_id, delivery_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.DELIVERY, row, student_id))


@router.patch(
    "/services/{line_id}/deliveries/{delivery_id}",
    responses=problems(*delivery.CORRECT_PROBLEMS),
)
async def correct_delivery(
    student_id: UUID,
    line_id: UUID,
    delivery_id: UUID,
    body: DeliveryUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> DeliveryWithWarnings:
    """Correct a session, or mark it as entered in error; the start of the service follows."""
    row, found = await delivery.correct(db, actor, student_id, line_id, delivery_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return shown.delivery(row, found)


@router.get(
    "/services/{line_id}/deliveries/{delivery_id}/history",
    responses=problems(*line.LINE_PROBLEMS, kind.DeliveryNotFound, CursorInvalid),
)
async def list_delivery_history(
    student_id: UUID, line_id: UUID, delivery_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every correction of this session."""
    rows = await delivery.history(
        db, actor, student_id, line_id, delivery_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)
