"""Worklists: what waits for the caller, and the lists that no other route shows."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app import pagination
from app.auth import Actor, Db, require
from app.errors import problems
from app.http import Route
from app.models.schemas.caseload import ExpiringCredential
from app.models.schemas.worklist import PaperRead, WaitingRead, Worklists
from app.pagination import BY_DAY, Cursor, CursorInvalid, Limit, Page
from app.services import scan, worklist

router = APIRouter(prefix="/v1/worklists", tags=["deadline"], route_class=Route)
Reader = Annotated[Actor, Depends(require("deadline:read"))]
Supervisor = Annotated[Actor, Depends(require("workload:read"))]


@router.get("", responses=problems())
async def list_worklists(actor: Reader, db: Db) -> Worklists:
    """What waits, list by list: how much, what to do next, and where it is shown."""
    return Worklists.model_validate({"items": await worklist.worklists(db, actor)})


@router.get("/expiring-consents", responses=problems(CursorInvalid))
async def list_expiring_consents(
    request: Request,
    response: Response,
    actor: Reader,
    db: Db,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[WaitingRead]:
    """Consents in force that end within thirty days, the first to end first."""
    rows = await worklist.expiring_consents(
        db, actor, limit, pagination.after(request, cursor, *BY_DAY)
    )
    return pagination.page(
        request, response, rows, limit, WaitingRead.model_validate, lambda r: [r.on_date, r.id]
    )


@router.get("/expiring-licences", responses=problems(CursorInvalid))
async def list_expiring_licences(
    request: Request,
    response: Response,
    actor: Supervisor,
    db: Db,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ExpiringCredential]:
    """Licences and certificates of the staff that end within sixty days, the first to end first."""
    rows = await worklist.expiring_credentials(
        db, actor, limit, pagination.after(request, cursor, *BY_DAY)
    )
    return pagination.page(
        request, response, rows, limit, ExpiringCredential.model_validate,
        lambda r: [r.on_date, r.id],
    )  # fmt: skip


@router.get("/notes-to-co-sign", responses=problems(CursorInvalid))
async def list_notes_to_co_sign(
    request: Request,
    response: Response,
    actor: Reader,
    db: Db,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[WaitingRead]:
    """Notes of assistants and interns that the caller supervises, the oldest first, whoever has the child."""
    rows = await worklist.notes_to_co_sign(
        db, actor, limit, pagination.after(request, cursor, *BY_DAY)
    )
    return pagination.page(
        request, response, rows, limit, WaitingRead.model_validate, lambda r: [r.on_date, r.id]
    )


@router.get("/papers-to-scan", responses=problems(CursorInvalid))
async def list_papers_to_scan(
    request: Request,
    response: Response,
    actor: Reader,
    db: Db,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[PaperRead]:
    """Consents and signatures given on paper of which no scan is on file, the oldest first."""
    rows = await scan.missing(db, actor, limit, pagination.after(request, cursor, *BY_DAY))
    return pagination.page(
        request, response, rows, limit, PaperRead.model_validate, lambda r: [r.on_date, r.id]
    )


@router.get("/unpulled-packets", responses=problems(CursorInvalid))
async def list_unpulled_packets(
    request: Request,
    response: Response,
    actor: Reader,
    db: Db,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[WaitingRead]:
    """Released packets that the district has not read yet, the longest waiting first."""
    rows = await worklist.unpulled_packets(
        db, actor, limit, pagination.after(request, cursor, *BY_DAY)
    )
    return pagination.page(
        request, response, rows, limit, WaitingRead.model_validate, lambda r: [r.on_date, r.id]
    )
