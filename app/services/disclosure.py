"""Records given out by hand, and the record of all that left, as a parent may read it."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, clock
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.consent import Disclosure
from app.models.history import RecordChange
from app.models.schemas.consent import DisclosureCreate
from app.models.schemas.record import Correction
from app.models.trail import AccessLog
from app.models.words.consent import DisclosureException
from app.services import case, consent, correction, event, record
from app.services.consent import ConsentNotFound, ConsentNotLive, RecipientUnknown
from app.services.queries import access as accesses
from app.services.queries import consent as queries
from app.services.queries import organisation as organisations
from app.services.queries import transition as transitions

EXCEPTIONS = {
    DisclosureException.CHILD_FIND: "34 CFR 303.401(d), limited child find items",
    DisclosureException.PARTICIPATING_AGENCY: "34 CFR 303.414(b)(1), 99.31(a)(1), a participating agency",
    DisclosureException.AUDIT_OR_EVALUATION: "34 CFR 99.31(a)(3), 99.35, audit or evaluation of the program",
    DisclosureException.COURT_ORDER: "34 CFR 99.31(a)(9), a court order or lawful subpoena",
    DisclosureException.HEALTH_OR_SAFETY: "34 CFR 99.31(a)(10), 99.36, a health or safety emergency",
    DisclosureException.CHILD_WELFARE: "34 CFR 99.31(a)(11), the child welfare agency responsible for the child",
}
CONSENTED = "the parent's written consent"


class DisclosedInFuture(Problem):
    status, code, title = 409, "disclosed-in-future", "This day has not come yet"


class DisclosureNotFound(NotFound):
    code, title = "disclosure-not-found", "There is no such disclosure on this file"


READ_PROBLEMS = (*case.OPEN_PROBLEMS, DisclosureNotFound)
MARK_PROBLEMS = (*correction.MARK_PROBLEMS, DisclosureNotFound)
DISCLOSURE = record.Kind("disclosure", Disclosure, DisclosureNotFound)
DISCLOSE_PROBLEMS = (
    *event.RECORD_PROBLEMS,
    ConsentNotFound,
    ConsentNotLive,
    RecipientUnknown,
    DisclosedInFuture,
)


async def disclose(
    db: AsyncSession, actor: Actor, student_id: UUID, body: DisclosureCreate
) -> Disclosure:
    """Note records that were given out, on a live consent or a named exception; refused without either.

    Raises: DISCLOSE_PROBLEMS. Source: 34 CFR 303.414, 303.406.
    """
    student = await case.open_for_change(db, actor, student_id)
    on = body.disclosed_on or actor.today()
    if on > actor.today():
        raise DisclosedInFuture
    if body.recipient_id is not None and not await transitions.is_partner(
        db, actor, body.recipient_id
    ):
        raise RecipientUnknown
    await consent.require_listed(db, actor, body.agency_id)
    if body.consent_id is not None:
        await consent.require_release(
            db, actor, student_id, body.consent_id, purpose=body.purpose,
            recipient_id=body.recipient_id, covers=body.covers, on=on, agency_id=body.agency_id,
        )  # fmt: skip
    said = body.model_dump() | {"disclosed_on": on}
    row = record.add(
        db, actor, DISCLOSURE, Disclosure(tenant_id=actor.tenant_id, student_id=student_id, **said)
    )
    if body.consent_id is not None:
        await event.add(db, actor, student, "records.disclosed", on, {"disclosure_id": str(row.id)})
    audit.record(
        db, actor, "disclose", "records", student_id=student_id, disclosure_id=str(row.id),
        exception=body.exception,
    )  # fmt: skip
    return row


async def list_disclosures(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[UUID] | None
) -> list[Disclosure]:
    """Also those entered in error; one more than `limit` when there is more. Raises: StudentNotFound, NotOnCaseload."""
    await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "disclosures", student_id=student_id)
    return await queries.disclosures_page(db, actor, student_id, limit, after)


async def read(db: AsyncSession, actor: Actor, student_id: UUID, disclosure_id: UUID) -> Disclosure:
    """Raises: READ_PROBLEMS."""
    return await record.read(db, actor, DISCLOSURE, disclosure_id, student_id)


async def mark(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    disclosure_id: UUID,
    body: Correction,
    if_match: str,
) -> Disclosure:
    """Nothing was given out: it leaves the record that the parent reads. Raises: MARK_PROBLEMS, VersionStale."""
    row = await correction.open_standing(db, actor, DISCLOSURE, student_id, disclosure_id, if_match)
    return await correction.mark(db, actor, DISCLOSURE, row, body)


async def history(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    disclosure_id: UUID,
    limit: int,
    after: tuple[UUID] | None,
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, DISCLOSURE, disclosure_id, limit, after, student_id)


async def for_parent(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[dict[str, Any]]:
    """Everybody outside the program who was given something, by day; employees are not on it (34 CFR 303.406).

    One more than `limit` when there is more. Raises: StudentNotFound, NotOnCaseload.
    """
    await case.open_file(db, actor, student_id)
    audit.record(db, actor, "read", "disclosure-record", student_id=student_id)
    names = {o.id: o.name for o in await organisations.partners_ever(db, actor)}
    by_hand = await queries.disclosures_by_day(db, actor, student_id, limit, after)
    published = await accesses.given(db, actor, student_id, limit, after)
    lines = [*map(_by_hand, by_hand), *(_published(a, actor, names) for a in published)]
    return sorted(lines, key=_place)[: limit + 1]


def _place(line: dict[str, Any]) -> tuple[Any, ...]:
    return line["given_on"], line["id"]


def _by_hand(row: Disclosure) -> dict[str, Any]:
    exception = EXCEPTIONS[DisclosureException(row.exception)] if row.exception else None
    return {
        "id": row.id,
        "party": row.recipient_name,
        "given_on": row.disclosed_on,
        "purpose": row.purpose,
        "records": row.covers,
        "ground": exception or CONSENTED,
    }


def _published(row: AccessLog, actor: Actor, names: dict[UUID, str]) -> dict[str, Any]:
    """What this service gave out or a partner pulled; the party is whoever received it."""
    recipient = (row.detail or {}).get("recipient_id")
    is_notice = row.resource == "lea-notice"
    return {
        "id": row.id,
        "party": names.get(UUID(recipient), row.party) if recipient else row.party,
        "given_on": clock.day_of(row.created_at, actor.home.time_zone),
        "purpose": row.purpose,
        "records": [row.resource],
        "ground": EXCEPTIONS[DisclosureException.CHILD_FIND] if is_notice else CONSENTED,
    }
