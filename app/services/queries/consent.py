"""Consents, disclosures, requests about the record, emergency access."""

from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.agency import Agency
from app.models.consent import Consent, Disclosure, EmergencyAccess, RecordRequest
from app.models.fields import MOST_ON_FILE
from app.models.student import Student
from app.models.words.consent import (
    ConsentDecision,
    ConsentKind,
    RecordRequestKind,
    RecordRequestState,
    ReleasePurpose,
)
from app.services.queries.record import counts, of_child, page


async def of(db: AsyncSession, actor: Actor, student_id: UUID) -> list[Consent]:
    """Those entered in error are left out."""
    query = (
        select(Consent)
        .where(
            col(Consent.tenant_id) == actor.tenant_id,
            counts(Consent),
            of_child(Consent.student_id, student_id),
        )
        .order_by(col(Consent.id))
        .limit(MOST_ON_FILE)
    )
    return list(await db.scalars(query))


async def page_of(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[Consent]:
    """Every one of the child, also those entered in error; one more than `limit` when there is more."""
    query = select(Consent).where(
        col(Consent.tenant_id) == actor.tenant_id, of_child(Consent.student_id, student_id)
    )
    return await page(db, query, (col(Consent.id),), limit, after)


async def is_giver(db: AsyncSession, actor: Actor, contact_id: UUID, student_id: UUID) -> bool:
    """Whether a decision of this person stands."""
    query = select(
        exists().where(
            col(Consent.tenant_id) == actor.tenant_id,
            counts(Consent),
            col(Consent.student_id) == student_id,
            col(Consent.contact_id) == contact_id,
        )
    )
    return bool(await db.scalar(query))


async def reports_back(
    db: AsyncSession, actor: Actor, student_id: UUID, sender_id: UUID
) -> bool | None:
    """Whether the parents' last decision lets one report back to this sender today; None when they never decided here.

    An agency of the directory that is the sender is the same recipient by either name.
    """
    today = actor.today()
    live = and_(
        col(Consent.decision) == ConsentDecision.GIVEN.value,
        col(Consent.signed_on) <= today,
        or_(col(Consent.expires_on).is_(None), col(Consent.expires_on) >= today),
        or_(col(Consent.revoked_on).is_(None), col(Consent.revoked_on) > today),
    )
    names = select(col(Agency.id)).where(
        col(Agency.tenant_id) == actor.tenant_id, col(Agency.organisation_id) == sender_id
    )
    query = (
        select(func.coalesce(live, False))
        .where(
            col(Consent.tenant_id) == actor.tenant_id,
            counts(Consent),
            col(Consent.student_id) == student_id,
            col(Consent.kind) == ConsentKind.RELEASE.value,
            col(Consent.purpose) == ReleasePurpose.REPORT_BACK.value,
            or_(col(Consent.recipient_id) == sender_id, col(Consent.agency_id).in_(names)),
        )
        .order_by(col(Consent.signed_on).desc(), col(Consent.id).desc())
        .limit(1)
    )
    decided: bool | None = await db.scalar(query)
    return decided


async def outlived(db: AsyncSession, actor: Actor, limit: int) -> list[Consent]:
    """Consents past their last day that nothing followed from yet, locked with their files; those in hand left out."""
    query = (
        select(Consent)
        .join(
            Student,
            (col(Student.tenant_id) == col(Consent.tenant_id))
            & (col(Student.id) == col(Consent.student_id)),
        )
        .where(
            col(Consent.tenant_id) == actor.tenant_id,
            col(Consent.expires_on) < actor.today(),
            col(Consent.revoked_on).is_(None),
            ~col(Consent.is_expired),
        )
        .order_by(col(Consent.expires_on), col(Consent.id))
        .limit(limit)
        .with_for_update(of=[Student, Consent], skip_locked=True)
    )
    return list(await db.scalars(query))


async def one(db: AsyncSession, actor: Actor, student_id: UUID, consent_id: UUID) -> Consent | None:
    query = select(Consent).where(
        col(Consent.tenant_id) == actor.tenant_id,
        col(Consent.student_id) == student_id,
        col(Consent.id) == consent_id,
    )
    return await db.scalar(query)


async def disclosures_by_day(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[Disclosure]:
    """Those entered in error are left out; one more than `limit` when there is more."""
    query = select(Disclosure).where(
        col(Disclosure.tenant_id) == actor.tenant_id,
        counts(Disclosure),
        of_child(Disclosure.student_id, student_id),
    )
    keys = (col(Disclosure.disclosed_on), col(Disclosure.id))
    return await page(db, query, keys, limit, after)


async def disclosures_page(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[Disclosure]:
    """Every one of the child, also those entered in error; one more than `limit` when there is more."""
    query = select(Disclosure).where(
        col(Disclosure.tenant_id) == actor.tenant_id, of_child(Disclosure.student_id, student_id)
    )
    return await page(db, query, (col(Disclosure.id),), limit, after)


async def requests(
    db: AsyncSession,
    actor: Actor,
    student_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[RecordRequest]:
    query = select(RecordRequest).where(
        col(RecordRequest.tenant_id) == actor.tenant_id,
        of_child(RecordRequest.student_id, student_id),
    )
    return await page(db, query, (col(RecordRequest.id),), limit, after)


async def is_waited_for(db: AsyncSession, actor: Actor, student_id: UUID) -> bool:
    """Whether a parent asked to see, copy or amend the record and has no answer yet."""
    query = select(
        exists().where(
            col(RecordRequest.tenant_id) == actor.tenant_id,
            col(RecordRequest.student_id) == student_id,
            col(RecordRequest.state) == RecordRequestState.RECEIVED.value,
            col(RecordRequest.kind) != RecordRequestKind.DESTROY.value,
        )
    )
    return bool(await db.scalar(query))


async def emergency_accesses(
    db: AsyncSession,
    actor: Actor,
    *,
    only_unreviewed: bool,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[EmergencyAccess]:
    """Newest first, one more than `limit` when there is more."""
    query = select(EmergencyAccess).where(col(EmergencyAccess.tenant_id) == actor.tenant_id)
    if only_unreviewed:
        query = query.where(col(EmergencyAccess.reviewed_at).is_(None))
    keys = (col(EmergencyAccess.id),)
    return await page(db, query, keys, limit, after, newest_first=True)
