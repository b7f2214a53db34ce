"""Files opened in an emergency by people who do not have the child, and what the review found."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.consent import (
    EmergencyAccessCreate,
    EmergencyAccessRead,
    EmergencyAccessReview,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.pagination import ById, CursorInvalid, Page
from app.services import emergency

router = APIRouter(prefix="/v1", tags=["consent"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]
Auditor = Annotated[Actor, Depends(require("access-log:read"))]
Reviewer = Annotated[Actor, Depends(require("program:write"))]


@router.post(
    "/students/{student_id}/emergency-access",
    status_code=201,
    responses=problems(*emergency.OPEN_PROBLEMS),
)
async def open_emergency_access(
    student_id: UUID, body: EmergencyAccessCreate, actor: Reader, db: Once
) -> EmergencyAccessRead:
    """See and work a file that is not on one's caseload, for three hours; administrators are told at once."""
    row = await emergency.open_access(db, actor, student_id, body.reason)
    return EmergencyAccessRead.model_validate(row)


@router.get("/emergency-accesses", responses=problems(CursorInvalid))
async def list_emergency_accesses(
    actor: Auditor,
    db: Db,
    paging: ById,
    only_unreviewed: Annotated[
        bool, Query(description="Only those that wait for a review.")
    ] = False,
) -> Page[EmergencyAccessRead]:
    """Every emergency access of the program, newest first."""
    rows = await emergency.list_all(db, actor, only_unreviewed, paging.limit, paging.after)
    return paging.page(rows, EmergencyAccessRead)


@router.get("/emergency-accesses/{access_id}", responses=problems(*emergency.READ_PROBLEMS))
async def get_emergency_access(
    access_id: UUID, actor: Auditor, db: Db, response: Response
) -> EmergencyAccessRead:
    """One emergency access: who, whose file, why, until when, and what the review found."""
    row = await emergency.read(db, actor, access_id)
    response.headers["ETag"] = etag(row.version)
    return EmergencyAccessRead.model_validate(row)


@router.get("/emergency-accesses/{access_id}/actions", responses=problems(*emergency.READ_PROBLEMS))
async def list_emergency_access_actions(
    access_id: UUID, actor: Auditor, db: Db
) -> Bounded[ActionRead]:
    """Whether it may be reviewed, and by the caller."""
    return ActionRead.each(await emergency.actions(db, actor, access_id))


@router.get(
    "/emergency-accesses/{access_id}/history",
    responses=problems(*emergency.READ_PROBLEMS, CursorInvalid),
)
async def list_emergency_access_history(
    access_id: UUID, actor: Auditor, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who opened it and who reviewed it."""
    rows = await emergency.history(db, actor, access_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)


@router.post(
    "/emergency-accesses/{access_id}/review", responses=problems(*emergency.REVIEW_PROBLEMS)
)
async def review_emergency_access(
    access_id: UUID,
    body: EmergencyAccessReview,
    actor: Reviewer,
    db: Once,
    if_match: IfMatch,
) -> EmergencyAccessRead:
    """Say whether it was justified; If-Match takes the access's `version`."""
    row = await emergency.review(db, actor, access_id, body, if_match)
    return EmergencyAccessRead.model_validate(row)
