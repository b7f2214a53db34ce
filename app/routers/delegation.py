"""Programmes that somebody carries out under a therapist, from writing them to their end."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded, CaseDate
from app.models.schemas.delegation import (
    DelegationCreate,
    DelegationFilter,
    DelegationRead,
    DelegationStep,
    DelegationUpdate,
)
from app.models.schemas.record import ActionRead, ChangeRead
from app.models.words.delegation import DelegationState
from app.pagination import ById, CursorInvalid, Page
from app.services import delegation

router = APIRouter(prefix="/v1/delegations", tags=["plan"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("assessment:write"))]


@router.get("", responses=problems(CursorInvalid))
async def list_delegations(
    actor: Reader,
    db: Db,
    paging: ById,
    student_id: Annotated[UUID | None, Query(description="Only of this student.")] = None,
    state: DelegationState | None = None,
    check_until: Annotated[
        CaseDate | None, Query(description="Running ones whose next check is due by this day.")
    ] = None,
) -> Page[DelegationRead]:
    """Delegated programmes, oldest first: the caller's caseload's, or the program's."""
    asked = DelegationFilter(student_id=student_id, state=state, check_until=check_until)
    rows = await delegation.list_of(db, actor, asked, paging.limit, paging.after)
    return paging.page(rows, DelegationRead)


@router.post("", status_code=201, responses=problems(*delegation.CREATE_PROBLEMS))
async def write_delegation(
    body: DelegationCreate, actor: Writer, db: Once, response: Response
) -> DelegationRead:
    """Write one down; nobody carries it out before it was taught."""
    row = await delegation.write(db, actor, body)
    response.headers["Location"] = f"/v1/delegations/{row.id}"
    return DelegationRead.model_validate(row)


@router.get("/{delegation_id}", responses=problems(*delegation.READ_PROBLEMS))
async def get_delegation(
    delegation_id: UUID, actor: Reader, db: Db, response: Response
) -> DelegationRead:
    """One delegated programme with its trainings and checks."""
    row = await delegation.read(db, actor, delegation_id)
    response.headers["ETag"] = etag(row.version)
    return DelegationRead.model_validate(row)


@router.patch("/{delegation_id}", responses=problems(*delegation.CHANGE_PROBLEMS))
async def update_delegation(
    delegation_id: UUID,
    body: DelegationUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> DelegationRead:
    """Change it; other steps are taught anew before it goes on."""
    row = await delegation.change(db, actor, delegation_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return DelegationRead.model_validate(row)


@router.get("/{delegation_id}/actions", responses=problems(*delegation.READ_PROBLEMS))
async def list_delegation_actions(
    delegation_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with it now, and for the rest why not."""
    return ActionRead.each(await delegation.actions(db, actor, delegation_id))


@router.post("/{delegation_id}/steps", responses=problems(*delegation.MOVE_PROBLEMS))
async def move_delegation(
    delegation_id: UUID,
    body: DelegationStep,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> DelegationRead:
    """Teach it, look on, let it rest, end it: the supervising therapist's acts."""
    row = await delegation.move(db, actor, delegation_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return DelegationRead.model_validate(row)


@router.get(
    "/{delegation_id}/history",
    responses=problems(*delegation.READ_PROBLEMS, CursorInvalid),
)
async def list_delegation_history(
    delegation_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Every step of it, with day, person and reason."""
    rows = await delegation.history(db, actor, delegation_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
