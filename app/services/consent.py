"""A parent's decisions in writing: consents given and refused, and their end."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import outbox
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.agency import Agency
from app.models.consent import Consent
from app.models.history import RecordChange
from app.models.schemas.consent import ConsentCreate, ConsentRevocation, ConsentUpdate
from app.models.schemas.record import Correction
from app.models.student import Contact, Student
from app.models.words.consent import Authority, ConsentDecision, ConsentKind, ReleasePurpose
from app.services import case, correction, document, event, record, report_back, withdrawal
from app.services.queries import consent as queries
from app.services.queries import record as records
from app.services.queries import student as students
from app.services.queries import transition as transitions
from app.services.signature import MayNotSign, may_sign, require_scan, require_signer
from app.services.student import ContactNotFound
from app.services.workflow import Action, Machine, Step, states


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


class ConsentNotLive(Problem):
    status, code, title = 409, "consent-not-live", "This consent does not cover a release today"
    detail = "It is revoked, refused, expired, or given for another recipient, purpose or data. Ask the parent for a new one."


class AuthorityUnfit(Problem):
    status, code, title = 409, "authority-unfit", "This right to decide does not fit the contact"


SIGN_PROBLEMS = (
    *event.RECORD_PROBLEMS,
    ContactNotFound,
    MayNotSign,
    AuthorityUnfit,
    RecipientUnknown,
    ConsentDates,
    *document.NAME_PROBLEMS,
)


def not_revoked(row: Consent) -> str | None:
    return "It is revoked from a later day on." if row.revoked_on is not None else None


WRITE = "consent:write"
REVOKE_PROBLEMS = (*case.OPEN_PROBLEMS, ConsentNotFound, AlreadyRevoked, ConsentDates)
CHANGE_PROBLEMS = (*case.OPEN_PROBLEMS, ConsentNotFound, correction.InErrorAlready)
MARK_PROBLEMS = (*correction.MARK_PROBLEMS, ConsentNotFound)
CONSENT = record.Kind("consent", Consent, ConsentNotFound)
BY_ORDER = {Authority.GUARDIAN, Authority.SURROGATE}
"""What somebody is appointed to, whoever else they are to the child."""
AUTHORITY = {
    "mother": {Authority.PARENT},
    "father": {Authority.PARENT},
    "parent": {Authority.PARENT},
    "foster_parent": {Authority.FOSTER_PARENT, *BY_ORDER},
    "guardian": {Authority.GUARDIAN},
    "surrogate_parent": {Authority.SURROGATE},
    "grandparent": {Authority.RELATIVE_ACTING, *BY_ORDER},
    "sibling": {Authority.RELATIVE_ACTING, *BY_ORDER},
    "other_relative": {Authority.RELATIVE_ACTING, *BY_ORDER},
    "other": BY_ORDER,
}
"""By what right each relationship may decide (34 CFR 303.27(a))."""
EVENTS = {
    (ConsentKind.EVALUATION, ConsentDecision.GIVEN): "consent.evaluation.signed",
    (ConsentKind.EVALUATION, ConsentDecision.REFUSED): "consent.evaluation.refused",
    (ConsentKind.RELEASE, ConsentDecision.GIVEN): "release.signed",
}
"""Decisions that start or stop a clock."""


def is_live(consent: Consent, on: date) -> bool:
    """Both the day of signing and the last day are inside; the day of revocation is not."""
    begun = consent.signed_on <= on and (consent.expires_on is None or on <= consent.expires_on)
    given = consent.decision == ConsentDecision.GIVEN
    return given and begun and (consent.revoked_on is None or on < consent.revoked_on)


async def has_live(db: AsyncSession, actor: Actor, student_id: UUID, kind: ConsentKind) -> bool:
    """Whether a consent of that kind holds today; the file is open."""
    found = await queries.of(db, actor, student_id)
    return any(c.kind == kind and is_live(c, actor.today()) for c in found)


async def agreed(
    db: AsyncSession, actor: Actor, student_id: UUID, kind: ConsentKind, since: date
) -> bool | None:
    """Whether a consent of that kind, decided since that day, holds today; None where none was decided.

    Whoever else may sign and refused keeps it from holding: until they decide otherwise, take the refusal back, or a
    court order bars them from signing.
    """
    on_file = await queries.of(db, actor, student_id)
    decided = [c for c in on_file if c.kind == kind and c.signed_on >= since]
    if not decided:
        return None
    if not any(is_live(c, actor.today()) for c in decided):
        return False
    last = {c.contact_id: c for c in sorted(decided, key=lambda c: (c.signed_on, c.id))}
    refused = [c for c in last.values() if c.decision == ConsentDecision.REFUSED]
    return not any([await _stands(db, actor, c) for c in refused])


async def _stands(db: AsyncSession, actor: Actor, refusal: Consent) -> bool:
    """Whether a refusal is neither taken back nor of one who may not sign today."""
    if refusal.revoked_on is not None and refusal.revoked_on <= actor.today():
        return False
    giver = await students.contact(db, actor, refusal.student_id, refusal.contact_id)
    return giver is not None and may_sign(giver, actor.today())


async def sign(db: AsyncSession, actor: Actor, student_id: UUID, body: ConsentCreate) -> Consent:
    """Record a decision with everything that follows from it. Raises: SIGN_PROBLEMS."""
    student = await case.open_for_change(db, actor, student_id)
    _require_authority(body, await require_signer(db, actor, student_id, body.contact_id))
    if body.recipient_id is not None and not await transitions.is_partner(
        db, actor, body.recipient_id
    ):
        raise RecipientUnknown
    await require_listed(db, actor, body.agency_id)
    await require_scan(db, actor, student_id, body.scan_id)
    _check_days(student, body, actor.today())
    said = body.model_dump(mode="json") | {
        "signed_on": body.signed_on,
        "expires_on": body.expires_on,
        "recipient_id": body.recipient_id,
        "agency_id": body.agency_id,
        "contact_id": body.contact_id,
        "scan_id": body.scan_id,
        "covers": list(body.covers or []),
        "purpose": body.purpose if body.kind is ConsentKind.RELEASE else body.kind,
    }
    consent = Consent(tenant_id=actor.tenant_id, student_id=student_id, **said)
    record.add(db, actor, CONSENT, consent)
    await db.flush()  # the event's row speaks of the consent's
    await _follow(db, actor, student, consent)
    if consent.purpose == ReleasePurpose.REPORT_BACK:
        await report_back.follow_consent(db, actor, student_id)
    return consent


def _require_authority(body: ConsentCreate, giver: Contact) -> None:
    """Raises: AuthorityUnfit."""
    fitting = AUTHORITY[giver.relationship]
    if body.authority not in fitting:
        named = sorted(authority.value for authority in fitting)
        raise AuthorityUnfit(
            f"A contact recorded as {giver.relationship} decides as: {', '.join(named)}. Correct the one or the other.",
            allowed=named,
        )


async def require_listed(db: AsyncSession, actor: Actor, agency_id: UUID | None) -> None:
    """An agency of the directory, where one is named. Raises: RecipientUnknown."""
    if agency_id is not None and await records.one(db, actor, Agency, agency_id) is None:
        raise RecipientUnknown


def _check_days(student: Student, body: ConsentCreate, today: date) -> None:
    if not student.born_on <= body.signed_on <= today:
        raise ConsentDates("It is signed on or after birth and not in the future.")
    if body.expires_on is not None and body.expires_on < body.signed_on:
        raise ConsentDates("It cannot end before it is signed.")


async def _follow(db: AsyncSession, actor: Actor, student: Student, consent: Consent) -> None:
    """Tell the clocks, where this decision is one of the rulebook's events."""
    type_ = EVENTS.get((ConsentKind(consent.kind), ConsentDecision(consent.decision)))
    if type_ is None:
        return
    data: dict[str, str | None] = {"consent_id": str(consent.id)}
    if consent.kind == ConsentKind.RELEASE:
        recipient = str(consent.recipient_id) if consent.recipient_id else None
        data |= {"recipient_id": recipient, "purpose": consent.purpose}
    await event.add(db, actor, student, type_, consent.signed_on, data)


async def revoke(
    db: AsyncSession, actor: Actor, student_id: UUID, consent_id: UUID, body: ConsentRevocation
) -> Consent:
    """End a consent; what it released is withdrawn from the recipient in the same commit.

    Not retroactive: earlier disclosures stay on the record. Raises: REVOKE_PROBLEMS.
    """
    await case.open_for_change(db, actor, student_id)
    consent = await queries.one(db, actor, student_id, consent_id)
    if consent is None:
        raise ConsentNotFound
    if consent.revoked_on is not None:
        raise AlreadyRevoked
    revoked_on = body.revoked_on or actor.today()
    if not consent.signed_on <= revoked_on <= actor.today():
        raise ConsentDates("It is revoked on or after the day of signing and not in the future.")
    ended = {"revoked_on": revoked_on, "revoked_reason": body.reason}
    record.change(db, actor, CONSENT, consent, ended, act="revoked")
    await _take_back(db, actor, consent, "consent_revoked")
    outbox.tell(db, actor, "consent.revoked", student_id=student_id, consent_id=consent_id)
    return consent


async def mark(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    consent_id: UUID,
    body: Correction,
    if_match: str,
) -> Consent:
    """It never held, not for a day: what it released is taken back. Raises: MARK_PROBLEMS, ConsentNotFound, VersionStale."""
    row = await correction.open_standing(db, actor, CONSENT, student_id, consent_id, if_match)
    never = {"revoked_on": row.signed_on, "revoked_reason": row.revoked_reason or body.reason}
    await correction.mark(db, actor, CONSENT, row, body, never)
    await _take_back(db, actor, row, "consent_entered_in_error")
    return row


async def change(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    consent_id: UUID,
    body: ConsentUpdate,
    if_match: str,
) -> Consent:
    """Complete what stands beside the decision; the decision stays as it was signed.

    Raises: CHANGE_PROBLEMS, VersionStale.
    """
    row = await correction.open_standing(db, actor, CONSENT, student_id, consent_id, if_match)
    record.change(db, actor, CONSENT, row, body.model_dump(exclude_unset=True))
    return row


def standing(row: Consent, today: date) -> str:
    """Where a decision stands on a day."""
    if row.entered_in_error:
        return record.ERROR
    if row.revoked_on is not None and row.revoked_on <= today:
        return "revoked"
    if row.decision == ConsentDecision.REFUSED:
        return "refused"
    return "expired" if row.expires_on is not None and row.expires_on < today else "live"


STANDS = states("live", "refused", "expired")
MACHINE: Machine[Consent] = Machine.of(
    Step(
        "change", "Complete what stands beside the decision", STANDS | {"revoked", record.ERROR}, None, WRITE,
        (correction.stands,),
    ),
    Step("revoke", "Take the decision back", STANDS, "revoked", WRITE, (not_revoked,)),
    Step(
        "mark_entered_in_error", "It should never have been here", STANDS | {"revoked"}, record.ERROR, WRITE,
        is_reasoned=True,
    ),
)  # fmt: skip


async def actions(
    db: AsyncSession, actor: Actor, student_id: UUID, consent_id: UUID
) -> list[Action]:
    """What may be done with it now. Raises: ConsentNotFound, OPEN_PROBLEMS."""
    row = await record.read(db, actor, CONSENT, consent_id, student_id)
    return MACHINE.actions(
        actor, standing(row, actor.today()), row, record.only_read(row, student_id)
    )


async def expire(db: AsyncSession, actor: Actor, consent: Consent) -> None:
    """The last day of a consent is past; its file is locked. Nobody revoked it, and it lets nobody read any more."""
    record.change(db, actor, CONSENT, consent, {"is_expired": True}, act="expired")
    await _take_back(db, actor, consent, "consent_expired")
    outbox.tell(db, actor, "consent.expired", student_id=consent.student_id, consent_id=consent.id)


async def _take_back(db: AsyncSession, actor: Actor, consent: Consent, reason: str) -> None:
    """What it let others read: packets, an offer to another program, what senders are told of their referrals."""
    await db.flush()  # withdrawing changes the tenant of this transaction, and back
    student_id = consent.student_id
    if consent.recipient_id is not None:
        await withdrawal.withdraw_packets(db, student_id, consent.recipient_id, consent.id)
    await withdrawal.withdraw_transfer(db, actor, student_id, reason, consent.id)
    if consent.purpose == ReleasePurpose.REPORT_BACK:
        await report_back.follow_consent(db, actor, student_id)


async def list_consents(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[UUID] | None
) -> list[Consent]:
    """Also those entered in error; one more than `limit` when there is more. Raises: StudentNotFound, NotOnCaseload."""
    await case.open_file(db, actor, student_id)
    record.listed(db, actor, CONSENT, [student_id])
    return await queries.page_of(db, actor, student_id, limit, after)


async def read(db: AsyncSession, actor: Actor, student_id: UUID, consent_id: UUID) -> Consent:
    """Raises: ConsentNotFound, StudentNotFound, NotOnCaseload."""
    return await record.read(db, actor, CONSENT, consent_id, student_id)


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    consent_id: UUID,
    limit: int,
    after: tuple[UUID] | None,
) -> list[RecordChange]:
    """Raises: ConsentNotFound, StudentNotFound, NotOnCaseload."""
    return await record.history(db, actor, CONSENT, consent_id, limit, after, student_id)


async def require_release(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    consent_id: UUID,
    *,
    purpose: str,
    recipient_id: UUID | None,
    covers: Collection[str],
    on: date,
    agency_id: UUID | None = None,
) -> Consent:
    """The consent, if it is live and covers this recipient, purpose and data.

    An agency of the directory that is a partner is the same recipient by either name.

    Raises: ConsentNotFound, ConsentNotLive. Source: 34 CFR 303.414(a).
    """
    consent = await queries.one(db, actor, student_id, consent_id)
    if consent is None:
        raise ConsentNotFound
    is_for = consent.kind == ConsentKind.RELEASE and consent.purpose == purpose
    if not (is_for and is_live(consent, on) and set(covers) <= set(consent.covers)):
        raise ConsentNotLive
    if not _names(consent, recipient_id, agency_id):
        raise ConsentNotLive
    return consent


def _names(consent: Consent, recipient_id: UUID | None, agency_id: UUID | None) -> bool:
    """Whether it is given for this recipient."""
    if consent.agency_id is not None:
        return consent.agency_id == agency_id
    if agency_id is not None:
        return recipient_id is not None and consent.recipient_id == recipient_id
    return consent.recipient_id == recipient_id
