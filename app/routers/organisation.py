"""The caller, their partners, and the program's record of access."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.auth import Actor, Db, authenticated, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded, Instant
from app.models.schemas.deadline import AccessRead
from app.models.schemas.organisation import MeRead, MeUpdate, OrganisationRead
from app.pagination import CursorInvalid, Page, Paging, by_instant, by_name, in_portions, paged
from app.services import access, credential, organisation, staff

router = APIRouter(prefix="/v1", tags=["organisation"], route_class=Route)
Anyone = Annotated[Actor, Depends(authenticated)]
Reader = Annotated[Actor, Depends(require("directory:read"))]
Colleague = Annotated[Actor, Depends(require("staff:read"))]
Auditor = Annotated[Actor, Depends(require("access-log:read"))]


@router.get("/me", responses=problems())
async def get_me(actor: Anyone, db: Db, response: Response) -> MeRead:
    """Who the access token stands for, and what it allows."""
    found = await organisation.me(db, actor)
    response.headers["ETag"] = etag(found["version"])
    return MeRead.model_validate(found)


@router.patch("/me", responses=problems(credential.StaffNotFound))
async def update_me(
    body: MeUpdate, actor: Colleague, db: Db, if_match: IfMatch, response: Response
) -> MeRead:
    """Say which languages you work in; what you said before stays in your history."""
    found = await staff.change_own(db, actor, body, if_match)
    response.headers["ETag"] = etag(found["version"])
    return MeRead.model_validate(found)


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
