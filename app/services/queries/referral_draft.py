"""What an organisation has not sent yet."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.organisation import Organisation
from app.models.referral_draft import ReferralDraft
from app.services.queries import record

RECEIVE = text("""
select * from eb.receive_referral(cast(:tenant as uuid), :subject, cast(:roles as text[]), :purpose, :key, :fingerprint,
  cast(:program as uuid), cast(:id as uuid), :received_on, :due_on, cast(:body as jsonb))""")


async def page(
    db: AsyncSession, actor: Actor, limit: int, after: tuple[Any, ...] | None
) -> list[ReferralDraft]:
    """Oldest first."""
    query = select(ReferralDraft).where(col(ReferralDraft.tenant_id) == actor.tenant_id)
    return await record.page(db, query, (col(ReferralDraft.id),), limit, after)


async def count(db: AsyncSession, actor: Actor) -> int:
    """How many there are; two who begin one at once count one after the other."""
    key = func.hashtextextended(f"{actor.tenant_id} referral-draft", 0)
    await db.execute(select(func.pg_advisory_xact_lock(key)))
    query = select(func.count()).where(col(ReferralDraft.tenant_id) == actor.tenant_id)
    return int(await db.scalar(query) or 0)


async def receive(
    db: AsyncSession,
    actor: Actor,
    program_id: UUID,
    body: str,
    fingerprint: str,
    referral_id: UUID,
    received_on: date,
    due_on: date | None,
) -> Mapping[str, Any]:
    """As `queries.referral.receive`, in the caller's transaction: the draft goes in the same commit."""
    await db.flush()  # the function changes the tenant of this transaction, and back
    found = await db.execute(
        RECEIVE,
        {
            "tenant": actor.tenant_id, "subject": actor.subject, "roles": list(actor.roles), "purpose": actor.purpose,
            "key": f"draft {referral_id}", "fingerprint": fingerprint, "program": program_id, "id": referral_id,
            "received_on": received_on, "due_on": due_on, "body": body,
        },
    )  # fmt: skip
    return found.one()._asdict()


async def senders(db: AsyncSession) -> list[Organisation]:
    """Organisations that may have drafts."""
    query = select(Organisation).where(col(Organisation.kind).in_(["agency", "program"]))
    return list(await db.scalars(query.order_by(col(Organisation.id))))


async def forget(db: AsyncSession, actor: Actor, before: datetime) -> list[UUID]:
    """Those last written on at before this moment; returns their ids."""
    gone = delete(ReferralDraft).where(
        col(ReferralDraft.tenant_id) == actor.tenant_id, col(ReferralDraft.updated_at) < before
    )
    return list(await db.scalars(gone.returning(col(ReferralDraft.id))))
