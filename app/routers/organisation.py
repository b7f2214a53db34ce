"""The caller, their colleagues, their partners, and the program's record of access."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app import pagination
from app.auth import Actor, Db, authenticated, require
from app.errors import problems
from app.http import Route
from app.models.fields import Bounded, Instant
from app.models.schemas.deadline import AccessRead
from app.models.schemas.organisation import MeRead, OrganisationRead, StaffRead
from app.pagination import BY_INSTANT, BY_NAME, Cursor, CursorInvalid, Limit, Page
from app.services import access, organisation

router = APIRouter(prefix="/v1", tags=["organisation"], route_class=Route)
Anyone = Annotated[Actor, Depends(authenticated)]
Colleague = Annotated[Actor, Depends(require("staff:read"))]
Reader = Annotated[Actor, Depends(require("directory:read"))]
Auditor = Annotated[Actor, Depends(require("access-log:read"))]


@router.get("/me", responses=problems())
async def get_me(actor: Anyone, db: Db) -> MeRead:
    """Who the access token stands for, and what it allows."""
    return MeRead.model_validate(await organisation.me(db, actor))


@router.get("/staff", responses=problems(CursorInvalid))
async def list_staff(
    request: Request,
    response: Response,
    actor: Colleague,
    db: Db,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[StaffRead]:
    """Active staff of the caller's program by name, for assigning."""
    rows = await organisation.staff(db, actor, limit, pagination.after(request, cursor, *BY_NAME))
    return pagination.page(
        request, response, rows, limit, StaffRead.model_validate, lambda p: [p.name, p.id]
    )


@router.get("/partners", responses=problems())
async def list_partners(actor: Reader, db: Db) -> Bounded[OrganisationRead]:
    """Agencies and districts with which the caller's program has a live partnership."""
    return [OrganisationRead.model_validate(o) for o in await organisation.partners(db, actor)]


@router.get("/access-log", responses=problems(CursorInvalid))
async def list_access(
    request: Request,
    response: Response,
    actor: Auditor,
    db: Db,
    since: Annotated[Instant | None, Query(description="Only entries from this moment on.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[AccessRead]:
    """The program's record of access, newest first."""
    rows = await access.of_program(
        db, actor, since, limit, pagination.after(request, cursor, *BY_INSTANT)
    )
    return pagination.page(
        request, response, rows, limit, AccessRead.model_validate, lambda r: [r.created_at, r.id]
    )
