"""Where a child lives and lived."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.profile import (
    ResidenceCreate,
    ResidenceRead,
    ResidenceSaved,
    ResidenceUpdate,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.pagination import ById, CursorInvalid, Page, Paging, by_day, in_portions
from app.services import case, upkeep
from app.services.profile import residence

router = APIRouter(
    prefix="/v1/students/{student_id}/residences", tags=["student"], route_class=Route
)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("student:write"))]


@router.get("", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_residences(
    student_id: UUID,
    actor: Reader,
    db: Db,
    paging: Annotated[Paging, in_portions(by_day("from_on"))],
) -> Bounded[ResidenceRead]:
    """Every address of the child with its days, by the first."""
    rows = await residence.list_of(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, ResidenceRead)


@router.post("", status_code=201, responses=problems(*residence.WRITE_PROBLEMS))
async def add_residence(
    student_id: UUID, body: ResidenceCreate, actor: Writer, db: Once, response: Response
) -> ResidenceSaved:
    """Record an address from a day on; a move across a district's boundary proposes a transfer and keeps the clock."""
    row = await residence.add(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/residences/{row.residence.id}"
    return ResidenceSaved.model_validate(row)


@router.get("/{residence_id}", responses=problems(*case.OPEN_PROBLEMS, residence.ResidenceNotFound))
async def get_residence(
    student_id: UUID, residence_id: UUID, actor: Reader, db: Db, response: Response
) -> ResidenceRead:
    """One address with its days."""
    row = await residence.read(db, actor, student_id, residence_id)
    response.headers["ETag"] = etag(row.version)
    return ResidenceRead.model_validate(row)


@router.get(
    "/{residence_id}/actions", responses=problems(*case.OPEN_PROBLEMS, residence.ResidenceNotFound)
)
async def list_residence_actions(
    student_id: UUID, residence_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with the residence now."""
    row = await residence.read(db, actor, student_id, residence_id)
    return ActionRead.each(upkeep.actions(actor, upkeep.OF_PROFILE, row, student_id))


@router.patch(
    "/{residence_id}", responses=problems(*residence.WRITE_PROBLEMS, residence.ResidenceNotFound)
)
async def update_residence(
    student_id: UUID,
    residence_id: UUID,
    body: ResidenceUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> ResidenceSaved:
    """Correct a residence, end it, or say that it was entered in error."""
    row = await residence.change(db, actor, student_id, residence_id, body, if_match)
    response.headers["ETag"] = etag(row.residence.version)
    return ResidenceSaved.model_validate(row)


@router.get(
    "/{residence_id}/history",
    responses=problems(*case.OPEN_PROBLEMS, residence.ResidenceNotFound, CursorInvalid),
)
async def list_residence_history(
    student_id: UUID, residence_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who recorded or changed it, and what it was before."""
    rows = await residence.history(db, actor, student_id, residence_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
