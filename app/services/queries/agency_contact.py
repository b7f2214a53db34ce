"""Talks with agencies, resources given to families, referrals out."""

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.agency import Agency
from app.models.agency_contact import AgencyContact, OutboundReferral, ResourceGiven
from app.models.fields import MOST_ON_FILE
from app.models.schemas.agency_contact import ContactFilter
from app.models.schemas.outbound_referral import OutboundFilter
from app.models.words.agency import OutboundState
from app.services.queries import record

UNANSWERED = (OutboundState.SENT.value, OutboundState.ACKNOWLEDGED.value)
UNDER_WAY = (
    *UNANSWERED, OutboundState.NO_RESPONSE.value, OutboundState.ACCEPTED.value, OutboundState.WAITLISTED.value,
    OutboundState.SCHEDULED.value, OutboundState.NO_SHOW.value, OutboundState.IN_SERVICE.value,
)  # fmt: skip


async def contacts(
    db: AsyncSession,
    actor: Actor,
    me: UUID,
    asked: ContactFilter,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[AgencyContact]:
    """Newest first: those about nobody in particular, and those about one's students."""
    about = col(AgencyContact.student_id)
    query = select(AgencyContact).where(
        col(AgencyContact.tenant_id) == actor.tenant_id,
        or_(about.is_(None), record.on_caseload(actor, me, AgencyContact.student_id)),
    )
    if asked.student_id is not None:
        query = query.where(record.of_child(AgencyContact.student_id, asked.student_id))
    if asked.agency_id is not None:
        query = query.where(col(AgencyContact.agency_id) == asked.agency_id)
    if asked.follow_up_until is not None:
        query = query.where(col(AgencyContact.follow_up_on) <= asked.follow_up_until)
    keys = (col(AgencyContact.on_date), col(AgencyContact.id))
    return await record.page(db, query, keys, limit, after, newest_first=True)


async def resources(
    db: AsyncSession, actor: Actor, student_id: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[ResourceGiven]:
    """Newest first."""
    query = select(ResourceGiven).where(
        col(ResourceGiven.tenant_id) == actor.tenant_id,
        record.of_child(ResourceGiven.student_id, student_id),
    )
    keys = (col(ResourceGiven.given_on), col(ResourceGiven.id))
    return await record.page(db, query, keys, limit, after, newest_first=True)


async def referrals(
    db: AsyncSession,
    actor: Actor,
    me: UUID,
    asked: OutboundFilter,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[OutboundReferral]:
    """Newest first: the caller's caseload's, or the program's."""
    query = select(OutboundReferral).where(
        col(OutboundReferral.tenant_id) == actor.tenant_id,
        record.on_caseload(actor, me, OutboundReferral.student_id),
    )
    if asked.student_id is not None:
        query = query.where(record.of_child(OutboundReferral.student_id, asked.student_id))
    if asked.agency_id is not None:
        query = query.where(col(OutboundReferral.agency_id) == asked.agency_id)
    if asked.state is not None:
        query = query.where(col(OutboundReferral.state) == asked.state.value)
    keys = (col(OutboundReferral.id),)
    return await record.page(db, query, keys, limit, after, newest_first=True)


async def unanswered(db: AsyncSession, actor: Actor, limit: int) -> list[OutboundReferral]:
    """Sent, the day of the answer past, nothing heard; those in hand left out."""
    query = (
        select(OutboundReferral)
        .where(
            col(OutboundReferral.tenant_id) == actor.tenant_id,
            col(OutboundReferral.answer_due_on) < actor.today(),
            col(OutboundReferral.state).in_(UNANSWERED),
        )
        .order_by(col(OutboundReferral.answer_due_on))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(await db.scalars(query))


async def under_way(
    db: AsyncSession, actor: Actor, student_id: UUID
) -> list[tuple[OutboundReferral, str]]:
    """Those of one child that were sent and have not ended, with the agency's name; oldest first."""
    query = (
        select(OutboundReferral, col(Agency.name))
        .join(
            Agency,
            (col(Agency.tenant_id) == col(OutboundReferral.tenant_id))
            & (col(Agency.id) == col(OutboundReferral.agency_id)),
        )
        .where(
            col(OutboundReferral.tenant_id) == actor.tenant_id,
            record.of_child(OutboundReferral.student_id, student_id),
            col(OutboundReferral.state).in_(UNDER_WAY),
        )
        .order_by(col(OutboundReferral.id))
        .limit(MOST_ON_FILE)
    )
    return [(row, name) for row, name in await db.execute(query)]
