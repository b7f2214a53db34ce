"""What parents ask about the record: to see it, copy it, amend it, destroy it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.consent import RecordRequestCreate, RecordRequestRead, RecordRequestStep
from app.models.schemas.record import ActionRead, ChangeRead
from app.pagination import ById, CursorInvalid, Page, PortionById
from app.services import case, record_request

router = APIRouter(
    prefix="/v1/students/{student_id}/record-requests", tags=["consent"], route_class=Route
)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("consent:write"))]
_REQUEST = (*case.OPEN_PROBLEMS, record_request.RecordRequestNotFound)


@router.get("", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_record_requests(
    student_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[RecordRequestRead]:
    """What parents asked about the record, and the answers."""
    rows = await record_request.list_requests(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, RecordRequestRead)


@router.post(
    "",
    status_code=201,
    responses=problems(*record_request.CREATE_PROBLEMS),
)
async def receive_record_request(
    student_id: UUID, body: RecordRequestCreate, actor: Writer, db: Once, response: Response
) -> RecordRequestRead:
    """A parent asks to see, copy, amend or destroy the record; the law's clock starts."""
    row = await record_request.receive(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/record-requests/{row.id}"
    return RecordRequestRead.model_validate(row)


@router.get("/{record_request_id}", responses=problems(*_REQUEST))
async def get_record_request(
    student_id: UUID, record_request_id: UUID, actor: Reader, db: Db, response: Response
) -> RecordRequestRead:
    """One request."""
    row = await record_request.read(db, actor, student_id, record_request_id)
    response.headers["ETag"] = etag(row.version)
    return RecordRequestRead.model_validate(row)


@router.get("/{record_request_id}/actions", responses=problems(*_REQUEST))
async def list_record_request_actions(
    student_id: UUID, record_request_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be answered now."""
    return ActionRead.each(await record_request.actions(db, actor, student_id, record_request_id))


@router.post(
    "/{record_request_id}/steps",
    responses=problems(*record_request.TAKE_PROBLEMS),
)
async def answer_record_request(
    student_id: UUID,
    record_request_id: UUID,
    body: RecordRequestStep,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> RecordRequestRead:
    """Show, amend, refuse with reason, attach the parent's statement, confirm a destruction."""
    row = await record_request.take(db, actor, student_id, record_request_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return RecordRequestRead.model_validate(row)


@router.get(
    "/{record_request_id}/history",
    responses=problems(*_REQUEST, CursorInvalid),
)
async def list_record_request_history(
    student_id: UUID, record_request_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every step of the request."""
    rows = await record_request.history(
        db, actor, student_id, record_request_id, paging.limit, paging.after
    )
    return paging.page(rows, ChangeRead)
