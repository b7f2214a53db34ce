"""Putting a signature under an exact text: a colleague's, a contact's, or that of somebody outside."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import Problem
from app.models.base import Record
from app.models.schemas.record import OutsideSigner, SignatureGiven
from app.models.signature import Signature
from app.models.staff import StaffCredential
from app.models.student import Contact
from app.models.words.signature import SignatureMethod
from app.models.words.student import Forbidden
from app.services import case, document
from app.services.queries import student as students
from app.services.record import Kind, student_of
from app.services.student import ContactNotFound, barred


class MayNotSign(Problem):
    status, code, title = (
        409,
        "contact-may-not-sign",
        "This contact is not recorded as one who may sign",
    )
    detail = (
        "Only a holder of educational rights signs: record `holds_educational_rights` and `may_sign` on the contact "
        "first, with their papers."
    )


class SignedInFuture(Problem):
    status, code, title = 409, "signed-in-future", "This day has not come yet"


class PaperDayMissing(Problem):
    status, code, title = 409, "paper-day-missing", "A paper signature needs its day"
    detail = "Give `signed_on`, the day that is written on the paper."


SIGN_PROBLEMS = (
    ContactNotFound, MayNotSign, SignedInFuture, PaperDayMissing, *document.NAME_PROBLEMS,
)  # fmt: skip


async def by_contact(
    db: AsyncSession,
    actor: Actor,
    kind: Kind[Any],
    row: Record,
    contact_id: UUID,
    capacity: str,
    text_sha256: str,
    given: SignatureGiven,
) -> Signature:
    """Somebody around the child signs, who must hold the right to. Raises: SIGN_PROBLEMS."""
    student_id = student_of(row)
    assert student_id is not None  # noqa: S101 - contacts sign what belongs to a child
    await require_signer(db, actor, student_id, contact_id)
    return await _put(
        db, actor, kind, row, text_sha256, given, capacity=capacity, contact_id=contact_id
    )


async def by_colleague(
    db: AsyncSession,
    actor: Actor,
    kind: Kind[Any],
    row: Record,
    capacity: str,
    text_sha256: str,
    given: SignatureGiven,
    licence: StaffCredential | None = None,
) -> Signature:
    """The caller signs, under a licence where the text needs one. Raises: SIGN_PROBLEMS."""
    return await _put(
        db, actor, kind, row, text_sha256, given, capacity=capacity,
        principal_id=db.info["principal_id"],
        discipline=licence.discipline if licence else None,
        licence_number=licence.number if licence else None,
    )  # fmt: skip


async def by_outsider(
    db: AsyncSession,
    actor: Actor,
    kind: Kind[Any],
    row: Record,
    signer: OutsideSigner,
    capacity: str,
    text_sha256: str,
    given: SignatureGiven,
) -> Signature:
    """Somebody without an account signs, such as a prescriber. Raises: SIGN_PROBLEMS."""
    return await _put(
        db, actor, kind, row, text_sha256, given, capacity=capacity,
        outside_name=signer.name, licence_number=signer.licence_number,
    )  # fmt: skip


def may_sign(contact: Contact, on: date) -> bool:
    """Whether they are recorded as a holder of educational rights who signs, and no court forbids it on that day."""
    holds = bool(contact.may_sign and contact.holds_educational_rights)
    return holds and not barred(contact, Forbidden.SIGNING, on)


async def require_signer(
    db: AsyncSession, actor: Actor, student_id: UUID, contact_id: UUID
) -> Contact:
    """A contact who may sign today. Raises: ContactNotFound, MayNotSign."""
    holder = await case.holder(db, actor, student_id)
    contact = await students.contact(db, actor, holder, contact_id)
    if contact is None:
        raise ContactNotFound
    if not may_sign(contact, actor.today()):
        raise MayNotSign
    return contact


async def require_scan(
    db: AsyncSession, actor: Actor, student_id: UUID | None, scan_id: UUID | None
) -> None:
    """The scan of a paper, where one is named, is a version of a document of the same student.

    Raises: document.NAME_PROBLEMS.
    """
    if scan_id is None:
        return
    if student_id is None:
        raise document.DocumentVersionNotFound
    holder = await case.holder(db, actor, student_id)
    await document.require_version(db, actor, holder, scan_id)


async def _put(
    db: AsyncSession,
    actor: Actor,
    kind: Kind[Any],
    row: Record,
    text_sha256: str,
    given: SignatureGiven,
    **signer: Any,
) -> Signature:
    if given.method is SignatureMethod.PAPER and given.signed_on is None:
        raise PaperDayMissing
    signed_on = given.signed_on or actor.today()
    if signed_on > actor.today():
        raise SignedInFuture
    await require_scan(db, actor, student_of(row), given.scan_id)
    signature = Signature(
        tenant_id=actor.tenant_id, resource=kind.name, record_id=row.id, student_id=student_of(row),
        text_sha256=text_sha256, method=given.method.value, identity_shown=given.identity_shown.value,
        signed_on=signed_on, scan_id=given.scan_id, device=given.device, **signer,
    )  # fmt: skip
    db.add(signature)
    audit.record(
        db, actor, "create", "signature", student_id=student_of(row), record_id=str(row.id),
        signature_id=str(signature.id), capacity=signature.capacity,
    )  # fmt: skip
    return signature
