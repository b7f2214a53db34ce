"""A parent's consent to release records, and its end."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.schemas.transition import ConsentCreate, ConsentRevocation
from app.models.transition import Consent
from app.services import case, disclosure, event
from app.services.queries import transition as queries
from app.services.signature import MayNotSign, require_signer
from app.services.student import ContactNotFound


class ConsentNotFound(NotFound):
    code, title = "consent-not-found", "There is no such consent on this file"


class RecipientUnknown(Problem):
    status, code, title = (
        409,
        "recipient-not-a-partner",
        "The recipient is not one of the program's partners",
    )


class ConsentDates(Problem):
    status, code, title = 409, "consent-dates", "These days do not fit the consent"


class AlreadyRevoked(Problem):
    status, code, title = 409, "already-revoked", "This consent is revoked already"


SIGN_PROBLEMS = (
    *event.RECORD_PROBLEMS,
    ContactNotFound,
    MayNotSign,
    RecipientUnknown,
    ConsentDates,
)
REVOKE_PROBLEMS = (*case.OPEN_PROBLEMS, ConsentNotFound, AlreadyRevoked, ConsentDates)


def is_live(consent: Consent, on: date) -> bool:
    """Both the day of signing and the last day are inside; the day of revocation is not."""
    begun = consent.signed_on <= on and (consent.expires_on is None or on <= consent.expires_on)
    return begun and (consent.revoked_on is None or on < consent.revoked_on)


async def sign(db: AsyncSession, actor: Actor, student_id: UUID, body: ConsentCreate) -> Consent:
    """Raises: SIGN_PROBLEMS."""
    student = await case.open_for_change(db, actor, student_id)
    await require_signer(db, actor, student_id, body.contact_id)
    if not await queries.is_partner(db, actor, body.recipient_id):
        raise RecipientUnknown
    if not student.born_on <= body.signed_on <= actor.today():
        raise ConsentDates("It is signed on or after birth and not in the future.")
    if body.expires_on is not None and body.expires_on < body.signed_on:
        raise ConsentDates("It cannot end before it is signed.")
    consent = Consent(tenant_id=actor.tenant_id, student_id=student_id, **body.model_dump())
    db.add(consent)
    await event.add(
        db, actor, student, "release.signed", body.signed_on,
        {"consent_id": str(consent.id), "recipient_id": str(body.recipient_id), "purpose": body.purpose},
    )  # fmt: skip
    audit.record(db, actor, "create", "consent", student_id=student_id, consent_id=str(consent.id))
    return consent


async def revoke(
    db: AsyncSession, actor: Actor, student_id: UUID, consent_id: UUID, body: ConsentRevocation
) -> Consent:
    """End a consent; what it released is withdrawn from the recipient in the same commit.

    Not retroactive: earlier disclosures stay on the record. Raises: REVOKE_PROBLEMS.
    """
    await case.open_for_change(db, actor, student_id)
    consent = await queries.consent(db, actor, student_id, consent_id)
    if consent is None:
        raise ConsentNotFound
    if consent.revoked_on is not None:
        raise AlreadyRevoked
    revoked_on = body.revoked_on or actor.today()
    if not consent.signed_on <= revoked_on <= actor.today():
        raise ConsentDates("It is revoked on or after the day of signing and not in the future.")
    consent.revoked_on, consent.revoked_reason = revoked_on, body.reason
    audit.touch(db, consent)
    await db.flush()  # withdrawing changes the tenant of this transaction, and back
    await disclosure.withdraw_packets(db, student_id, consent.recipient_id)
    audit.record(
        db,
        actor,
        "change",
        "consent",
        student_id=student_id,
        consent_id=str(consent_id),
        revoked=True,
    )
    outbox.tell(db, actor, "consent.revoked", student_id=student_id, consent_id=consent_id)
    return consent


async def list_consents(db: AsyncSession, actor: Actor, student_id: UUID) -> list[Consent]:
    """Raises: StudentNotFound, NotOnCaseload."""
    await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "consents", student_id=student_id)
    return await queries.consents(db, actor, student_id)
