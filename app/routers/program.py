"""What the program has settled for itself: notice days, weights, escalation."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.schemas.program import ProgramSettingsRead, ProgramSettingsUpdate
from app.models.schemas.record import ChangeRead
from app.pagination import ById, CursorInvalid, Page
from app.services import program

router = APIRouter(prefix="/v1/program-settings", tags=["organisation"], route_class=Route)
Reader = Annotated[Actor, Depends(require("staff:read"))]
Writer = Annotated[Actor, Depends(require("program:write"))]


@router.get("", responses=problems())
async def get_program_settings(actor: Reader, db: Db, response: Response) -> ProgramSettingsRead:
    """Numbers that are the program's own to choose, with the defaults where it has not chosen."""
    found = await program.read(db, actor)
    response.headers["ETag"] = etag(found["version"])
    return ProgramSettingsRead.model_validate(found)


@router.patch("", responses=problems())
async def update_program_settings(
    body: ProgramSettingsUpdate, actor: Writer, db: Db, if_match: IfMatch, response: Response
) -> ProgramSettingsRead:
    """Settle one of them anew; what it was stays in the history."""
    found = await program.change(db, actor, body, if_match)
    response.headers["ETag"] = etag(found["version"])
    return ProgramSettingsRead.model_validate(found)


@router.get("/history", responses=problems(CursorInvalid))
async def list_program_settings_history(actor: Reader, db: Db, paging: ById) -> Page[ChangeRead]:
    """Who settled what, and what it was before."""
    rows = await program.history(db, actor, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
