"""The scan of a paper that was signed before anybody scanned it."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.consent import Consent
from app.models.schemas.record import ScanAttach
from app.models.signature import Signature, SignatureScan
from app.models.words.signature import SignatureMethod
from app.services import case, document, record
from app.services.consent import CONSENT, ConsentNotFound
from app.services.queries import consent as consents
from app.services.queries import record as records
from app.services.queries import scan as queries
from app.services.signature import require_scan


class SignatureNotFound(NotFound):
    code, title = "signature-not-found", "There is no such signature on this file"


class NotOnPaper(Problem):
    status, code, title = 409, "not-on-paper", "Only what was signed on paper has a scan"


ATTACH_PROBLEMS = (*case.OPEN_PROBLEMS, NotOnPaper, *document.NAME_PROBLEMS)
SIGNATURE_PROBLEMS = (SignatureNotFound, *ATTACH_PROBLEMS)
CONSENT_PROBLEMS = (ConsentNotFound, *ATTACH_PROBLEMS)


async def of_signature(
    db: AsyncSession, actor: Actor, student_id: UUID, signature_id: UUID, body: ScanAttach
) -> Signature:
    """The signature stays as it was given; the newest scan beside it counts. Raises: SIGNATURE_PROBLEMS."""
    await case.lock_file(db, actor, student_id)
    given = await records.one(db, actor, Signature, signature_id)
    of = given.student_id if given is not None else None
    if given is None or of is None or not await records.is_of_child(db, of, student_id):
        raise SignatureNotFound
    await _require(db, actor, student_id, given.method, body)
    row = SignatureScan(
        tenant_id=actor.tenant_id, signature_id=given.id, student_id=of, scan_id=body.scan_id
    )
    db.add(row)
    audit.record(
        db, actor, "change", "signature", student_id=of, record_id=str(given.record_id), signature_id=str(given.id)
    )  # fmt: skip
    await db.flush()  # it is read back as the newest
    return next(s for s in await records.signatures(db, actor, given.record_id) if s.id == given.id)


async def of_consent(
    db: AsyncSession, actor: Actor, student_id: UUID, consent_id: UUID, body: ScanAttach
) -> Consent:
    """Raises: CONSENT_PROBLEMS."""
    await case.open_for_change(db, actor, student_id)
    row = await consents.one(db, actor, student_id, consent_id)
    if row is None:
        raise ConsentNotFound
    await _require(db, actor, student_id, row.method, body)
    record.change(db, actor, CONSENT, row, {"scan_id": body.scan_id}, act="scanned")
    return row


async def _require(
    db: AsyncSession, actor: Actor, student_id: UUID, method: str, body: ScanAttach
) -> None:
    if method != SignatureMethod.PAPER:
        raise NotOnPaper
    await require_scan(db, actor, student_id, body.scan_id)


async def missing(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[Any]:
    """Papers that nobody scanned, by their day; one more than `limit` when there is more."""
    rows = await queries.page(db, actor, db.info["principal_id"], limit, after)
    if shown := sorted({row.student_id for row in rows[:limit]}):
        audit.record(db, actor, "list", "papers-to-scan", student_ids=shown)
    return rows
