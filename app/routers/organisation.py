"""The caller, their partners, and the program's record of access."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from app.auth import Actor, Db, authenticated, require
from app.errors import problems
from app.http import Route
from app.models.fields import Bounded, Instant
from app.models.schemas.deadline import AccessRead
from app.models.schemas.organisation import MeRead, OrganisationRead
from app.pagination import CursorInvalid, Page, Paging, by_instant, by_name, in_portions, paged
from app.services import access, organisation

router = APIRouter(prefix="/v1", tags=["organisation"], route_class=Route)
Anyone = Annotated[Actor, Depends(authenticated)]
Reader = Annotated[Actor, Depends(require("directory:read"))]
Auditor = Annotated[Actor, Depends(require("access-log:read"))]


@router.get("/me", responses=problems())
async def get_me(actor: Anyone, db: Db) -> MeRead:
    """Who the access token stands for, and what it allows."""
    return MeRead.model_validate(await organisation.me(db, actor))


@router.get("/partners", responses=problems(CursorInvalid))
async def list_partners(
    actor: Reader, db: Db, paging: Annotated[Paging, in_portions(by_name())]
) -> Bounded[OrganisationRead]:
    """Agencies and districts with which the caller's program has a live partnership."""
    rows = await organisation.partners(db, actor, paging.limit, paging.after)
    return paging.portion(rows, OrganisationRead)


@router.get("/access-log", responses=problems(CursorInvalid))
async def list_access(
    actor: Auditor,
    db: Db,
    paging: Annotated[Paging, paged(by_instant("created_at"))],
    since: Annotated[Instant | None, Query(description="Only entries from this moment on.")] = None,
) -> Page[AccessRead]:
    """The program's record of access, newest first."""
    rows = await access.of_program(db, actor, since, paging.limit, paging.after)
    return paging.page(rows, AccessRead)
