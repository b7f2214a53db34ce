"""The medical part of a file: diagnoses, hearing, vision, health; allergies and alerts are for everybody."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.profile import HealthEntryCreate, HealthEntryRead, HealthEntryUpdate
from app.models.schemas.record import ActionRead, ChangeRead
from app.pagination import ById, CursorInvalid, Page, PortionByDay
from app.services import case, upkeep
from app.services.profile import health

router = APIRouter(
    prefix="/v1/students/{student_id}/health-entries", tags=["student"], route_class=Route
)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("medical:write"))]


@router.get("", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_health_entries(
    student_id: UUID, actor: Reader, db: Db, paging: PortionByDay
) -> Bounded[HealthEntryRead]:
    """What is known of the child's health; without `medical:read` allergies and alerts alone."""
    rows = await health.list_of(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, HealthEntryRead)


@router.post("", status_code=201, responses=problems(*health.WRITE_PROBLEMS))
async def add_health_entry(
    student_id: UUID, body: HealthEntryCreate, actor: Writer, db: Once, response: Response
) -> HealthEntryRead:
    """Record a diagnosis, a finding, a medication, the medical home, an allergy or an alert."""
    row = await health.add(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/health-entries/{row.id}"
    return HealthEntryRead.model_validate(row)


@router.get("/{entry_id}", responses=problems(*case.OPEN_PROBLEMS, health.HealthEntryNotFound))
async def get_health_entry(
    student_id: UUID, entry_id: UUID, actor: Reader, db: Db, response: Response
) -> HealthEntryRead:
    """One health entry."""
    row = await health.read(db, actor, student_id, entry_id)
    response.headers["ETag"] = etag(row.version)
    return HealthEntryRead.model_validate(row)


@router.get(
    "/{entry_id}/actions", responses=problems(*case.OPEN_PROBLEMS, health.HealthEntryNotFound)
)
async def list_health_entry_actions(
    student_id: UUID, entry_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the entry now."""
    row = await health.read(db, actor, student_id, entry_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.HEALTH_ENTRY, row, student_id))


@router.patch("/{entry_id}", responses=problems(*health.WRITE_PROBLEMS, health.HealthEntryNotFound))
async def update_health_entry(
    student_id: UUID,
    entry_id: UUID,
    body: HealthEntryUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> HealthEntryRead:
    """Correct a health entry, end it, or say that it was entered in error."""
    row = await health.change(db, actor, student_id, entry_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return HealthEntryRead.model_validate(row)


@router.get(
    "/{entry_id}/history",
    responses=problems(*case.OPEN_PROBLEMS, health.HealthEntryNotFound, CursorInvalid),
)
async def list_health_entry_history(
    student_id: UUID, entry_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who recorded or changed it, and what it was before."""
    rows = await health.history(db, actor, student_id, entry_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
