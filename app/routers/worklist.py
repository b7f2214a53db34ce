"""Worklists: what waits for the caller, and the lists that no other route shows."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from app.auth import Actor, Db, require
from app.errors import problems
from app.http import Route
from app.models.schemas.caseload import ExpiringCredential, LackingCredentials
from app.models.schemas.worklist import PaperRead, WaitingRead, Worklists
from app.models.words.staff import CredentialKind
from app.pagination import ByDay, CursorInvalid, Page
from app.services import scan, worklist

router = APIRouter(prefix="/v1/worklists", tags=["deadline"], route_class=Route)
Reader = Annotated[Actor, Depends(require("deadline:read"))]
Supervisor = Annotated[Actor, Depends(require("workload:read"))]


@router.get("", responses=problems())
async def list_worklists(actor: Reader, db: Db) -> Worklists:
    """What waits, list by list: how much, what to do next, and where it is shown."""
    return Worklists.model_validate({"items": await worklist.worklists(db, actor)})


@router.get("/expiring-consents", responses=problems(CursorInvalid))
async def list_expiring_consents(actor: Reader, db: Db, paging: ByDay) -> Page[WaitingRead]:
    """Consents in force that end within thirty days, the first to end first."""
    rows = await worklist.expiring_consents(db, actor, paging.limit, paging.after)
    return paging.page(rows, WaitingRead)


@router.get("/expiring-licences", responses=problems(CursorInvalid))
async def list_expiring_licences(
    actor: Supervisor,
    db: Db,
    paging: ByDay,
    kind: Annotated[CredentialKind | None, Query(description="Only this kind.")] = None,
) -> Page[ExpiringCredential]:
    """Licences, certificates and checks of the staff that end within sixty days, or did in the last sixty, and were not renewed; the first to end first."""
    rows = await worklist.expiring_credentials(db, actor, kind, paging.limit, paging.after)
    return paging.page(rows, ExpiringCredential)


@router.get("/missing-credentials", responses=problems(CursorInvalid))
async def list_missing_credentials(
    actor: Supervisor, db: Db, paging: ByDay
) -> Page[LackingCredentials]:
    """Active staff without a valid credential that the program's `required_credentials` ask of their role, the longest first."""
    rows = await worklist.lacking_credentials(db, actor, paging.limit, paging.after)
    return paging.page(rows, LackingCredentials)


@router.get("/notes-to-co-sign", responses=problems(CursorInvalid))
async def list_notes_to_co_sign(actor: Reader, db: Db, paging: ByDay) -> Page[WaitingRead]:
    """Notes of assistants and interns that the caller supervises, the oldest first, whoever has the child."""
    rows = await worklist.notes_to_co_sign(db, actor, paging.limit, paging.after)
    return paging.page(rows, WaitingRead)


@router.get("/notes-without-copy", responses=problems(CursorInvalid))
async def list_notes_without_copy(actor: Reader, db: Db, paging: ByDay) -> Page[WaitingRead]:
    """Signed notes of visits of which the family was given no copy yet, the oldest visit first; medical ones for who reads them."""
    rows = await worklist.notes_without_copy(db, actor, paging.limit, paging.after)
    return paging.page(rows, WaitingRead)


@router.get("/papers-to-scan", responses=problems(CursorInvalid))
async def list_papers_to_scan(actor: Reader, db: Db, paging: ByDay) -> Page[PaperRead]:
    """Consents and signatures given on paper of which no scan is on file, the oldest first."""
    rows = await scan.missing(db, actor, paging.limit, paging.after)
    return paging.page(rows, PaperRead)


@router.get("/unpulled-packets", responses=problems(CursorInvalid))
async def list_unpulled_packets(actor: Reader, db: Db, paging: ByDay) -> Page[WaitingRead]:
    """Released packets that the district has not read yet, the longest waiting first."""
    rows = await worklist.unpulled_packets(db, actor, paging.limit, paging.after)
    return paging.page(rows, WaitingRead)
