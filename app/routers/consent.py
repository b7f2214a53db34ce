"""What the parent allowed: every decision, who signed it, and what it covers."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import Bounded
from app.models.schemas.consent import ConsentCreate, ConsentRead, ConsentRevocation, ConsentUpdate
from app.models.schemas.record import ActionRead, ChangeRead, Correction, ScanAttach
from app.pagination import ById, CursorInvalid, Page, PortionById
from app.services import case, consent, scan

router = APIRouter(prefix="/v1/students/{student_id}/consents", tags=["consent"], route_class=Route)
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("consent:write"))]


@router.get("", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_consents(
    student_id: UUID, actor: Reader, db: Db, paging: PortionById
) -> Bounded[ConsentRead]:
    """The parent's decisions of every kind: live, refused, ended, entered in error."""
    rows = await consent.list_consents(db, actor, student_id, paging.limit, paging.after)
    return paging.portion(rows, ConsentRead)


@router.post("", status_code=201, responses=problems(*consent.SIGN_PROBLEMS))
async def sign_consent(
    student_id: UUID, body: ConsentCreate, actor: Writer, db: Once, response: Response
) -> ConsentRead:
    """Record a signed decision: who signed, by what right, what it covers, for whom, until when."""
    row = await consent.sign(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/consents/{row.id}"
    return ConsentRead.model_validate(row)


@router.get(
    "/{consent_id}",
    responses=problems(*case.OPEN_PROBLEMS, consent.ConsentNotFound),
)
async def get_consent(
    student_id: UUID, consent_id: UUID, actor: Reader, db: Db, response: Response
) -> ConsentRead:
    """One decision."""
    row = await consent.read(db, actor, student_id, consent_id)
    response.headers["ETag"] = etag(row.version)
    return ConsentRead.model_validate(row)


@router.patch("/{consent_id}", responses=problems(*consent.CHANGE_PROBLEMS))
async def change_consent(
    student_id: UUID,
    consent_id: UUID,
    body: ConsentUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> ConsentRead:
    """Complete what stands beside a decision: in which language, with whom it was given."""
    row = await consent.change(db, actor, student_id, consent_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return ConsentRead.model_validate(row)


@router.get(
    "/{consent_id}/actions",
    responses=problems(*case.OPEN_PROBLEMS, consent.ConsentNotFound),
)
async def list_consent_actions(
    student_id: UUID, consent_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with a decision now: change, revoke, mark as entered in error."""
    return ActionRead.each(await consent.actions(db, actor, student_id, consent_id))


@router.post("/{consent_id}/correction", responses=problems(*consent.MARK_PROBLEMS))
async def mark_consent_in_error(
    student_id: UUID,
    consent_id: UUID,
    body: Correction,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> ConsentRead:
    """Say that this was never decided; what it released is taken back, and what it told the clocks."""
    row = await consent.mark(db, actor, student_id, consent_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return ConsentRead.model_validate(row)


@router.post("/{consent_id}/revocation", responses=problems(*consent.REVOKE_PROBLEMS))
async def revoke_consent(
    student_id: UUID, consent_id: UUID, body: ConsentRevocation, actor: Writer, db: Once
) -> ConsentRead:
    """End a consent; the recipient can read what it released no more."""
    return ConsentRead.model_validate(await consent.revoke(db, actor, student_id, consent_id, body))


@router.post("/{consent_id}/scan", responses=problems(*scan.CONSENT_PROBLEMS))
async def attach_scan_of_consent(
    student_id: UUID, consent_id: UUID, body: ScanAttach, actor: Writer, db: Once
) -> ConsentRead:
    """Name the scan of a paper that was signed before anybody scanned it."""
    row = await scan.of_consent(db, actor, student_id, consent_id, body)
    return ConsentRead.model_validate(row)


@router.get(
    "/{consent_id}/history",
    responses=problems(*case.OPEN_PROBLEMS, consent.ConsentNotFound, CursorInvalid),
)
async def list_consent_history(
    student_id: UUID, consent_id: UUID, actor: Reader, db: Db, paging: ById
) -> Page[ChangeRead]:
    """Who recorded and who ended it."""
    rows = await consent.history(db, actor, student_id, consent_id, paging.limit, paging.after)
    return paging.page(rows, ChangeRead)
